"""Text of an error, in English, with the phrase that says it in any language.

An error is raised in rooms that know no language. The command that shows it does.
"""

from __future__ import annotations

from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue, Told, in_english
from torchgrade.model.phrases import Phrase, Value, Words, phrase
from torchgrade.model.showable import show


def told(entry: str, **values: Value) -> Told:
    """Return the text of an entry of the tool's catalogue.

    :param values: fields of the entry; a text with a phrase is replaced by its phrase, also inside a list.
    """
    return in_english(phrase(entry, **{name: _field(value) for name, value in values.items()}))


def _field(value: Value) -> Value:
    if isinstance(value, dict):
        return {name: _field(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_field(one) for one in value]
    return field_of(value) if isinstance(value, str) else value


def told_as(text: str, words: Phrase | None) -> str:
    """Return a text from another process, with its phrase if it has one."""
    if words is None:
        return text
    carried = Told(text)
    carried.phrase = words
    return carried


def words_of(error: BaseException) -> Words:
    """Return the field for the text of an error: its phrase, or the text if it has no phrase."""
    return field_of(error.args[0]) if error.args and isinstance(error.args[0], Told) else str(error)


def field_of(text: str) -> Words:
    """Return the field for a text: its phrase, or the text itself if it has no phrase."""
    return text.phrase if isinstance(text, Told) else text


def reason_of(error: OSError) -> Words:
    """Return the field for the reason of an error: the system's own text, or a phrase if torchgrade raised it."""
    reason = error.strerror or str(error)
    return reason.phrase if isinstance(reason, Told) else show(reason)


def in_language(error: BaseException, catalogue: Catalogue) -> str:
    """Return the text of an error in the language of a catalogue; English if it has no phrase or no such entry."""
    try:
        return catalogue.words(words_of(error))
    except CourseError:
        # The language of a plugin may lack a field, and its mistake must not hide the error.
        return str(error)
