"""Sentences of the pages, taken from the catalogue and made safe to show."""

from __future__ import annotations

from collections.abc import Mapping

from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value
from torchgrade.model.results import Note
from torchgrade.model.showable import show, show_name


def own_name(check: str) -> str:
    """Return the name of a check without its exercise, which replaces a missing title."""
    return show_name(check.partition(".")[2])


class English(str):
    """Text that stayed English on a page of another language."""

    __slots__ = ()


class Sentences:
    """Catalogue in the form that pages need."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.language = catalogue.language

    def say(self, message_id: str, **values: Value) -> str:
        """Return a sentence of the pages, ``page.<id>``, filled in; an unknown id is an error."""
        return show(self.catalogue.render(f"page.{message_id}", values))

    def count(self, message_id: str, n: int, **values: Value) -> str:
        """Return the sentence for a number of objects: the entry ``.one`` or ``.many``."""
        return self.say(f"{message_id}.{'one' if n == 1 else 'many'}", n=n, **values)

    def message(self, message_id: str, values: Mapping[str, Value], stored: str, *, limit: int = 4096) -> str:
        """Return the message of a record in this language, or its stored English text.

        The stored text is used if the catalogue lacks the entry or a field. A page of an old run must not fail because
        the course has new sentences.
        """
        if message_id in self.catalogue:
            try:
                text = self.catalogue.render(message_id, values)
            except CourseError:
                return self._in_english(show(stored, limit=limit))
            return self._spoken(message_id, show(text, limit=limit))
        return self._in_english(show(stored, limit=limit))

    def title(self, check: str, stored: str = "") -> str:
        """Return the title of a check in this language.

        :param check: id of the check.
        :param stored: title in a record, for a course without titles in its catalogue; if it is empty, the check's own
            name is the title.
        """
        entry = f"check.{check}.title"
        return self._spoken(entry, show_name(self._text(entry, stored)) or own_name(check))

    def named(self, entry: str, stored: str) -> str:
        """Return the title of an exercise, a topic, a course or a section in this language, or its stored English.

        :param entry: entry of the title, as :mod:`torchgrade.courses.titles` names it.
        """
        return self._spoken(entry, show_name(self._text(entry, stored)))

    def requirement(self, check: str, stored: str) -> str:
        """Return the requirement of a check in this language, or its stored English text.

        :param check: id of the check.
        """
        entry = f"check.{check}"
        return self._spoken(entry, show(self._text(entry, stored), limit=500) or self.say("check.no_sentence"))

    def _text(self, entry: str, stored: str) -> str:
        # Do not fill in fields, because titles and requirements have no fields and may contain braces.
        text = self.catalogue.gettext(entry) if entry in self.catalogue else stored
        return " ".join(text.split())

    def _spoken(self, entry: str, text: str) -> str:
        known = entry in self.catalogue and entry not in self.catalogue.english
        return text if known else self._in_english(text)

    def _in_english(self, text: str) -> str:
        return English(text) if text and self.language != "en" else text

    def note(self, note: Note, *, limit: int = 4096) -> str:
        """Return the sentence of a note."""
        return self.message(note.message_id, note.values, note.message, limit=limit)
