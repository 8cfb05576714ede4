"""Functions that make text from a submission safe to show (ruling 32)."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 4096
LEFT_OUT = "… {n} characters left out …"
"""Line in the middle of a text that is too long."""
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
# Keep the two joiners, because the spelling of words and combined emoji need them.
_KEPT = {"\n", "\t", "\u200c", "\u200d"}
# JSON escapes C0 always. These are DEL and C1, the bidirectional controls and the line separators.
_ACTING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _escape(char: str) -> str:
    code = ord(char)
    if char in _KEPT:
        return char
    if 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp"):
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char


def show(text: str, *, limit: int = LIMIT, kept: str = "", left_out: str = LEFT_OUT) -> str:
    """Return text in which characters that could act on a terminal or a page are visible escapes.

    These characters become escapes: C0 and C1 controls (with ANSI escapes), format characters, line separators,
    surrogates and the marks of :mod:`torchgrade.model.foreign`. Format characters include bidirectional controls and
    characters of no width, but the joiners stay. Memory addresses become ``0x…``, so that a result repeats. A text with
    more than ``limit`` characters becomes its head and its tail. Line feeds and tabs stay. The template escapes HTML.

    :param kept: further characters that stay.
    :param left_out: line between head and tail, with the field ``n``.
    """
    if len(text) > limit:
        half = limit // 2
        line = left_out.format(n=len(text) - 2 * half)
        text = f"{text[:half]}\n{line}\n{text[-half:]}"
    if not text.isprintable():
        text = "".join(
            char if char.isprintable() or char in kept else _escape(char) for char in text.replace("\r\n", "\n")
        )
    return _ADDRESS.sub("0x…", text)


def show_name(name: str) -> str:
    """Return at most 255 characters of a file name, on one line."""
    return show(name, limit=255).replace("\n", "\\x0a").replace("\t", "\\x09")


def harmless_json(line: str) -> str:
    """Return a line of JSON with the same meaning that moves nothing on a terminal.

    An id may contain any character.
    """
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
