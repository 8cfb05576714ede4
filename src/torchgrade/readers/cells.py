"""Types shared by the readers: the cells they return and the error they raise if a file is unreadable."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from msgspec import Struct

from torchgrade.model.phrases import Value
from torchgrade.model.results import Note

Say = Callable[..., Note]
"""``Catalogue.note``: makes a note from the id of an entry and its named fields."""
CODE_BYTES = 256 << 10
"""Maximum size of the code in one file, in bytes (ruling 21)."""
MOST_NOTES = 20
"""Number of problems of one kind that are listed individually per submission."""


def first_of(notes: Sequence[Note], more: Callable[[int], Note]) -> list[Note]:
    """Return the first notes, followed by one note with the number of omitted notes.

    The list is cut because a submission may cause 100,000 notes.
    """
    left_out = len(notes) - MOST_NOTES
    return [*notes[:MOST_NOTES], *([more(left_out)] if left_out > 0 else [])]


class CellKind(enum.Enum):
    """Kind of a cell of a notebook."""

    CODE = "code"
    MARKDOWN = "markdown"
    RAW = "raw"
    FENCE = "fence"
    """A block of code in a document that is not executed by any program."""
    COMMENT = "comment"
    """A cell of comments that begins with a cell magic, in a file that is not from a known export."""


class Cell(Struct, frozen=True, kw_only=True):
    """One piece of code as submitted: a whole ``.py`` file, or one code cell of a notebook."""

    label: str
    """Empty for a ``.py`` file, ``cell 3`` for the third of all cells of a notebook."""
    source: str
    """Decoded text of the piece, including its magics, with line feeds only."""
    submitted: str = ""
    """The text as submitted, if an export turned code into comments or prose; every line keeps its number."""
    parts: tuple[tuple[int, int], ...] = ()
    """Index of the first line and after the last line of each notebook cell in it; empty for one cell."""
    kind: CellKind = CellKind.CODE


class UnreadableError(Exception):
    """A file without readable code: the id of a catalogue entry and its named fields."""

    def __init__(self, message_id: str, **values: Value) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = values

    def note(self, say: Say) -> Note:
        """Return the note for the student."""
        return say(self.message_id, **self.values)
