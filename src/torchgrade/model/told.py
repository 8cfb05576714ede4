"""Text of an error, in English, with the phrase that says it in any language.

An error is raised in rooms that know no language. The command that shows it does.
"""

from __future__ import annotations

from torchgrade.model.catalogue import Catalogue, Told, in_english
from torchgrade.model.phrases import Value, Words, phrase


def told(entry: str, **values: Value) -> Told:
    """Return the text of an entry of the tool's catalogue."""
    return in_english(phrase(entry, **values))


def words_of(error: BaseException) -> Words:
    """Return the field for the text of an error: its phrase, or the text itself if it has none."""
    text = error.args[0] if error.args else ""
    return text.phrase if isinstance(text, Told) else str(error)


def in_language(error: BaseException, catalogue: Catalogue) -> str:
    """Return the text of an error in the language of a catalogue; English if the text has no phrase."""
    return catalogue.words(words_of(error))
