"""Text of an error, in English, with the phrase that says it in any language.

An error is raised in rooms that know no language. The command that shows it does.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.phrases import Phrase, Value, phrase


class Told(str):
    """English text, made from an entry of the tool's catalogue."""

    phrase: Phrase
    """Entry and fields of the text."""


def told(entry: str, **values: Value) -> Told:
    """Return the text of an entry of the tool's catalogue."""
    words = phrase(entry, **values)
    text = Told(_english().words(words))
    text.phrase = words
    return text


def in_language(error: BaseException, catalogue: Catalogue) -> str:
    """Return the text of an error in the language of a catalogue; English if the text has no phrase."""
    text = error.args[0] if error.args else ""
    return catalogue.words(text.phrase) if isinstance(text, Told) else str(error)


@lru_cache(maxsize=1)
def _english() -> Catalogue:
    return load_catalogue([files("torchgrade") / "catalogues"])
