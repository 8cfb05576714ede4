"""Text inside Markdown of GitHub that stays text, whatever it contains."""

from __future__ import annotations

import re

_ACTING = re.compile(r"[\\`*_\[\]<>#|@~$&]|://|(?<=www)\.|:(?=:|[\w+-]+:)", re.IGNORECASE)
"""Markup, tables, mentions, references, formulas, addresses, the names of emoji, and ``::`` of a workflow command."""
_STARTING = re.compile(r"(?:[-+=]|\d+[.)])")
"""Start of a line that makes a list or a heading of it."""


def escaped(text: str) -> str:
    """Return a text on one line in which no sign acts: each becomes a character reference, and a line end a blank.

    A reference is never part of the structure (CommonMark 0.31, section 2.5).
    """
    line = _ACTING.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", " ".join(text.split()))
    started = _STARTING.match(line)
    if started is None:
        return line
    last = started.end() - 1
    return f"{line[:last]}&#{ord(line[last])};{line[last + 1 :]}"
