"""Cells that a spreadsheet computes (CWE-1236; importers.md, section 13)."""

from __future__ import annotations

import re

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # the last four are full-width
_ID = re.compile(r"[\w.][\w.@+\-]*")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet may compute a cell."""
    return text.startswith(_SIGNS)


def is_safe_id(text: str) -> bool:
    """Return whether an id has only characters of ids, so that it needs no apostrophe, which no importer removes."""
    return _ID.fullmatch(text) is not None
