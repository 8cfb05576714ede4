"""``torchgrade new`` writes skeletons, and refuses everything that it would have to guess or to overwrite."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.courses.holes import find_holes


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new course, which is the current one."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "course", "tinynets", "--languages", "en"]) == 0
    monkeypatch.chdir(tmp_path / "tinynets")
    return tmp_path / "tinynets"


def files_of(place: Path) -> dict[str, str]:
    return {file.relative_to(place).as_posix(): file.read_text("utf-8") for file in place.rglob("*") if file.is_file()}


def test_a_course_is_two_distributions_with_entry_points_and_tests(place: Path) -> None:
    files = files_of(place)

    student, solutions = (tomllib.loads(files[name]) for name in ("pyproject.toml", "solutions/pyproject.toml"))
    assert student["project"]["entry-points"]["torchgrade"] == {"tinynets": "tinynets"}
    assert solutions["project"]["entry-points"]["torchgrade"] == {"tinynets-solutions": "tinynets_solutions"}
    assert solutions["project"]["dependencies"] == ["tinynets"]
    assert {"tests/conftest.py", "tests/test_audit.py", "tinynets/basics/__init__.py"} <= set(files)
    assert tomllib.loads(files["tinynets/course.toml"])["languages"] == ["en"]


def test_an_exercise_has_every_file_and_is_in_the_course(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "exercise", "huber", "--signature", "huber(y_hat, y)"]) == 0
    files = files_of(place)

    own = {"checks.py", "mistakes.py", "oracle.py", "sentences.toml", "statement.en.md", "hints.en.md", "stub.py"}
    assert {f"tinynets/basics/huber/{name}" for name in own} <= set(files)
    solution = {"reference.py", "hidden.py", "variants.py", "equivalent.toml"}
    assert {f"solutions/tinynets_solutions/basics/huber/{name}" for name in solution} <= set(files)
    assert {"tests/corpus/huber/expected.toml", "tests/corpus/huber/wrong_first.py"} <= set(files)
    assert tomllib.loads(files["tinynets/course.toml"])["topics"][0]["exercises"] == ["huber"]
    assert "Next: torchgrade audit huber" in capsys.readouterr().out


def test_every_file_of_a_skeleton_is_valid_although_it_has_holes(place: Path) -> None:
    main(["new", "exercise", "huber", "--signature", "huber(y_hat, y)"])

    for name, text in files_of(place).items():
        if name.endswith(".py"):
            ast.parse(text)
        elif name.endswith(".toml"):
            tomllib.loads(text)
    assert len(list(find_holes(place))) > 15


def test_an_english_course_has_no_chinese_and_a_course_of_both_has(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.parent)
    main(["new", "course", "twotongues"])
    for name in ("tinynets", "twotongues"):
        monkeypatch.chdir(place.parent / name)
        main(["new", "exercise", f"in_{name}"])

    english = files_of(place / "tinynets" / "basics" / "in_tinynets")
    both = files_of(place.parent / "twotongues" / "twotongues" / "basics" / "in_twotongues")
    assert set(both) - set(english) == {"stub.zh.py", "statement.zh.md", "hints.zh.md"}
    entries = tomllib.loads(both["sentences.toml"])["checks"]
    assert all({"en", "zh"} <= set(entry) and {"en", "zh"} <= set(entry["title"]) for entry in entries.values())
    assert ".zh" not in english["sentences.toml"]


def test_nothing_is_overwritten(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = place / "tinynets" / "basics" / "huber" / "checks.py"
    mine.parent.mkdir()
    mine.write_text("mine")
    before = files_of(place)

    assert main(["new", "exercise", "huber"]) == 2
    assert f"{mine} exists already" in capsys.readouterr().err
    assert files_of(place) == before


def test_a_new_topic_is_added_to_the_course(place: Path) -> None:
    assert main(["new", "exercise", "huber", "--topic", "robust_losses"]) == 0

    topics = tomllib.loads((place / "tinynets" / "course.toml").read_text("utf-8"))["topics"]
    assert topics[1] == {"name": "robust_losses", "title": "Robust losses", "exercises": ["huber"]}
    assert (place / "solutions" / "tinynets_solutions" / "robust_losses" / "__init__.py").is_file()


def test_a_second_exercise_of_the_same_name_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "exercise", "huber"])

    assert main(["new", "exercise", "huber"]) == 2
    assert "'huber' is taken" in capsys.readouterr().err


def test_outside_of_a_course_the_command_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["new", "exercise", "huber"]) == 2
    assert "torchgrade new course NAME" in capsys.readouterr().err


def test_refusals_are_told_in_the_language_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["new", "course", "class", "--lang", "zh"]) == 2
    assert "是 Python 的关键字" in capsys.readouterr().err
