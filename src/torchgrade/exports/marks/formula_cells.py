"""Cells that a spreadsheet computes (CWE-1236; importers.md, section 13)."""

from __future__ import annotations

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # the last four are full-width


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet may compute a cell."""
    return text.startswith(_SIGNS)
