"""Sentences of one exercise, read from its ``sentences.toml``: every language of an entry beside the others.

``[checks] rows.en``, ``[mistakes] dim_0.en``, ``[messages]``, ``[about]``, ``[next]`` and ``[what]`` belong to the
exercise; the tables of any other name are joined with dots, so that ``[curve] train_loss.en`` is the entry
``curve.train_loss``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import Struct

from torchgrade.courses.tables import course_error, line_of, read_table
from torchgrade.errors import CourseError

FILE = "sentences.toml"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PREFIXES = {
    "checks": "check.{exercise}.",
    "mistakes": "{exercise}.mistake.",
    "messages": "{exercise}.",
    "about": "{exercise}.about.",
    "next": "next.{exercise}.",
    "what": "{exercise}.what.",
}


class CheckSentence(Struct, frozen=True, kw_only=True):
    """The English of one check."""

    title: str
    """One to four words."""
    sentence: str
    """The requirement."""


class Sentences(Struct, frozen=True, kw_only=True):
    """Contents of ``sentences.toml`` of one exercise."""

    exercise: str
    """Id of the exercise."""
    file: Traversable
    """The file, for errors."""
    texts: Mapping[str, Mapping[str, str]]
    """Text by language, by id of the catalogue; each id has English."""
    checks: Mapping[str, CheckSentence]
    """English of each check, by its name without the exercise."""

    def entries(self, language: str = "en") -> dict[str, str]:
        """Return the catalogue of a language. English fills its gaps."""
        return {name: texts.get(language, texts["en"]) for name, texts in self.texts.items()}

    def missing(self, language: str) -> list[str]:
        """Return the ids that a language lacks."""
        return [name for name, texts in self.texts.items() if language not in texts]

    def line(self, entry: str) -> int:
        """Return the line of an entry, or of its table; 0 if the file has neither."""
        prefixes = sorted(_PREFIXES.items(), key=lambda pair: -len(pair[1]))
        for table, prefix in prefixes:
            start = prefix.format(exercise=self.exercise)
            if entry.startswith(start):
                return line_of(self.file, (table, *entry.removeprefix(start).split("."))) or 0
        return line_of(self.file, entry.split(".")) or 0

    def complaints(self, checks: Iterable[str], *, whole: bool) -> list[CourseError]:
        """Return an error for each check without an entry, and for each entry without a check.

        :param checks: names of the exercise's checks, without the exercise.
        :param whole: whether the hidden checks are among them; otherwise an entry may belong to one of these.
        """
        named = list(checks)
        found = [
            course_error(
                self.file,
                ("checks",),
                "no_sentence",
                exercise=self.exercise,
                name=name,
            )
            for name in named
            if name not in self.checks
        ]
        for name in self.checks if whole else ():
            if name not in named:
                keys = ("checks", name)
                found.append(course_error(self.file, keys, "no_check", exercise=self.exercise, name=name))
        return found


def read_sentences(place: Traversable, exercise: str) -> Sentences | None:
    """Return the sentences in the folder of an exercise, or None if it has no ``sentences.toml``.

    :raises CourseError: the file is damaged, an entry has no English or another form, or a check has no title.
    """
    file = place / FILE
    if not file.is_file():
        return None
    texts: dict[str, dict[str, str]] = {}
    for path, languages in _entries(read_table(file), (), file):
        if "en" not in languages:
            raise course_error(file, path, "no_english", path=".".join(path), name=path[-1])
        name = _id(path, exercise)
        if name in texts:
            raise course_error(file, path, "same_id", name=name)
        texts[name] = languages
    return Sentences(exercise=exercise, file=file, texts=texts, checks=_checks(texts, exercise, file))


def _entries(
    table: Mapping[str, Any], path: tuple[str, ...], file: Traversable
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Yield each entry with its texts by language. An entry may contain further entries, as a check does."""
    for key, value in table.items():
        here = (*path, key)
        if not isinstance(value, dict):
            raise _no_table(file, here)
        texts = {name: text for name, text in value.items() if not isinstance(text, dict)}
        for name, text in texts.items():
            if not path:
                raise _no_table(file, (*here, name))
            if not _LANGUAGE.fullmatch(name) or not isinstance(text, str):
                raise course_error(file, (*here, name), "no_text", path=".".join((*here, name)), name=key)
        if texts:
            yield here, texts
        yield from _entries({name: inner for name, inner in value.items() if isinstance(inner, dict)}, here, file)


def _no_table(file: Traversable, path: Sequence[str]) -> CourseError:
    return course_error(file, path, "no_table", path=".".join(path), name=path[-1])


def _id(path: Sequence[str], exercise: str) -> str:
    prefix = _PREFIXES.get(path[0])
    return ".".join(path) if prefix is None else prefix.format(exercise=exercise) + ".".join(path[1:])


def _checks(texts: Mapping[str, Mapping[str, str]], exercise: str, file: Traversable) -> dict[str, CheckSentence]:
    prefix = _PREFIXES["checks"].format(exercise=exercise)
    names = dict.fromkeys(entry.removeprefix(prefix).partition(".")[0] for entry in texts if entry.startswith(prefix))
    found = {}
    for name in names:
        for entry, key in ((f"{prefix}{name}", "en"), (f"{prefix}{name}.title", "title.en")):
            if entry not in texts:
                raise course_error(file, ("checks", name), "check_key", name=name, key=key)
        found[name] = CheckSentence(
            title=texts[f"{prefix}{name}.title"]["en"],
            # Several lines of the file become one line of a page.
            sentence=" ".join(texts[f"{prefix}{name}"]["en"].split()),
        )
    return found
