"""What was found where submissions lie: records, and the bounds of reading (rulings 21 and 22)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from torchgrade.model.results import Note

DEPTH = 4
"""Levels of a folder in which files are looked for; an archive is a level too."""
MOST_FILES = 200
"""Files of one submission that are listed."""
FILE_BYTES = 2 << 20
"""The most that is read of one file."""
SUBMISSION_BYTES = 8 << 20
"""The most that is read of one submission."""

Claims = Callable[[str], bool]
"""Says for a file's name whether it is code."""


class Member(Struct, frozen=True, kw_only=True):
    """A file in a zip: enough to read it without the list of all the others."""

    offset: int
    """Where its own header begins."""
    compressed: int
    """Bytes that it takes there."""
    size: int
    """Bytes that it says it has."""
    crc: int
    """Checksum of these."""
    method: int
    """0 stored, 8 deflated."""
    mtime_ns: int
    """When it was last changed, as if on a clock of UTC: a zip names no zone."""


class FoundFile(Struct, frozen=True, kw_only=True):
    """One file that a reader claims."""

    name: str
    """Path inside the submission with forward slashes; bytes that are not UTF-8 are escaped."""
    path: Path
    """Where it lies on the disk, or the archive that holds it."""
    member: tuple[Member, ...] = ()
    """The way into that archive: a member, or one of a zip that is a member, and so on. Empty on the disk."""


class Person(Struct, frozen=True, kw_only=True):
    """One who handed in, as far as names in the delivery say; everything may be empty."""

    name: str = ""
    """Full name, as the delivery writes it."""
    number: str = ""
    """Student number."""
    login: str = ""
    """Account."""
    email: str = ""
    """Address."""
    lms: str = ""
    """The number by which the LMS knows the person."""


class Found(Struct, frozen=True, kw_only=True):
    """One submission."""

    submission: str
    """Its id in NFC: the key that the layout or the roster gives, else a file's name without suffix, or a folder's;
    ``~2`` where it is taken."""
    path: Path
    """The file, the folder or the archive on the disk; the first, if there are several."""
    files: list[FoundFile]
    """Sorted by name."""
    entries: tuple[str, ...] = ()
    """Names of the entries that it was made from, where they are not the last part of ``path``."""
    people: tuple[Person, ...] = ()
    """Who handed it in; several for a group, none where no name says it."""
    members: tuple[str, ...] = ()
    """Keys of the members of a group: each has a row of the gradebook."""
    is_late: bool = False
    """Whether the delivery marks it as late."""
    problems: list[Note] = field(default_factory=list)
    """What a person should look at in it."""
    remarks: list[Note] = field(default_factory=list)
    """What the delivery says of it: late, a group, an earlier file that was replaced."""

    @property
    def place(self) -> str:
        """Name of the first entry that it was made from."""
        return self.entries[0] if self.entries else self.path.name


class NotUnderstood(Struct, frozen=True, kw_only=True):
    """An input that is not a submission."""

    name: str
    """Its name, made showable."""
    note: Note
    """Why."""
    people: tuple[Person, ...] = ()
    """Who handed it in, as far as names say it."""
    further: list[Note] = field(default_factory=list)
    """More that was noticed in it."""


class Recognised(Struct, frozen=True, kw_only=True):
    """How the entries of one place were read."""

    place: str
    """The folder or archive, made showable."""
    layout: str
    """Name of the layout, or ``--pattern``."""


class Listing(Struct, frozen=True, kw_only=True):
    """What the paths hold."""

    found: list[Found] = field(default_factory=list)
    """Sorted by id."""
    not_understood: list[NotUnderstood] = field(default_factory=list)
    """One for each input that cannot be graded."""
    absent: list[NotUnderstood] = field(default_factory=list)
    """One for each row of the roster from which nothing came; the name is the row's key."""
    notes: list[Note] = field(default_factory=list)
    """What a person should look at and that belongs to no input, such as the encoding of the roster."""
    recognised: list[Recognised] = field(default_factory=list)
    """One for each folder or archive of several submissions that was not empty."""

    @property
    def problems(self) -> list[Note]:
        """All that a person should look at, of every input and of none; not who is absent."""
        refused = [note for one in self.not_understood for note in (one.note, *one.further)]
        return [*self.notes, *(note for one in self.found for note in one.problems), *refused]


class SubmittedBytes(Struct, frozen=True, kw_only=True):
    """The bytes of one file."""

    name: str
    """As in ``FoundFile``."""
    data: bytes
    """All of them."""
    mtime_ns: int
    """When it was last changed."""


def storable(name: str) -> str:
    """Return a name in NFC that can be kept and sent: bytes that are not UTF-8 are escaped."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "backslashreplace").decode("utf-8"))
