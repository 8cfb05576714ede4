"""The work in one folder: which file defines which exercise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.cli.options import installed_exercises
from torchgrade.cli.student.folders import Folder, FolderWork, Wanted
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import UsageError
from torchgrade.plugins.manager import Plugins

PLUGINS = Plugins()
SOFTMAX = "def softmax(X):\n    return X.exp() / X.exp().sum(1, keepdim=True)\n"
SGD = "def sgd(params, lr, batch_size):\n    return params\n"
STUB = "def softmax(X):\n    raise NotImplementedError\n"
BROKEN = "def softmax(X:\n    return X\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)


def notebook(*cells: str) -> str:
    shown = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None} for cell in cells
    ]
    return json.dumps({"cells": shown, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def work(*words: str, folder: str = ".") -> FolderWork:
    exercises = tuple(dict.fromkeys(word.partition(".")[0] for word in words)) or installed_exercises(PLUGINS)
    return Folder(Path(folder), PLUGINS, catalogue_for()).work(Wanted(exercises=exercises, words=words))


def refusal(*words: str, folder: str = ".") -> str:
    with pytest.raises(UsageError) as refused:
        work(*words, folder=folder)
    return str(refused.value)


def test_all_files_of_a_folder_are_one_submission(place: Path) -> None:
    write({"softmax.py": SOFTMAX, "sgd.ipynb": notebook(SGD), "notes.txt": "", ".hidden.py": SOFTMAX})
    found = work("softmax", "sgd")

    assert found.job.submission == place.name
    assert [file.name for file in found.job.files] == ["sgd.ipynb", "softmax.py"]
    assert (found.job.problems, found.judged) == ((), None)


@pytest.mark.parametrize(
    "other",
    [
        {"stub.py": STUB},
        {"main.py": "from softmax import softmax\nsoftmax(1)\n"},
        {"main.py": "from torch import softmax\n"},
        {"main.py": "import softmax as s\n"},
        {"main.py": "softmax(X)\n"},
        {"main.py": "# def softmax(X):\n'def softmax(X):'\n"},
        {"main.py": "class Net:\n    def softmax(self, X):\n        return X\n"},
        {"all.ipynb": notebook(STUB)},
        {"broken.ipynb": "{"},
    ],
)
def test_a_file_that_does_not_write_the_function_is_no_second_definition(other: dict[str, str]) -> None:
    write({"softmax.py": SOFTMAX, **other})

    assert work("softmax").judged is None


@pytest.mark.parametrize(
    "other",
    [
        {"hw.py": SOFTMAX},
        {"hw.py": SOFTMAX.replace("X", "Z")},
        {"hw.py": "softmax = lambda X: X\n"},
        {"hw.py": BROKEN},
        {"hw.ipynb": notebook("import torch", SOFTMAX)},
        {"softmax (1).py": SOFTMAX},
    ],
)
def test_two_files_that_write_it_are_listed_with_the_command_that_settles_it(other: dict[str, str]) -> None:
    write({"softmax.py": SOFTMAX, **other})
    said = refusal("softmax.rows")

    (name,) = other
    assert said.startswith("Several files define softmax: ")
    assert name in said
    assert "softmax.py" in said
    assert said.endswith(" softmax.rows")


def test_a_command_to_copy_quotes_a_name_with_blanks() -> None:
    write({"work/a 1.py": SOFTMAX, "work/a 2.py": SOFTMAX})

    assert refusal("softmax", folder="work").endswith("torchgrade check 'work/a 1.py' softmax")


def test_exercises_that_are_not_settled_are_left_out_and_said_while_the_others_are_judged() -> None:
    write({"a.py": SOFTMAX + SGD, "b.py": SOFTMAX})
    found = work("softmax", "sgd")

    assert found.judged == ("sgd",)
    assert [note.message_id for note in found.job.problems] == ["cli.check.several_define"]
    assert "softmax" not in (work().judged or ("softmax",))


def test_stubs_in_several_files_are_no_tie() -> None:
    write({"a.py": STUB, "b.ipynb": notebook(STUB)})

    assert work("softmax").judged is None


def test_a_function_that_does_not_parse_is_found_all_the_same() -> None:
    write({"a.py": BROKEN, "b.py": SGD})

    assert work("softmax").judged is None


def test_a_file_that_needs_another_says_to_submit_both() -> None:
    write({"softmax.py": "from helpers import half\n\n\ndef softmax(X):\n    return half(X)\n"})
    write({"helpers.py": "def half(X):\n    return X / 2\n"})

    assert [note.message for note in work("softmax").job.problems] == [
        "softmax.py works only together with helpers.py. Submit all of these files."
    ]


def test_an_exercise_that_no_file_defines_is_said_with_what_to_do() -> None:
    write({"a.py": "x = 1\n", "b.py": SGD})

    assert refusal("softmax", "accuracy") == (
        "No file in this folder defines softmax, accuracy. Name your file: torchgrade check FILE softmax accuracy"
    )


def test_a_file_that_cannot_be_read_is_named_where_nothing_is_found() -> None:
    write({"a.py": "x = 1\n", "b.ipynb": "{"})

    assert "b.ipynb" in refusal("softmax")


def test_a_definition_in_a_folder_below_is_pointed_to() -> None:
    write(
        {
            "a.py": "x = 1",
            "b.py": "y = 1",
            "work/softmax.py": SOFTMAX,
            "old/hw.ipynb": notebook(SOFTMAX),
            ".git/x.py": SOFTMAX,
        }
    )

    assert refusal("softmax").endswith(
        "A folder below it contains old/hw.ipynb, work/softmax.py. Check it there: torchgrade check old/hw.ipynb softmax"
    )


def test_a_folder_with_no_code_points_to_the_folder_below_that_has_some(place: Path) -> None:
    write({"work/softmax.py": SOFTMAX, "work/sgd.py": SGD})
    wanted = Wanted(exercises=installed_exercises(PLUGINS), words=())
    with pytest.raises(UsageError) as refused:
        Folder(Path(), PLUGINS, catalogue_for()).only_file(wanted)

    assert str(refused.value).endswith("A folder below it contains work. Check it there: torchgrade check work")


def test_links_are_said_and_left_out(place: Path) -> None:
    write({"softmax.py": SOFTMAX})
    for name, target in (("a.py", "softmax.py"), ("broken.py", "nowhere"), ("loop.py", "loop.py"), ("f.py", "/")):
        (place / name).symlink_to(target)
    found = work("softmax")

    assert [file.name for file in found.job.files] == ["softmax.py"]
    assert [note.message_id for note in found.job.problems] == ["listing.symlink"] * 4


def test_a_folder_of_links_alone_is_refused(place: Path) -> None:
    for name in ("a.py", "b.py"):
        (place / name).symlink_to("/nowhere")

    assert "a.py is a symbolic link" in refusal("softmax")


def test_names_cannot_act_on_a_terminal() -> None:
    write({"\x1b[31ma.py": SOFTMAX, "b.py": SOFTMAX})

    assert "\x1b" not in refusal("softmax")


def test_what_start_wrote_is_checked_by_its_folder_inside_it_and_by_an_exercise(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["start", "work", "--exercises", "softmax,sgd"]) == 0
    capsys.readouterr()
    assert main(["check", "work", "softmax", "sgd"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "Not written yet: sgd, softmax."

    monkeypatch.chdir(place / "work")
    Path("softmax.py").write_text(f"import torch\n\n\n{SOFTMAX}")
    main(["check", "softmax.rows"])
    shown = capsys.readouterr().out
    assert "softmax.py" in shown.splitlines()[0]
    assert "✓ Passed  2 of 2 points  Rows  softmax.rows" in shown
    assert main(["check", "softmax.rows", "sgd", "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert [(one["exercise"], one["status"]) for one in result["exercises"]] == [
        ("sgd", "not_started"),
        ("softmax", "graded"),
    ]
