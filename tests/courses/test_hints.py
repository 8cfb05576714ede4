"""Three hints of an exercise, and what an author may get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses import hints, texts
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError

OUTLINE = ExerciseOutline(
    name="mean", course="c", topic="t", package="p", title="mean", signature="mean(X)", section="1"
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the exercise."""
    monkeypatch.setattr(texts, "folder", lambda package: tmp_path)
    return tmp_path


def test_a_line_of_three_dashes_parts_the_hints_and_formulas_keep_their_indent(place: Path) -> None:
    (place / "hints.en.md").write_text("Look.\n\n---\n\n    a / b\n\nText - more --- of it.\n---  \nOne.\nTwo.\n")

    assert hints.read_hints(OUTLINE, "en") == ("Look.", "    a / b\n\nText - more --- of it.", "One.\nTwo.")


def test_an_exercise_without_hints_in_a_language_has_none(place: Path) -> None:
    (place / "hints.en.md").write_text("a\n---\nb\n---\nc\n")

    assert hints.read_hints(OUTLINE, "zh") == ()


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a\n---\nb", 2), ("a\n---\n\n---\nc", 2), ("a\n---\n" * 4, 4)])
def test_another_number_of_hints_is_the_author_s_error(place: Path, text: str, count: int) -> None:
    (place / "hints.en.md").write_text(text)

    with pytest.raises(CourseError, match=rf"hints.en.md of the exercise 'mean' .* It contains {count}\."):
        hints.read_hints(OUTLINE, "en")


def test_a_file_in_another_encoding_is_the_author_s_error(place: Path) -> None:
    (place / "hints.zh.md").write_bytes("提示".encode("gb18030"))

    with pytest.raises(CourseError, match="cannot be read"):
        hints.read_hints(OUTLINE, "zh")
