"""Stubs and statements of an exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.courses.texts import Statement, read_statement, read_statements, read_stub, read_stubs
from torchgrade.errors import CourseError

OUTLINE = ExerciseOutline(
    name="relu", course="foldercourse", topic="basics", package="foldercourse.basics.relu", title="relu",
    signature="relu(X)", section="1",
)  # fmt: skip


def test_stub_and_statement_are_the_texts_of_their_files(exercise: Path) -> None:
    (exercise / "stub.py").write_text("def relu(X): ...\n")
    (exercise / "statement.zh.md").write_text("负数变成 0。", "utf-8")

    assert read_stub(OUTLINE) == "def relu(X): ...\n"
    assert read_statement(OUTLINE, "zh") == "负数变成 0。"
    assert read_statement(OUTLINE, "en") is None


def test_a_stub_is_in_the_language_or_in_english(exercise: Path) -> None:
    (exercise / "stub.py").write_text("def relu(X): ...\n")
    assert read_stub(OUTLINE, "zh") == "def relu(X): ...\n"

    (exercise / "stub.zh.py").write_text('"""练习 relu。"""\n', "utf-8")
    assert read_stub(OUTLINE, "zh") == '"""练习 relu。"""\n'
    assert read_stub(OUTLINE) == "def relu(X): ...\n"


def test_the_stubs_of_an_exercise_are_known_by_their_languages(exercise: Path) -> None:
    (exercise / "stub.py").write_text("def relu(X): ...\n")
    (exercise / "stub.zh.py").write_text("# 代码\n", "utf-8")
    (exercise / "stub.before-reset.py").write_text("")

    assert read_stubs(OUTLINE, "en") == {"en": "def relu(X): ...\n", "zh": "# 代码\n"}
    assert read_stubs(OUTLINE, "fr")["fr"] == "def relu(X): ...\n"


def test_an_exercise_without_a_stub_is_told_where_to_write_it(exercise: Path) -> None:
    with pytest.raises(CourseError, match=r"'relu' has no stub.py; write .*relu/stub.py"):
        read_stub(OUTLINE)


def test_a_statement_in_another_encoding_is_the_authors_error(exercise: Path) -> None:
    (exercise / "statement.en.md").write_bytes("负".encode("gbk"))
    with pytest.raises(CourseError, match=r"statement.en.md cannot be read: .* Save it as UTF-8"):
        read_statement(OUTLINE, "en")


@pytest.mark.parametrize(("language", "text"), [("zh", "负数变成 0。"), ("en", "Negative numbers become 0.")])
def test_statements_are_found_by_exercise(exercise: Path, language: str, text: str) -> None:
    (exercise / "statement.zh.md").write_text("负数变成 0。", "utf-8")
    (exercise / "statement.en.md").write_text("Negative numbers become 0.")

    found = read_statements(["foldercourse.basics.relu"], language)
    assert found == {"relu": Statement(text=text, language=language)}


def test_english_stands_in_for_a_language_that_a_course_lacks(exercise: Path) -> None:
    (exercise / "statement.en.md").write_text("Negative numbers become 0.")

    assert read_statements(["foldercourse.basics.relu"], "zh")["relu"].language == "en"


@pytest.mark.parametrize("package", ["no_such_course.basics.relu", "foldercourse.basics.relu", "foldercourse"])
def test_a_package_without_a_statement_is_left_out(exercise: Path, package: str) -> None:
    assert read_statements([package], "zh") == {}


def test_a_statement_that_cannot_be_read_is_left_out(exercise: Path) -> None:
    (exercise / "statement.en.md").write_bytes("负".encode("gbk"))
    assert read_statements(["foldercourse.basics.relu"], "en") == {}
