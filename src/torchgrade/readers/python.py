"""Reader of ``.py`` files."""

from __future__ import annotations

import contextlib

from torchgrade.readers import notebook
from torchgrade.readers.cells import Cell, CellKind, UnreadableError
from torchgrade.readers.decoding import decode
from torchgrade.readers.exports import uncovered


def claims(name: str) -> bool:
    """Return whether a file with this name is a Python file."""
    return name.lower().endswith(".py")


def cells(data: bytes) -> list[Cell]:
    """Return the file as one cell, or the cells of a notebook with a wrong suffix.

    Code that an export of a notebook turned into comments is code again. Cells of comments that may be such code are
    separate cells.

    Raise ``UnreadableError`` if the file is empty, is not text, or contains null bytes.
    """
    text = decode(data)
    if text.lstrip()[:1] == "{" and '"nbformat"' in text:
        with contextlib.suppress(UnreadableError):
            return notebook.cells(data)
    code = uncovered(text)
    return [
        Cell(label="", source=code.text, submitted=text if code.text != text else "", parts=code.parts),
        *(
            Cell(label="", source="\n" * first + comment, submitted=text, kind=CellKind.COMMENT)
            for first, comment in code.comments
        ),
    ]
