"""The catalogue of a course: sentences of the tool, of its ``messages`` and of its exercises, in one language."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources.abc import Traversable

from torchgrade.courses.languages import language_folder
from torchgrade.courses.sentences import read_sentences
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
    :raises CourseError: a ``sentences.toml`` is damaged.
    """
    tool = tool_part(language)
    messages, exercises = _places(packages)
    parts = [tool]
    for exercise in exercises:
        ids = {
            name: f"{exercise}.mistake.{name.removeprefix(SHARED)}" for name in tool.entries if name.startswith(SHARED)
        }
        shared = {own: tool.entries[name] for name, own in ids.items()}
        parts.append(Catalogue(shared, language, (own for name, own in ids.items() if name in tool.english)))
    parts.append(load_catalogue(messages, language))
    for exercise, place in exercises.items():
        sentences = read_sentences(place, exercise)
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
    """Return the tool's sentences, or those of one part."""
    return load_catalogue([folder("torchgrade") / "catalogues", *_added(language)], language, part)


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


def _places(packages: Sequence[str]) -> tuple[list[Traversable], dict[str, Traversable]]:
    """Return the folders of catalogues, and those of exercises by the id of the exercise."""
    messages: list[Traversable] = []
    exercises: dict[str, Traversable] = {}
    for package in packages:
        with contextlib.suppress(CourseError):
            place = folder(package)
            if (place / "exercise.toml").is_file():
                exercises[package.rpartition(".")[2]] = place
            else:
                messages.append(place)
    return messages, exercises
