"""``torchgrade hint``: one more each time, remembered for each user and exercise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.cli.student import hint as module
from torchgrade.cli.student.hint import Memory, choose_hint
from torchgrade.courses.outline import ExerciseOutline

HINTS = ("Look at the rows.", "The mean:\n\n    m = Σᵢ xᵢ / n\n\n" + "word " * 30, "1. Add.\n2. Divide.")


def outline(name: str = "softmax", course: str = "torchgrade_d2l") -> ExerciseOutline:
    return ExerciseOutline(name=name, course=course, topic="t", package="p", title=name, signature="", section="1")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without a past, and hints that no course rewrites."""
    monkeypatch.setattr(module.platformdirs, "user_state_dir", lambda *_, **__: str(tmp_path / "state" / "torchgrade"))
    monkeypatch.setattr(module, "read_hints", lambda outline, language: HINTS if language == "en" else ())
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["hint", *words]) == 0
    return capsys.readouterr().out


def levels(*words: str, capsys: pytest.CaptureFixture[str]) -> int:
    return int(json.loads(shown(capsys, "softmax", "--json", *words))["level"])


def test_each_call_tells_the_next_and_which_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = (shown(capsys, "softmax") for _ in range(3))

    assert first == "softmax: hint 1 of 3\n\nLook at the rows.\n\nAnother hint: torchgrade hint softmax\n"
    assert second.startswith("softmax: hint 2 of 3\n")
    assert third == "softmax: hint 3 of 3\n\n1. Add.\n2. Divide.\n\n"


def test_a_formula_stands_as_it_was_written_and_prose_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "softmax", "--level", "2")

    assert "\n    m = Σᵢ xᵢ / n\n" in text
    assert max(map(len, text.splitlines())) <= 80


def test_after_the_last_one_it_says_so_and_shows_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert [levels(capsys=capsys) for _ in range(5)] == [1, 2, 3, 3, 3]
    text = shown(capsys, "softmax")

    assert text.startswith("There are no more hints for softmax.")
    assert "hint 3 of 3" in text


def test_again_shows_the_last_one_and_the_next_stays_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert levels("--again", capsys=capsys) == 1
    assert levels(capsys=capsys) == 2
    assert levels("--again", capsys=capsys) == levels("--again", capsys=capsys) == 2
    assert levels(capsys=capsys) == 3


def test_a_level_that_is_named_changes_nothing(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert levels("--level", "3", capsys=capsys) == 3
    assert not (place / "state").exists()
    assert levels(capsys=capsys) == 1


def test_exercises_and_courses_are_remembered_apart(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.keep(outline(), 2)

    assert Memory(tmp_path).seen(outline()) == 2
    assert Memory(tmp_path).seen(outline("sgd")) == Memory(tmp_path).seen(outline(course="other")) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"torchgrade_d2l/softmax": "x"}', '{"torchgrade_d2l/softmax": 99}'])
def test_a_memory_that_is_damaged_ends_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "hints.json").write_text(text)

    assert choose_hint(outline(), "en", Memory(tmp_path), level=None, again=False).level in (1, 3)


def test_where_nothing_can_be_remembered_it_says_how_to_go_on(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "state").write_text("a file stands where the folder should be")
    text = shown(capsys, "softmax")

    assert "hint 1 of 3" in text
    assert "could not save that you saw this hint" in text
    assert "torchgrade hint softmax --level 2" in text


def test_english_hints_are_shown_if_the_language_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert HINTS[0] in shown(capsys, "softmax", "--lang", "zh")


def test_an_exercise_without_hints_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "read_hints", lambda *_: ())

    assert shown(capsys, "softmax", "--lang", "zh") == "softmax 没有提示。\n"
    assert json.loads(shown(capsys, "softmax", "--lang", "zh", "--json"))["of"] == 0


def test_a_misspelt_exercise_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hint", "sofmax"]) == 2
    assert "Did you mean softmax?" in capsys.readouterr().err


def test_two_ways_to_choose_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hint", "softmax", "--level", "1", "--again"]) == 2
    assert "Use only one of --level and --again" in capsys.readouterr().err
