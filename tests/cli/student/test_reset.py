"""``torchgrade reset``: it asks, keeps a copy, and changes nothing else."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.cli.student import reset as module

STUB = (files("torchgrade_d2l") / "softmax_regression" / "softmax" / "stub.py").read_text("utf-8")
WORK = "import torch\n\n\ndef softmax(X):\n    return X\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one file, and nobody at the keyboard."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "softmax.py").write_text(WORK)
    answer(monkeypatch, "")
    return tmp_path


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def listing(place: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in place.iterdir() if not path.is_symlink()}


@pytest.mark.parametrize("said", ["y\n", "YES\n", "是\n", "y"])
def test_after_a_yes_the_stub_is_back_and_the_work_is_kept(
    said: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, said)

    assert main(["reset", "softmax"]) == 0
    assert listing(place) == {"softmax.py": STUB, "softmax.before-reset.py": WORK}
    shown = capsys.readouterr()
    assert "Replace all of softmax.py" in shown.err
    assert "Your earlier file is in softmax.before-reset.py" in shown.out
    assert "mv softmax.before-reset.py softmax.py" in shown.out


def test_the_stub_is_in_the_language_of_the_file_or_of_the_option(place: Path) -> None:
    chinese = (files("torchgrade_d2l") / "softmax_regression" / "softmax" / "stub.zh.py").read_text("utf-8")
    file = place / "softmax.py"
    file.write_text(chinese.replace("raise NotImplementedError", "return X"), "utf-8")

    assert main(["reset", "softmax", "--yes"]) == 0
    assert file.read_text("utf-8") == chinese
    assert main(["reset", "softmax", "--yes", "--lang", "en"]) == 0
    assert file.read_text("utf-8") == STUB
    file.write_text(WORK)
    assert main(["reset", "softmax", "--yes", "--lang=zh"]) == 0
    assert file.read_text("utf-8") == chinese


@pytest.mark.parametrize("said", ["n\n", "\n", "why\n"])
def test_any_other_answer_changes_nothing(said: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, said)

    assert main(["reset", "softmax"]) == 0
    assert listing(place) == {"softmax.py": WORK}


def test_where_nobody_can_answer_it_refuses(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reset", "softmax"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert listing(place) == {"softmax.py": WORK}


def test_json_says_what_was_done(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "all.py").write_text(f"{WORK}\n\ndef accuracy(y_hat, y):\n    return 0\n")
    done = []
    for words in (["softmax"], ["softmax", "all.py"], ["softmax"]):
        assert main(["reset", *words, "--yes", "--json"]) == 0
        done.append(json.loads(capsys.readouterr().out))

    assert done == [
        {"file": "softmax.py", "part": "file", "kept": "softmax.before-reset.py"},
        {"file": "all.py", "part": "definition", "kept": "all.before-reset.py"},
        {"file": "softmax.py", "part": "", "kept": ""},
    ]
    assert "def accuracy" in (place / "all.py").read_text()


def test_a_save_while_the_question_stands_is_not_lost(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def agreed(*_: object) -> bool:
        (place / "softmax.py").write_text(WORK + "# more\n")
        return True

    monkeypatch.setattr(module, "_agreed", agreed)

    assert main(["reset", "softmax"]) == 2
    assert "changed before you answered the question" in capsys.readouterr().err
    assert listing(place) == {"softmax.py": WORK + "# more\n"}


def test_a_disk_that_is_full_loses_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "put_back", full)

    assert main(["reset", "softmax", "--yes"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert listing(place) == {"softmax.py": WORK, "softmax.before-reset.py": WORK}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["softmax", "nix.py"], "There is no file nix.py"),
        (["softmax", "link.py"], "torchgrade cannot reset link.py: it is a link"),
        (["softmax", "linked"], "torchgrade cannot reset linked: it is a link"),
        (["sgd", "softmax.py"], "does not define sgd"),
        (["softmax", "broken.py"], "line 1: "),
        (["sofmax"], "Did you mean softmax?"),
    ],
)
def test_what_cannot_be_reset_says_why_and_stays(
    words: list[str], said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "link.py").symlink_to("softmax.py")
    (place / "linked").symlink_to(".")
    (place / "broken.py").write_text("def softmax(X:\n")
    before = listing(place)

    assert main(["reset", *words, "--yes"]) == 2
    assert said in capsys.readouterr().err
    assert listing(place) == before


def test_the_exercise_s_own_file_is_reset_though_it_cannot_be_parsed(place: Path) -> None:
    (place / "softmax.py").write_text("def softmax(X:\n")

    assert main(["reset", "softmax", "--yes"]) == 0
    assert listing(place) == {"softmax.py": STUB, "softmax.before-reset.py": "def softmax(X:\n"}


def test_a_folder_means_the_exercise_s_own_file_in_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "work").mkdir()
    (place / "work" / "softmax.py").write_text("def softmax(X):\n    return X\n")

    assert main(["reset", "softmax", "work", "--yes"]) == 0
    assert "NotImplementedError" in (place / "work" / "softmax.py").read_text()
    assert main(["reset", "sgd", "work", "--yes"]) == 2
    assert "There is no file work/sgd.py." in capsys.readouterr().err
