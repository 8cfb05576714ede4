"""Characters that Python refuses in code although they look like plain ones.

A page, a PDF or an input method adds these characters. Strings and comments stay unchanged, because every character is
allowed in them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(
    r'''
    (?: (?P<quote>"""|\'\'\') (?: \\. | (?!(?P=quote)). )*+ (?: (?P=quote) | \Z )
      | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'?
      | \#[^\n]*
    )
    | (?P<double>[“”„＂])(?P<in_double>[^“”„＂\n]*+)[“”＂]
    | (?P<single>[‘’‚＇])(?P<in_single>[^‘’‚＇\n]*+)[‘’＇]
    | (?P<sign>[^\x00-\x7f])
    ''',
    re.VERBOSE | re.DOTALL,
)
_PLAIN = {"、": ",", "。": ".", "−": "-", "–": "-", "‐": "-", "‑": "-"}
_FULL_WIDTH = range(0xFF01, 0xFF5F)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text with plain characters, with the same number of lines as before."""

    text: str
    line: int
    """Line of the first changed character, counted from 1; 0 if no character changed."""
    sign: str
    """Code point of the first changed character, such as ``U+FF08``."""


def _plain(sign: str) -> str:
    """Return the plain replacement of a character, or the character itself if Python accepts it."""
    if sign in _PLAIN:
        return _PLAIN[sign]
    if ord(sign) in _FULL_WIDTH:
        return chr(ord(sign) - 0xFEE0)
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    # Normalise a radical that a PDF has instead of the character, because Python accepts only the character in a name.
    normal = unicodedata.normalize("NFKC", sign)
    return normal if category == "So" and normal.isidentifier() else sign


def plain(text: str) -> Plain:
    """Return code with plain characters.

    Replace full-width characters, turn wide and hard spaces into spaces, and remove invisible characters.
    """
    first: list[re.Match[str]] = []

    def replaced(match: re.Match[str]) -> str:
        found = match[0]
        if match["sign"]:
            found = _plain(match["sign"])
        elif match["double"]:
            found = f'"{match["in_double"]}"'
        elif match["single"]:
            found = f"'{match['in_single']}'"
        if not first and found != match[0]:
            first.append(match)
        return found

    if text.isascii():
        return Plain(text, 0, "")
    made = _TOKEN.sub(replaced, text)
    if not first:
        return Plain(text, 0, "")
    return Plain(made, text.count("\n", 0, first[0].start()) + 1, f"U+{ord(first[0][0][0]):04X}")
