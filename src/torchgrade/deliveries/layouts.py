"""What a layout says of the entries of a folder, and which layout a folder has.

A layout is two functions over names (``torchgrade_deliveries``): one says whether a folder looks like its
delivery, the other reads every entry. Neither opens a submission.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from msgspec import Struct

from torchgrade.deliveries.found import Person
from torchgrade.errors import CourseError

PLAIN = "plain"
"""Name of the layout in which each entry is a submission and its name the id."""

INSIDE = "inside"
"""Name by which an instructor says that the class is in the folder or zip inside what was given."""

Text = Callable[[str], str | None]
"""Returns the text of an entry of the folder by its name, at most 4 MiB; None where it cannot be read."""


class Entry(Struct, frozen=True, kw_only=True, eq=False):
    """One name in a folder or an archive."""

    name: str
    """As it stands there."""
    is_folder: bool
    """Whether it is a folder or a zip, and holds entries itself."""
    look: Callable[[], tuple[Entry, ...]] = tuple
    """Returns the entries of a folder; none for a file and for a zip, which is not opened for this."""


class Role(enum.Enum):
    """What an entry is in its delivery."""

    HANDED_IN = "handed in"
    """A file or a folder of one submission."""
    REFUSED = "refused"
    """It belongs to the delivery and holds no code; it is listed with the reason."""
    PASSED_OVER = "passed over"
    """It is no student's: it is not even listed."""
    STUDENTS = "students"
    """A folder whose own entries are the submissions, read by the same layout if it recognises them."""


class Claim(Struct, frozen=True, kw_only=True):
    """What a layout reads from one name."""

    role: Role = Role.HANDED_IN
    """What the entry is."""
    student: str = ""
    """Key of the submission: entries of one key are one submission."""
    people: tuple[Person, ...] = ()
    """Who handed it in, as far as it is known."""
    file: str = ""
    """The name that the student gave the file; empty for a folder of files."""
    is_alone: bool = False
    """Whether it is a submission by itself even where another entry has the same key."""
    is_late: bool = False
    """Whether the delivery marks it as late."""
    version: tuple[int, int] = (0, 0)
    """Of two files of one name in one submission the greater counts; then the later ``timestamp``."""
    timestamp: str = ""
    """When it was handed in, in a form in which the later sorts behind the earlier."""
    attempt: str = ""
    """Name of the attempt that brought it; empty where the delivery knows none. Of several attempts of one submission
    only the one with the latest ``timestamp`` counts; where that is not known, all are read and it is told."""
    inner: tuple[str, ...] = ()
    """Names of the entries in this folder, or paths to them, that alone count; empty where all of it does."""
    superseded: tuple[str, ...] = ()
    """Entries of this folder that ``inner`` leaves out because a later attempt replaces them, for the instructor."""
    why: str = ""
    """Of ``REFUSED``: an entry of the catalogue with the field ``name``."""


Claimed = Sequence[Claim | None]
"""One for each entry, in their order; None where the layout does not know the name."""


class Layout(Struct, frozen=True, kw_only=True):
    """A layout that is ready to be used."""

    name: str
    """As ``--layout`` takes it."""
    recognises: Callable[[Sequence[Entry]], bool]
    """Says whether the entries of a folder look like this delivery."""
    read: Callable[[Sequence[Entry], Text], Claimed]
    """Reads every entry."""
    is_certain: bool
    """Whether its marks are so plain that an export inside a folder or an archive is looked for."""


def recognise(layouts: Sequence[Layout], entries: Sequence[Entry]) -> Layout | None:
    """Return the first layout that recognises the entries of a folder, or None where none does.

    :raises CourseError: a layout failed.
    """
    for layout in layouts:
        try:
            if layout.recognises(entries):
                return layout
        except Exception as error:
            # Whatever a plugin raises is its own; it must be named, not hidden.
            raise CourseError(f"The layout {layout.name!r} failed: {error!r}.") from error
    return None


def is_most(count: int, entries: Sequence[Entry]) -> bool:
    """Say whether a count is more than half of the entries."""
    return 2 * count > len(entries)
