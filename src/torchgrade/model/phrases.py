"""Fields of a message that are words: a phrase of the catalogue, a list, or a text that is not ours.

A record keeps ids and fields instead of words, so that every page shows the words in its own language (ruling 31).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from torchgrade.model.showable import show

Value = bool | int | float | str | list[Any] | dict[str, Any] | None
"""Value of a message's field: a number, a shape, a name, or a phrase."""


Phrase = dict[str, Any]
"""Record of this module: words that a catalogue turns into text."""

Words = str | Phrase
"""Entry of the catalogue, or a phrase that fills the entry's fields."""


def words(given: Words) -> Phrase:
    """Return the phrase for an entry, or the phrase itself."""
    return phrase(given) if isinstance(given, str) else given


def phrase(entry: str, **values: Value) -> Phrase:
    """Return the field for an entry of the catalogue with its own fields, such as "the output of the net"."""
    return {"phrase": entry, "values": values} if values else {"phrase": entry}


def listed(items: Iterable[Value], separator: str = "comma") -> Phrase:
    """Return the field for several texts or phrases.

    :param separator: name of an entry in ``[page.list]``: ``comma`` or ``semicolon``.
    """
    return {"list": list(items), "separator": separator}


def showable(value: Value, *, limit: int) -> Value:
    """Return a field in which each text is safe to show, as :func:`torchgrade.model.showable.show` makes it."""
    if isinstance(value, dict):
        return {name: showable(one, limit=limit) for name, one in value.items()}
    if isinstance(value, list):
        return [showable(one, limit=limit) for one in value]
    return show(value, limit=limit) if isinstance(value, str) else value
