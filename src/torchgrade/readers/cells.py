"""What a reader returns, and what it raises where a file cannot be read."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from msgspec import Struct

from torchgrade.model.results import Note, Value

Say = Callable[..., Note]
"""``Catalogue.note``: makes a note from the id of an entry and its named fields."""
CODE_BYTES = 256 << 10
"""The most code that one file may hold (ruling 21)."""
MOST_NOTES = 20
"""Problems of one kind of a submission that are told one by one."""


def first_of(notes: Sequence[Note], more: Callable[[int], Note]) -> list[Note]:
    """Return the first notes, and behind them one that says how many were left out: a submission may bring 100,000."""
    left_out = len(notes) - MOST_NOTES
    return [*notes[:MOST_NOTES], *([more(left_out)] if left_out > 0 else [])]


class CellKind(enum.Enum):
    """What a notebook does with a cell."""

    CODE = "code"
    MARKDOWN = "markdown"
    RAW = "raw"
    FENCE = "fence"
    """A block of code in a document that no program runs."""
    COMMENT = "comment"
    """A cell of comments that begins with a cell magic, in a file that no export is known to have made."""


class Cell(Struct, frozen=True, kw_only=True):
    """One piece of code as handed in: a whole ``.py`` file, or one code cell of a notebook."""

    label: str
    """Empty for a ``.py`` file, ``cell 3`` for the third of all cells of a notebook."""
    source: str
    """Its text, decoded, with line feeds only; magics still stand in it."""
    submitted: str = ""
    """The text as submitted, if an export made comments or prose of code; every line keeps its number."""
    parts: tuple[tuple[int, int], ...] = ()
    """Index of the first line and behind the last of each notebook cell in it; empty if it is one cell."""
    kind: CellKind = CellKind.CODE


class UnreadableError(Exception):
    """A file that holds no code that can be read: a catalogue entry and its named fields."""

    def __init__(self, message_id: str, **values: Value) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = values

    def note(self, say: Say) -> Note:
        """Return the sentence that tells the student."""
        return say(self.message_id, **self.values)
