"""``--layout``, ``--pattern`` and ``--roster``, up to where the engine starts."""

from __future__ import annotations

import json
import shlex
import zipfile
from pathlib import Path

import pytest

from torchgrade.cli.main import main


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a delivery of Canvas in a zip, and a roster as Excel writes it in China."""
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("canvas.zip", "w") as archive:
        for name in ("zhangsan_12345_1_hw.py", "lisi_LATE_12346_2_hw.py", "王吾.py"):
            archive.writestr(name, "x = 1\n")
    roster = "学号,姓名,账号\r\n20230001,张三,zhangsan\r\n20230002,Li Si,\r\n20230003,王五,\r\n"
    Path("class.csv").write_bytes(roster.encode("gbk"))
    return tmp_path


def test_a_dry_run_shows_who_is_who_and_makes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "canvas.zip", "--out", "run", "--dry-run", "--roster", "class.csv"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "The grader reads canvas.zip as canvas (name_[LATE_]user_attachment_file)."
    assert "  20230002        Li Si (20230002)  hw.py  late" in lines
    assert any(line.startswith("  zhangsan_12345 is graded, but is not in the roster") for line in lines)
    assert any("The nearest name in the roster is 王五 (20230003)." in line for line in lines)
    assert lines[lines.index("In the roster, but submitted nothing: 2") + 2] == "  王五 (20230003)"
    assert not Path("run").exists()


def test_a_dry_run_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "canvas.zip", "--out", "run", "--dry-run", "--json", "--layout", "plain"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert [one["submission"] for one in found["submissions"]] == [
        "lisi_LATE_12346_2_hw",
        "zhangsan_12345_1_hw",
        "王吾",
    ]


def test_a_pattern_says_whose_a_file_is(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "canvas.zip", "--out", "run", "--dry-run", "--pattern", "(?P<name>[a-z]+)_"]) == 0
    shown = capsys.readouterr().out

    assert "The grader reads canvas.zip as --pattern (the pattern names the student of each file)." in shown
    assert "  zhangsan  zhangsan  zhangsan_12345_1_hw.py\n" in shown
    assert "Not understood: 1" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--layout", "canvsa"], "There is no layout canvsa. Did you mean canvas?"),
        (["--layout", "canvas", "--pattern", "(?P<name>x)"], "Use only one of them"),
        (["--pattern", "("], "--pattern is not a regular expression"),
        (["--pattern", "(.*)"], "--pattern must name the student"),
        (["--roster", "none.csv"], "The grader cannot read the roster none.csv"),
        (["--roster", "canvas.zip"], "The roster canvas.zip is a zip archive, not a workbook"),
        (["--json"], "--json needs --dry-run"),
    ],
)
def test_what_cannot_be_used_is_exit_2_and_says_what_to_do(
    arguments: list[str], said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", "canvas.zip", "--out", "run", *arguments]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert said in shown
    assert "Traceback" not in shown
    assert not Path("run").exists()


def test_what_cannot_be_told_is_asked_with_two_commands_that_settle_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("walnut", "ginkgo"):
        path = Path("the class/week 3") / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    assert main(["grade", "the class", "--out", "run", "--exercises", "softmax", "--dry-run"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines[::2]] == [
        "error",
        "  torchgrade grade 'the class' --out run --exercises softmax --dry-run --layout inside",
        "  torchgrade grade 'the class' --out run --exercises softmax --dry-run --layout plain",
    ]
    counts = []
    for line in lines[2::2]:
        assert main(shlex.split(line)[1:]) == 0
        counts.append(capsys.readouterr().out.splitlines()[1])
    assert counts == ["Would be graded: 2", "Would be graded: 1"]


def test_the_roster_in_the_folder_of_the_class_is_no_submission(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", ".", "--out", "run", "--dry-run", "--roster", "class.csv"]) == 0
    shown = capsys.readouterr().out

    assert "The grader reads ./canvas.zip as canvas" in shown
    assert "class.csv" not in shown


def test_an_encoding_of_the_roster_is_told_and_can_be_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["grade", "canvas.zip", "--out", "run", "--dry-run", "--json", "--roster", "class.csv"]
    assert main(words) == 0
    assert "The grader read it as GBK" in json.loads(capsys.readouterr().out)["notes"][0]
    assert main([*words, "--roster-encoding", "gb18030"]) == 0
    assert "because you chose it with --roster-encoding" in json.loads(capsys.readouterr().out)["notes"][0]
    assert main([*words, "--roster-encoding", "big5"]) == 2
    assert "not text in the encoding big5" in capsys.readouterr().err


def test_an_encoding_without_a_roster_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "canvas.zip", "--out", "run", "--dry-run", "--roster-encoding", "gbk"]) == 2
    assert "Name the roster too" in capsys.readouterr().err


def test_the_command_for_folders_of_students_names_the_folder_that_they_are_in(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("A/ada", "A/ben", "B/cora", "B/dan"):
        path = place / "in" / "term" / f"section {name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def softmax(X):\n    return X\n")

    assert main(["grade", "in", "--dry-run"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[-3].endswith("grade in --dry-run --layout inside")
    assert lines[-1].endswith("grade in/term --dry-run --layout plain")
