"""Signs that Python refuses in code and that look like plain ones: from a page, a PDF or an input method.

Strings and comments stay as they are: there every sign is allowed.
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
    """Text with plain signs, as many lines as before."""

    text: str
    line: int
    """Where the first sign was changed, counted from 1; 0 where none was."""
    sign: str
    """Its code point, ``U+FF08``."""


def _plain(sign: str) -> str:
    """Return what stands for a sign in code: itself where Python knows it."""
    if sign in _PLAIN:
        return _PLAIN[sign]
    if ord(sign) in _FULL_WIDTH:
        return chr(ord(sign) - 0xFEE0)
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    # A radical that a PDF has in the place of the character: Python would take the character in a name.
    normal = unicodedata.normalize("NFKC", sign)
    return normal if category == "So" and normal.isidentifier() else sign


def plain(text: str) -> Plain:
    """Return code with full-width signs made plain, wide and hard spaces made spaces, and invisible signs left out."""
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
