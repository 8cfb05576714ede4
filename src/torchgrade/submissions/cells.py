"""What a reader returns."""

from __future__ import annotations

from msgspec import Struct


class Cell(Struct, frozen=True, kw_only=True):
    """One piece of code as it was handed in: a whole ``.py`` file, or one code cell of a notebook."""

    label: str
    """Empty for a ``.py`` file, ``cell 3`` for the third cell of a notebook (all cells are counted, from 1)."""
    source: str
    """Its text, decoded, with line feeds only; magics still stand in it."""
