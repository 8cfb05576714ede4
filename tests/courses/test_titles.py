"""A title is one text for all languages, or a table with a text for each language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from torchgrade.courses.titles import Title, course_titles, exercise_titles, read_title, title_catalogue
from torchgrade.errors import CourseError


def title_of(place: Path, text: str) -> Title:
    """Return the title of a file with that text."""
    file = place / "course.toml"
    file.write_text(text, "utf-8")
    return read_title(tomllib.loads(text), ("title",), file, "course")


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ('title = "Basics"', "Basics", "Basics"),
        ('title.en = "Basics"\ntitle.zh = "基础"', "Basics", "基础"),
        ('[title]\nen = "Basics"\nzh = "基础"', "Basics", "基础"),
        ('title.en = "Basics"', "Basics", "Basics"),
        ("title = 4.3", "4.3", "4.3"),
        ("", "course", "course"),
    ],
)
def test_a_title_has_the_text_of_a_language_or_the_english_text(
    tmp_path: Path, text: str, english: str, chinese: str
) -> None:
    found = title_of(tmp_path, text)

    assert (found.english, found.text("en"), found.text("zh")) == (english, english, chinese)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [('title = "softmax"', False), ('title.en = "A"\ntitle.zh = "B"', False), ('title.en = "A"', True)],
)
def test_only_a_table_can_lack_a_language(tmp_path: Path, text: str, lacks: bool) -> None:
    assert title_of(tmp_path, text).lacks("zh") is lacks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\ntitle = ["Basics"]', r"course.toml, line 2: title is \['Basics'\]. Write a text for all languages"),
        ('title.en = ["Basics"]', r"line 1: title is .*title.en = \"...\" and title.zh = \"...\""),
        ('title.EN = "Basics"', "line 1: title is .* or one for each language"),
        ('title.zh = "基础"', r"line 1: title has no English text: .*基础.*Add title.en"),
        ("title = {}", "line 1: title has no English text"),
    ],
)
def test_a_title_of_another_form_is_the_authors_error_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        title_of(tmp_path, text)


def test_a_course_has_titles_of_its_topics_assignments_and_sections(tmp_path: Path) -> None:
    file = tmp_path / "course.toml"
    file.write_text(
        'title.en = "Course"\ntitle.zh = "课程"\n[[topics]]\nname = "basics"\nexercises = []\n'
        '[[assignments]]\nname = "core"\ntitle = "Core"\n[[sections]]\nsection = 4.3\ntitle.en = "Four"\ntitle.zh = "四"\n',
        "utf-8",
    )
    found = course_titles(file, "small")

    assert {entry: title.text("zh") for entry, title in found.items()} == {
        "course.small": "课程", "topic.small.basics": "basics", "assignment.core": "Core", "section.small.4.3": "四",
    }  # fmt: skip


def test_an_exercise_has_a_title_and_a_section(tmp_path: Path) -> None:
    file = tmp_path / "exercise.toml"
    file.write_text('title = "sgd"\nsection.en = "2, step 6"\nsection.zh = "2，第 6 步"\n', "utf-8")
    found = exercise_titles(file, "sgd")

    assert {entry: title.text("zh") for entry, title in found.items()} == {
        "exercise.sgd.title": "sgd", "exercise.sgd.section": "2，第 6 步",
    }  # fmt: skip


def test_a_catalogue_of_titles_knows_those_that_stayed_english() -> None:
    titles = {
        "a": Title(english="A", texts={"en": "A", "zh": "甲"}),
        "b": Title(english="B", texts={"en": "B"}),
        "c": Title(english="softmax"),
        "d": Title(english=""),
    }
    found = title_catalogue(titles, "zh")

    assert found.entries == {"a": "甲", "b": "B", "c": "softmax"}
    assert found.english == {"b"}
