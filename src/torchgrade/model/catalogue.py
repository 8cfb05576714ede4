"""Sentences by id and language, with named fields (ruling 31).

A catalogue is a folder of TOML files ``<part>.<language>.toml``. Tables are joined with dots, so that ``[shape] differs
= "…"`` is the entry ``shape.differs``. The tool and each course have such a folder.
"""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from torchgrade.errors import CourseError
from torchgrade.model.filling import filled
from torchgrade.model.foreign import Said, marked, marked_field
from torchgrade.model.numbers import told_apart
from torchgrade.model.phrases import Phrase, Value, phrase
from torchgrade.model.results import Note
from torchgrade.model.showable import show


class Told(str):
    """English text, made from an entry of the tool's catalogue."""

    phrase: Phrase
    """Entry and fields of the text."""


def _flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    entries: dict[str, str] = {}
    for key, item in table.items():
        if isinstance(item, Mapping):
            entries.update(_flatten(item, f"{prefix}{key}."))
        else:
            entries[prefix + key] = str(item)
    return entries


def _numbers(value: Value) -> Iterator[float]:
    """Yield the numbers of a field; a truth value is not a number."""
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


class Catalogue(gettext.NullTranslations):
    """Entries of one language, with English for missing entries; has gettext's interface."""

    def __init__(
        self, entries: Mapping[str, str], language: str = "en", english: Iterable[str] = (), *, marks: bool = False
    ) -> None:
        """Take the entries.

        :param english: ids whose entries are English, because the language lacks them.
        :param marks: whether English in a sentence of another language gets the marks of
            :mod:`torchgrade.model.foreign`.
        """
        super().__init__()
        self.entries = dict(entries)
        self.language = language
        self.english = frozenset(english)
        self.marks = marks and language != "en"

    def marking(self) -> Catalogue:
        """Return the same entries with marks around English."""
        return Catalogue(self.entries, self.language, self.english, marks=True)

    def gettext(self, message: str) -> str:
        """Return the sentence of an id, with its fields still open."""
        return self.entries.get(message, message)

    def __contains__(self, message_id: str) -> bool:
        return message_id in self.entries

    def render(self, message_id: str, values: Mapping[str, Value]) -> str:
        """Return the sentence of an id with its fields filled in; numbers that differ have different texts.

        :raises CourseError: the catalogue lacks the id, or a field is missing; this is an error of the author.
        """
        return self._filled(message_id, values, told_apart(n for value in values.values() for n in _numbers(value)))

    def words(self, value: Value) -> str:
        """Return the text of a single field.

        :raises CourseError: the catalogue lacks an entry of a phrase, or one of its fields.
        """
        return self._shown(value, told_apart(_numbers(value)))

    def entry_or_text(self, given: str) -> Value:
        """Return the field for a description: the phrase if it is an entry, otherwise the text, made safe to show."""
        return phrase(given) if given in self else show(given)

    def _filled(self, message_id: str, values: Mapping[str, Value], texts: Mapping[float, str]) -> str:
        if message_id not in self.entries:
            raise CourseError(in_english(phrase("error.catalogue.no_entry", name=message_id)))
        shown = {name: self._shown(value, texts, name) for name, value in values.items()}
        try:
            text = filled(self.entries[message_id], shown)
        except (KeyError, IndexError, ValueError) as error:
            words = phrase("error.catalogue.field", name=message_id, field=str(error), given=str(sorted(values)))
            raise CourseError(in_english(words)) from error
        return marked(text) if self.marks and message_id in self.english else text

    def _shown(self, value: Value, texts: Mapping[float, str], name: str = "") -> str:
        """Return the text of a field as a reader expects it: a number as in ``texts``, a shape in brackets."""
        if isinstance(value, dict):
            return self._phrase(value, texts)
        if isinstance(value, list):
            inner = ", ".join(self._shown(item, texts) for item in value)
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        if isinstance(value, str) and self.marks:
            # Text that a catalogue made has its marks.
            return value if isinstance(value, Said) else marked_field(name, value)
        # Use `texts` only for a float, because True equals 1 and an int may equal a float as a key.
        return texts.get(value, str(value)) if isinstance(value, float) else str(value)

    def _phrase(self, value: Mapping[str, Any], texts: Mapping[float, str]) -> str:
        """Return the text of a record of :mod:`torchgrade.model.phrases`."""
        if "phrase" in value:
            return self._filled(value["phrase"], value.get("values", {}), texts)
        separator = self._filled(f"page.list.{value['separator']}", {}, texts)
        return separator.join(self._shown(item, texts) for item in value["list"])

    def note(self, message_id: str, **values: Value) -> Note:
        """Return a filled-in record of an entry."""
        message = self.render(message_id, values)
        return Note(message_id=message_id, values=values, message=message)


def load_catalogue(folders: Iterable[Traversable], language: str = "en", part: str = "") -> Catalogue:
    """Join the catalogues of several folders; use English for entries that a language lacks.

    :param part: part to load, ``help`` for the files ``help.<language>.toml``; all parts if it is empty.
    """
    entries: dict[str, str] = {}
    english: set[str] = set()
    for folder in folders:
        files = sorted(folder.iterdir(), key=lambda file: file.name)
        for name in dict.fromkeys(("en", language)):
            found: dict[str, str] = {}
            for file in files:
                if file.name.endswith(f".{name}.toml") and (not part or file.name == f"{part}.{name}.toml"):
                    found.update(_flatten(tomllib.loads(file.read_text("utf-8"))))
            entries.update(found)
            if name == language:
                english.difference_update(found)
            else:
                english.update(found)
    return Catalogue(entries, language, english)


def in_english(words: Phrase) -> Told:
    """Return the English text of a phrase of the tool's catalogue."""
    text = Told(_english().words(words))
    text.phrase = words
    return text


@lru_cache(maxsize=1)
def _english() -> Catalogue:
    return load_catalogue([files("torchgrade") / "catalogues"])
