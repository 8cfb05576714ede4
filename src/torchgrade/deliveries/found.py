"""Records of found submissions, and the limits of reading (rulings 21 and 22)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from torchgrade.model.people import Enrolled, Person
from torchgrade.model.results import Note

DEPTH = 4
"""Maximum number of levels of a folder that are searched for files; an archive is a level too."""
MOST_FILES = 200
"""Maximum number of listed files of one submission."""
FILE_BYTES = 2 << 20
"""Maximum number of bytes read from one file."""
SUBMISSION_BYTES = 8 << 20
"""Maximum number of bytes read from one submission."""

Claims = Callable[[str], bool]
"""Function that returns whether a file name is the name of code."""


class Member(Struct, frozen=True, kw_only=True):
    """A file in a zip, with enough data to read it without the list of members."""

    offset: int
    """Position of the file's own header."""
    compressed: int
    """Number of compressed bytes."""
    size: int
    """Declared number of bytes."""
    crc: int
    """Declared checksum of the bytes."""
    method: int
    """0 stored, 8 deflated."""
    mtime_ns: int
    """Time of the last change, read as UTC because a zip contains no time zone."""


class FoundFile(Struct, frozen=True, kw_only=True):
    """One file that a reader claims."""

    name: str
    """Path inside the submission with forward slashes; bytes that are not UTF-8 are escaped."""
    path: Path
    """Path of the file on the disk, or of the archive that contains it."""
    member: tuple[Member, ...] = ()
    """Path inside that archive: a member, or a member of a zip that is a member, and so on. Empty on the disk."""


class EarlierAttempt(Struct, frozen=True, kw_only=True):
    """An attempt before the one that counts, in the same delivery."""

    files: list[FoundFile]
    """Files of the attempt, sorted by name."""
    at: str = ""
    """Time of submission, ``2026-11-02 10:15:00``; empty if the delivery does not contain it."""


class Found(Struct, frozen=True, kw_only=True):
    """One submission."""

    submission: str
    """Id of the submission in NFC: the key from the layout or the roster, otherwise a name without suffix.

    The name is that of a file or a folder. ``~2`` is added if the id is taken.
    """
    path: Path
    """Path of the file, the folder or the archive on the disk; the first path if there are several."""
    files: list[FoundFile]
    """Sorted by name."""
    entries: tuple[str, ...] = ()
    """Names of its entries, if they differ from the last component of ``path``."""
    people: tuple[Person, ...] = ()
    """Submitters; several for a group, empty if the names show no submitter."""
    members: tuple[str, ...] = ()
    """Keys of the members of a group: each member has a row of the gradebook."""
    enrolled: tuple[Enrolled, ...] = ()
    """Its people with their keys, if the roster or the delivery names them; the id of the submission is left empty."""
    layout: str = ""
    """Name of the layout that read its entries; empty for a plain file or folder."""
    is_late: bool = False
    """True if the delivery marks the submission as late."""
    at: str = ""
    """Time of submission, ``2026-11-02 10:15:00``; empty if the delivery does not contain it."""
    earlier: tuple[EarlierAttempt, ...] = ()
    """Attempts before this one, the oldest one first; empty unless all attempts were asked for."""
    problems: list[Note] = field(default_factory=list)
    """Notes on the submission for a person to check."""
    remarks: list[Note] = field(default_factory=list)
    """Notes on facts in the delivery: late, a group, an earlier file that was replaced."""

    @property
    def place(self) -> str:
        """Name of the first entry of the submission."""
        return self.entries[0] if self.entries else self.path.name


class NotUnderstood(Struct, frozen=True, kw_only=True):
    """An input that is not a submission."""

    name: str
    """Showable name of the input."""
    note: Note
    """Reason."""
    people: tuple[Person, ...] = ()
    """Submitters, as far as names show them."""
    further: list[Note] = field(default_factory=list)
    """Further notes on the input."""


class Recognised(Struct, frozen=True, kw_only=True):
    """Layout of the entries of one place."""

    place: str
    """Showable name of the folder or archive."""
    layout: str
    """Name of the layout, or ``--pattern``."""


class Listing(Struct, frozen=True, kw_only=True):
    """Content of the given paths."""

    found: list[Found] = field(default_factory=list)
    """Sorted by id."""
    not_understood: list[NotUnderstood] = field(default_factory=list)
    """Inputs that cannot be graded."""
    absent: list[NotUnderstood] = field(default_factory=list)
    """Rows of the roster without a submission; the name is the row's key."""
    notes: list[Note] = field(default_factory=list)
    """Notes for a person that belong to no single input, such as the encoding of the roster."""
    recognised: list[Recognised] = field(default_factory=list)
    """Layouts of the folders and archives with several submissions; empty ones are left out."""

    @property
    def problems(self) -> list[Note]:
        """All notes for a person to check, on single inputs and on all of them; without absent students."""
        refused = [note for one in self.not_understood for note in (one.note, *one.further)]
        return [*self.notes, *(note for one in self.found for note in one.problems), *refused]


class SubmittedBytes(Struct, frozen=True, kw_only=True):
    """The bytes of one file."""

    name: str
    """Name as in ``FoundFile``."""
    data: bytes
    """All bytes of the file."""
    mtime_ns: int
    """Time of the last change."""


def storable(name: str) -> str:
    """Return a name in NFC that can be stored and sent; escape bytes that are not UTF-8."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "backslashreplace").decode("utf-8"))
