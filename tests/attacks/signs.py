"""Signs that act on a terminal or a page, and so may stand in nothing that a person reads."""

from __future__ import annotations

ACTING = frozenset(
    {chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))}
    | set("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""All controls but tab, line feed and carriage return; what turns the direction of text; separators of lines."""


def acting_in(text: str) -> list[str]:
    """Return those of the signs that a text has."""
    return sorted(ACTING & set(text))
