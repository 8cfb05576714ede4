"""Interface of layouts, and the choice of a folder's layout.

A layout is two functions over names (``torchgrade_deliveries``). The first function returns whether a folder looks like
its delivery, and the second reads every entry. Neither function opens a submission.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from msgspec import Struct

from torchgrade.errors import CourseError
from torchgrade.model.people import Person
from torchgrade.model.told import told

PLAIN = "plain"
"""Name of the layout in which each entry is a submission with its name as the id."""

INSIDE = "inside"
"""Name for the case that the class is in a folder or zip inside the given one."""

Text = Callable[[str], str | None]
"""Function that returns the text of a folder's entry by name, at most 4 MiB; None if unreadable."""


class Entry(Struct, frozen=True, kw_only=True, eq=False):
    """One name in a folder or an archive."""

    name: str
    """Name as written in the folder or archive."""
    is_folder: bool
    """True for a folder or a zip, which contain entries."""
    look: Callable[[], tuple[Entry, ...]] = tuple
    """Function that returns the entries of a folder; empty for a file and for a zip, which stays closed."""


class Role(enum.Enum):
    """Role of an entry in its delivery."""

    HANDED_IN = "handed in"
    """A file or a folder of one submission."""
    REFUSED = "refused"
    """An entry of the delivery without code; it is listed with the reason."""
    PASSED_OVER = "passed over"
    """An entry that belongs to no student; it is not listed."""
    STUDENTS = "students"
    """A folder whose own entries are the submissions; the same layout reads them if it recognises them."""


class Claim(Struct, frozen=True, kw_only=True):
    """Information that a layout reads from one name."""

    role: Role = Role.HANDED_IN
    """Role of the entry."""
    student: str = ""
    """Key of the submission: entries with the same key are one submission."""
    people: tuple[Person, ...] = ()
    """Submitters, as far as they are known."""
    file: str = ""
    """File name that the student chose; empty for a folder of files."""
    is_alone: bool = False
    """True if the entry is a submission by itself, even if another entry has the same key."""
    is_late: bool = False
    """True if the delivery marks the entry as late."""
    version: tuple[int, int] = (0, 0)
    """Version of the file. Of two files with the same name, the larger version counts, then the later ``timestamp``."""
    timestamp: str = ""
    """Time of submission, in a form in which later times sort last."""
    attempt: str = ""
    """Name of the attempt with this entry; empty if the delivery has no attempts.

    Only the attempt with the latest ``timestamp`` counts. If the order is unknown, all attempts are read and reported.
    """
    inner: tuple[str, ...] = ()
    """Names of the only entries in this folder that count, or paths to them; empty if all count."""
    superseded: tuple[str, ...] = ()
    """Entries of this folder that a later attempt replaces; they are listed for the instructor."""
    before: tuple[tuple[str, ...], ...] = ()
    """Entries of each attempt before the one that counts, the oldest attempt first; ``--all-attempts`` grades them."""
    why: str = ""
    """For ``REFUSED``, the id of a catalogue entry with the field ``name``."""


Claimed = Sequence[Claim | None]
"""Claims for the entries, in their order; None for a name that the layout does not know."""


class Layout(Struct, frozen=True, kw_only=True):
    """A layout that is ready for use."""

    name: str
    """Name for ``--layout``."""
    recognises: Callable[[Sequence[Entry]], bool]
    """Function that returns whether the entries of a folder look like this delivery."""
    read: Callable[[Sequence[Entry], Text], Claimed]
    """Function that reads every entry."""
    is_certain: bool
    """True if its marks are clear enough to search for an export inside a folder or an archive."""


def recognise(layouts: Sequence[Layout], entries: Sequence[Entry]) -> Layout | None:
    """Return the first layout that recognises the entries of a folder, or None.

    :raises CourseError: a layout failed.
    """
    for layout in layouts:
        try:
            if layout.recognises(entries):
                return layout
        except Exception as error:
            # Catch every error of a plugin, because the message must name the plugin.
            raise CourseError(told("error.plugin.layout", name=layout.name, reason=repr(error))) from error
    return None


def is_most(count: int, entries: Sequence[Entry]) -> bool:
    """Return whether a count is more than half of the entries."""
    return 2 * count > len(entries)
