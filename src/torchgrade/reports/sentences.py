"""Sentences of the pages, taken from the catalogue and made safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.foreign import MARKS, Said, marked
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import Note
from torchgrade.model.showable import LEFT_OUT, LIMIT, show, show_name

_LETTERS = re.compile("[A-Za-z]{2,}")


def own_name(check: str) -> str:
    """Return the name of a check without its exercise, which replaces a missing title."""
    return show_name(check.partition(".")[2])


class Sentences:
    """Catalogue in the form that pages need."""

    def __init__(self, catalogue: Catalogue, *, marks: bool = False) -> None:
        """Take the catalogue.

        :param marks: whether English on a page of another language gets marks
            (:func:`torchgrade.reports.languages.with_languages` turns them into attributes).
        """
        self.catalogue = catalogue.marking() if marks else catalogue
        self.language = catalogue.language
        self._kept = MARKS if self.catalogue.marks else ""

    def say(self, message_id: str, **values: Value) -> str:
        """Return a sentence of the pages, ``page.<id>``, filled in; an unknown id is an error."""
        return self._said(self.catalogue.render(f"page.{message_id}", values))

    def count(self, message_id: str, n: int, **values: Value) -> str:
        """Return the sentence for a number of objects: the entry ``.one`` or ``.many``."""
        return self.say(f"{message_id}.{'one' if n == 1 else 'many'}", n=n, **values)

    def words(self, value: Value) -> str:
        """Return the text of a single field."""
        return self._said(self.catalogue.words(value))

    def joined(self, texts: Iterable[str], separator: str = "comma") -> str:
        """Return several texts as one, with the separator ``page.list.<separator>``."""
        return self.words(listed(texts, separator))

    def text(self, text: str, *, limit: int = LIMIT, kept: str = "") -> str:
        """Return a text that is safe to show, with a line in this language where it is cut.

        :param kept: characters that :func:`torchgrade.model.showable.show` keeps.
        """
        return show(text, limit=limit, kept=kept, left_out=self.catalogue.entries.get("page.left_out", LEFT_OUT))

    def message(self, message_id: str, values: Mapping[str, Value], stored: str, *, limit: int = LIMIT) -> str:
        """Return the message of a record in this language, or its stored English text.

        The stored text is used if the catalogue lacks the entry or a field. A page of an old run must not fail because
        the course has new sentences.
        """
        if message_id in self.catalogue:
            try:
                return self._said(self.catalogue.render(message_id, values), limit=limit)
            except CourseError:
                pass
        return self._stored(stored, limit=limit)

    def title(self, check: str, stored: str = "") -> str:
        """Return the title of a check in this language.

        :param check: id of the check.
        :param stored: title in a record, for a course without titles in its catalogue; if it is empty, the check's own
            name is the title.
        """
        return self._entry(f"check.{check}.title", stored, limit=255) or own_name(check)

    def named(self, entry: str, stored: str) -> str:
        """Return the title of an exercise, a topic, a course or a section in this language, or its stored English.

        :param entry: entry of the title, as :mod:`torchgrade.courses.titles` names it.
        """
        text = show_name(" ".join(self.catalogue.entries.get(entry, stored).split()))
        is_ours = entry in self.catalogue and entry not in self.catalogue.english
        # An English title of one word is mostly the name of a function, which is in no language.
        return self._own(text) if is_ours else self.words(text)

    def requirement(self, check: str, stored: str) -> str:
        """Return the requirement of a check in this language, or its stored English text.

        :param check: id of the check.
        """
        return self._entry(f"check.{check}", stored, limit=500) or self.say("check.no_sentence")

    def note(self, note: Note, *, limit: int = LIMIT) -> str:
        """Return the sentence of a note."""
        return self.message(note.message_id, note.values, note.message, limit=limit)

    def _entry(self, entry: str, stored: str, limit: int) -> str:
        if entry not in self.catalogue:
            return self._stored(" ".join(stored.split()), limit=limit)
        # Do not fill in fields, because titles and requirements have no fields and may contain braces.
        text = self.text(" ".join(self.catalogue.gettext(entry).split()), limit=limit)
        return self._english(text) if entry in self.catalogue.english else self._own(text)

    def _stored(self, text: str, *, limit: int) -> str:
        """Return the English text of a record; a text that this class made is in the right language already."""
        return text if isinstance(text, Said) else self._english(self.text(text, limit=limit))

    def _english(self, text: str) -> str:
        return marked(text) if self._kept and _LETTERS.search(text) else self._own(text)

    def _said(self, text: str, *, limit: int = LIMIT) -> str:
        return self._own(self.text(text, limit=limit, kept=self._kept))

    def _own(self, text: str) -> str:
        """Return a text that gets no further marks; a plain one without marks, because JSON needs it."""
        return Said(text) if self._kept else text
