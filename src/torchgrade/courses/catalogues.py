"""The catalogue of a course: sentences of the tool, of its ``messages`` and of its exercises, in one language."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources.abc import Traversable

from torchgrade.courses.languages import language_folder
from torchgrade.courses.sentences import read_sentences
from torchgrade.courses.titles import Title, course_titles, exercise_titles, title_catalogue
from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.plugins.resources import folder

SHARED = "shared."
"""Prefix of the tool's sentences about mistakes that learners make in many exercises."""


def catalogue_packages(courses: Sequence[str], exercises: Sequence[str], others: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the packages whose folders contain sentences, as :func:`catalogue_for` takes them.

    :param courses: packages of courses; each may have ``messages``.
    :param exercises: packages of exercises.
    :param others: packages of plugins that add diagnoses; each may have ``messages``.
    """
    holders = dict.fromkeys((*courses, *others))
    messages = [f"{name}.messages" for name in holders if (folder(name) / "messages").is_dir()]
    return (*messages, *exercises)


def catalogue_for(packages: Sequence[str] = (), language: str = "en") -> Catalogue:
    """Return the tool's sentences and those of courses. English fills the gaps of the language.

    Leave out a course that is no longer installed, because each record contains its sentence in English.

    :param packages: folders of catalogues, and folders of exercises, which are recognised by their ``exercise.toml``.
    :raises CourseError: a ``sentences.toml`` is damaged, or a title has a wrong form.
    """
    tool = tool_part(language)
    messages, exercises = _places(packages)
    parts = [tool, title_catalogue(_titles(exercises), language)]
    for exercise in exercises:
        ids = {
            name: f"{exercise}.mistake.{name.removeprefix(SHARED)}" for name in tool.entries if name.startswith(SHARED)
        }
        shared = {own: tool.entries[name] for name, own in ids.items()}
        parts.append(Catalogue(shared, language, (own for name, own in ids.items() if name in tool.english)))
    parts.append(load_catalogue(messages, language))
    for exercise, package in exercises.items():
        sentences = read_sentences(folder(package), exercise)
        if sentences is not None:
            lacking = sentences.missing(language)
            parts.append(Catalogue(sentences.entries(language), language, lacking))
    parts.append(load_catalogue(_added(language), language))
    return _joined(parts, language)


def help_for(language: str, package: str = "") -> Catalogue:
    """Return the texts of help pages, without the other sentences of the tool, because help must be fast.

    :param package: folder of a plugin's catalogues; empty for the tool's own commands.
    """
    own = [load_catalogue([folder(package), *_added(language)], language)] if package else []
    return _joined([tool_part(language, "help"), *own], language)


@lru_cache(maxsize=8)
def tool_part(language: str, part: str = "") -> Catalogue:
    """Return the tool's sentences, or those of one part.

    A language that a plugin adds is always loaded in full, because its files may have other parts.
    """
    own = load_catalogue([folder("torchgrade") / "catalogues"], language, part)
    return _joined([own, load_catalogue(_added(language), language)], language)


def _added(language: str) -> list[Traversable]:
    """Return the folder of a language that a plugin adds, in a list; an empty list for other languages."""
    place = language_folder(language)
    return [] if place is None else [place]


def _joined(parts: Sequence[Catalogue], language: str) -> Catalogue:
    """Return one catalogue; an entry of a later part replaces that of an earlier one."""
    entries: dict[str, str] = {}
    english: set[str] = set()
    for part in parts:
        entries.update(part.entries)
        english.difference_update(part.entries)
        english.update(part.english)
    return Catalogue(entries, language, english)


def _titles(exercises: Mapping[str, str]) -> dict[str, Title]:
    """Return the titles of exercises and of their courses by their entries."""
    titles: dict[str, Title] = {}
    for exercise, package in exercises.items():
        titles |= exercise_titles(folder(package) / "exercise.toml", exercise)
    # The package of an exercise is in the package of its topic, which is in the package of its course.
    courses = dict.fromkeys(package.rsplit(".", 2)[0] for package in exercises.values())
    for course in courses:
        file = folder(course) / "course.toml"
        titles |= course_titles(file, course) if file.is_file() else {}
    return titles


def _places(packages: Sequence[str]) -> tuple[list[Traversable], dict[str, str]]:
    """Return the folders of catalogues, and the packages of exercises by the id of the exercise."""
    messages: list[Traversable] = []
    exercises: dict[str, str] = {}
    for package in packages:
        with contextlib.suppress(CourseError):
            place = folder(package)
            if (place / "exercise.toml").is_file():
                exercises[package.rpartition(".")[2]] = package
            else:
                messages.append(place)
    return messages, exercises
