"""Titles of a course, its topics, assignments, exercises and sections, each in the languages of the course.

A title is one text for all languages, or a table with a text for each language: ``title.en = "Basics"``. Records keep
the English text; a page looks up the entry of the catalogue for its own language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import Struct, field

from torchgrade.courses.tables import course_error, read_table
from torchgrade.model.catalogue import Catalogue

_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Title(Struct, frozen=True, kw_only=True):
    """Title in English and in other languages."""

    english: str
    """Text for records, and for languages without a text."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Text by language; empty if the English text is for all languages."""

    def text(self, language: str) -> str:
        """Return the text of a language; return the English text if there is none."""
        return self.texts.get(language, self.english)

    def lacks(self, language: str) -> bool:
        """Return whether a reader of a language gets the English text because its own is missing."""
        return bool(self.texts) and language not in self.texts


def read_title(table: Mapping[str, Any], keys: tuple[str, ...], file: Traversable, default: str = "") -> Title:
    """Return the title under the last key.

    :param table: table that contains the last key.
    :param keys: path to the key in the file, so that an error names its line.
    :param default: title if the table has no such key.
    :raises CourseError: the value is neither a text nor a table with a text for each language, or English is missing.
    """
    value = table.get(keys[-1], default)
    if isinstance(value, str | int | float):
        return Title(english=str(value))
    if not isinstance(value, dict) or not all(map(_is_text, value, value.values())):
        raise course_error(file, keys, "title_form", key=keys[-1], value=repr(value))
    if "en" not in value:
        raise course_error(file, keys, "title_no_english", key=keys[-1], value=repr(value))
    return Title(english=value["en"], texts=value)


def exercise_titles(file: Traversable, exercise: str) -> dict[str, Title]:
    """Return the titles of an ``exercise.toml`` by their entries of the catalogue.

    :raises CourseError: a title has a wrong form.
    """
    table = read_table(file)
    return {exercise_entry(exercise, key): read_title(table, (key,), file) for key in ("title", "section")}


def course_titles(file: Traversable, package: str) -> dict[str, Title]:
    """Return the titles of a ``course.toml`` by their entries of the catalogue.

    :param package: package of the course, which is part of an entry, because two courses may have equal topics.
    :raises CourseError: a title has a wrong form.
    """
    table = read_table(file)
    found = {course_entry(package): read_title(table, ("title",), file)}
    for kind, key, entry in (
        ("topics", "name", topic_entry(package, "")),
        ("assignments", "name", assignment_entry("")),
        ("sections", "section", section_entry(package, "")),
    ):
        for one in table.get(kind, ()):
            name = str(one.get(key, ""))
            found[entry + name] = read_title(one, (kind, "title"), file, name)
    return found


def course_entry(package: str) -> str:
    """Return the entry of a course's title."""
    return f"course.{package}"


def topic_entry(package: str, topic: str) -> str:
    """Return the entry of a topic's title."""
    return f"topic.{package}.{topic}"


def section_entry(package: str, section: str) -> str:
    """Return the entry of the title of a section of the book."""
    return f"section.{package}.{section}"


def assignment_entry(name: str) -> str:
    """Return the entry of an assignment's title."""
    return f"assignment.{name}"


def exercise_entry(exercise: str, key: str = "title") -> str:
    """Return the entry of an exercise's title or, with another key, of its section."""
    return f"exercise.{exercise}.{key}"


def title_catalogue(titles: Mapping[str, Title], language: str) -> Catalogue:
    """Return the catalogue of titles in a language; English fills the gaps, and an absent title has no entry."""
    known = {entry: title for entry, title in titles.items() if title.english}
    entries = {entry: title.text(language) for entry, title in known.items()}
    return Catalogue(entries, language, (entry for entry, title in known.items() if title.lacks(language)))


def _is_text(language: str, text: object) -> bool:
    return _LANGUAGE.fullmatch(language) is not None and isinstance(text, str)
