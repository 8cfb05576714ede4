"""The reader of ``.tg.md``: Markdown whose code stands in blocks fenced with three backticks and ``python``."""

from __future__ import annotations

from torchgrade.readers.cells import Cell, UnreadableError
from torchgrade.readers.decoding import decode

_OPEN, _CLOSE = "```python", "```"


def claims(name: str) -> bool:
    """Say whether a file of that name is of this format."""
    return name.lower().endswith(".tg.md")


def cells(data: bytes) -> list[Cell]:
    """Return the fenced blocks in order, ``block 1``, ``block 2``, ...; a block that is not closed ends with the file.

    Raise ``UnreadableError`` where the file is empty, is not text, or has no such block.
    """
    blocks: list[list[str]] = []
    inside = False
    for line in decode(data).split("\n"):
        if inside and line.rstrip() == _CLOSE:
            inside = False
        elif inside:
            blocks[-1].append(line)
        elif line.rstrip() == _OPEN:
            inside = True
            blocks.append([])
    if not blocks:
        raise UnreadableError("tinycourse.no_block", fence=_OPEN)
    return [Cell(label=f"block {number}", source="\n".join(block)) for number, block in enumerate(blocks, 1)]
