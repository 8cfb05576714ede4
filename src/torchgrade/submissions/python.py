"""The reader of ``.py`` files."""

from __future__ import annotations

from torchgrade.submissions.cells import Cell
from torchgrade.submissions.decoding import decode


def claims(name: str) -> bool:
    """Say whether a file of that name is a Python file."""
    return name.lower().endswith(".py")


def cells(data: bytes) -> list[Cell]:
    """Return the file as one cell.

    Raise ``UnreadableError`` where it is empty, is not text, or holds null bytes.
    """
    return [Cell(label="", source=decode(data))]
