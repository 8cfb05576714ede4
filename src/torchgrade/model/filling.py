"""Fields of a sentence filled in, with the spaces around them that Chinese typography asks for.

A Chinese sentence has a space between an ideograph and a name in Latin letters. The same field may be a Chinese name,
and there is no space between two ideographs.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from torchgrade.model.foreign import MARKS

_Part = tuple[str, str | None]
"""Text of a sentence, and the name of the field after it or None."""


def filled(template: str, fields: Mapping[str, str]) -> str:
    """Return a sentence with its fields, without the spaces that would be between two full-width characters.

    :raises KeyError, IndexError, ValueError: as ``str.format_map``.
    """
    parts = _parts(template)
    if not parts:
        return template.format_map(fields)
    made = ""
    for literal, name in parts:
        text = literal
        if text.startswith(" ") and _ends_wide(made) and _begins_wide(text[1:] or fields.get(name or "", "")):
            text = text[1:]
        if name is not None:
            value = fields[name]
            if text.endswith(" ") and _ends_wide(text[:-1]) and _begins_wide(value):
                text = text[:-1]
            text += value
        made += text
    return made


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[_Part, ...]:
    """Return the parts of a sentence with full-width characters beside plain fields; otherwise no parts."""
    if not any(map(_is_wide, template)):
        return ()
    parts = list(string.Formatter().parse(template))
    if any(spec or conversion or (name is not None and not name.isidentifier()) for _, name, spec, conversion in parts):
        return ()
    return tuple((literal, name) for literal, name, _, _ in parts)


def _begins_wide(text: str) -> bool:
    # A mark of English shows nothing, but Unicode counts it as wide.
    return _is_wide(text.lstrip(MARKS)[:1])


def _ends_wide(text: str) -> bool:
    return _is_wide(text.rstrip(MARKS)[-1:])


def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in {"W", "F"}
