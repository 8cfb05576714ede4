"""Which of the paths given are submissions (ruling 22), and their bytes (ruling 21)."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from torchgrade.errors import UsageError
from torchgrade.model.results import Note
from torchgrade.model.showable import show, show_name
from torchgrade.submissions.cells import first_of

if TYPE_CHECKING:
    from torchgrade.submissions.cells import Say

DEPTH = 4
"""Levels of a folder in which files are looked for."""
MOST_FILES = 200
"""Files of one submission that are listed."""
FILE_BYTES = 2 << 20
"""The most that is read of one file."""
SUBMISSION_BYTES = 8 << 20
"""The most that is read of one submission."""
_LEFT_OUT = frozenset({"__MACOSX", ".ipynb_checkpoints", "__pycache__"})
_STORE = "run.sqlite"

Claims = Callable[[str], bool]


class FoundFile(Struct, frozen=True, kw_only=True):
    """One file that a reader claims."""

    name: str
    """Path inside the submission with forward slashes; bytes that are not UTF-8 are escaped."""
    path: Path
    """Where it lies."""


class Found(Struct, frozen=True, kw_only=True):
    """One submission."""

    submission: str
    """Its id in NFC: a file's name without suffix, or a folder's; ``~2`` where it is taken."""
    path: Path
    """The file or the folder."""
    files: list[FoundFile]
    """Sorted by name."""


class NotUnderstood(Struct, frozen=True, kw_only=True):
    """An input that is not a submission."""

    name: str
    """Its name, made showable."""
    note: Note
    """Why."""


class Listing(Struct, frozen=True, kw_only=True):
    """What the paths hold."""

    found: list[Found] = field(default_factory=list)
    """Sorted by id."""
    not_understood: list[NotUnderstood] = field(default_factory=list)
    """One for each input that cannot be graded."""
    problems: list[Note] = field(default_factory=list)
    """All that a person should look at, the inputs that were not understood among them."""


class SubmittedBytes(Struct, frozen=True, kw_only=True):
    """The bytes of one file."""

    name: str
    """As in ``FoundFile``."""
    data: bytes
    """All of them."""
    mtime_ns: int
    """When it was last changed."""


def _storable(name: str) -> str:
    """Return a name in NFC that can be kept and sent: bytes that are not UTF-8 are escaped."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "backslashreplace").decode("utf-8"))


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name))


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name in _LEFT_OUT


class _Lister:
    """Collects while it walks."""

    def __init__(self, readers: Sequence[Claims], out: Path | None, say: Say) -> None:
        self.readers = readers
        self.out = os.path.realpath(out) if out is not None else None
        self.say = say
        self.listing = Listing()
        self.seen: set[str] = set()

    def problem(self, message_id: str, name: str, **values: str | int) -> Note:
        """Note something about a name that is made showable."""
        note = self.say(message_id, name=name, **values)
        self.listing.problems.append(note)
        return note

    def refuse(self, message_id: str, path: Path, **values: str | int) -> None:
        """Note an input that cannot be graded."""
        note = self.problem(message_id, show_name(path.name), **values)
        self.listing.not_understood.append(NotUnderstood(name=show_name(path.name), note=note))

    def is_claimed(self, name: str) -> bool:
        return any(claims(name) for claims in self.readers)

    def is_run(self, folder: Path) -> bool:
        """Say whether a folder is that of ``--out`` or of another run."""
        return os.path.realpath(folder) == self.out or os.path.lexists(folder / _STORE)

    def holds_code(self, folder: Path) -> bool:
        """Say whether code lies in the folder of a run, where no run puts any: a submission may look like one."""
        return any(self.is_claimed(path.name) for path in folder.iterdir())

    def entry(self, path: Path) -> None:
        """List one input."""
        # The folder is resolved, the entry itself is not: a link is not what it points to.
        place = os.path.join(os.path.realpath(path.parent), path.name)
        if place in self.seen:
            return
        self.seen.add(place)
        try:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                self.refuse("listing.symlink", path)
            elif stat.S_ISDIR(mode):
                self.folder(path)
            elif not stat.S_ISREG(mode):
                self.refuse("listing.not_regular", path)
            elif not self.is_claimed(path.name):
                self.refuse("listing.not_code", path)
            else:
                name = path.name.rpartition(".")[0] or path.name
                self.add(name, path, [FoundFile(name=_storable(path.name), path=path)])
        except OSError as error:
            self.refuse("listing.unreadable", path, reason=show(error.strerror or str(error)))

    def folder(self, path: Path) -> None:
        if self.is_run(path):
            if os.path.realpath(path) != self.out and self.holds_code(path):
                self.refuse("listing.run_with_code", path, store=_STORE)
            return
        files: list[FoundFile] = []
        before, shown = len(self.listing.problems), show_name(path.name)
        for file in self.walk(path, shown, 1):
            if len(files) == MOST_FILES:
                self.problem("listing.too_many", shown, limit=MOST_FILES)
                break
            files.append(FoundFile(name=_storable(file.relative_to(path).as_posix()), path=file))
        self.listing.problems[before:] = first_of(
            self.listing.problems[before:], lambda count: self.say("listing.more", name=shown, count=count)
        )
        if files:
            self.add(path.name, path, sorted(files, key=lambda file: file.name))
        else:
            self.refuse("listing.nothing_here", path)

    def walk(self, folder: Path, shown: str, depth: int) -> Iterator[Path]:
        """Return the files with code in a folder, to the depth that is read."""
        for path in _sorted(folder):
            if _is_left_out(path.name):
                continue
            # Shown part by part: a problem belongs to the submission whose name it begins with.
            name = f"{shown}/{show_name(path.name)}"
            try:
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode):
                    if self.is_claimed(path.name):
                        yield path
                elif stat.S_ISLNK(mode):
                    self.problem("listing.symlink", name)
                elif not stat.S_ISDIR(mode):
                    self.problem("listing.not_regular", name)
                elif depth == DEPTH:
                    self.problem("listing.too_deep", name, depth=DEPTH)
                elif not self.is_run(path):
                    yield from self.walk(path, name, depth + 1)
            except OSError as error:
                self.problem("listing.unreadable", name, reason=show(error.strerror or str(error)))

    def add(self, name: str, path: Path, files: list[FoundFile]) -> None:
        self.listing.found.append(Found(submission=_storable(name), path=path, files=files))

    def finish(self) -> Listing:
        """Sort, and give a second submission of one id an id of its own."""
        found = sorted(self.listing.found, key=lambda f: (f.submission, os.fsencode(f.path)))
        taken = {one.submission for one in found}
        given: set[str] = set()
        named: list[Found] = []
        for one in found:
            submission = one.submission
            number = 2
            while submission in given or (number > 2 and submission in taken):
                submission = f"{one.submission}~{number}"
                number += 1
            given.add(submission)
            if submission != one.submission:
                self.problem("listing.duplicate", show_name(one.path.name), submission=show_name(submission))
            named.append(Found(submission=submission, path=one.path, files=one.files))
        self.listing.found[:] = sorted(named, key=lambda f: f.submission)
        return self.listing


def list_submissions(paths: Sequence[Path], readers: Sequence[Claims], out: Path | None, say: Say) -> Listing:
    """List the submissions that the paths hold, without reading any.

    A file is a submission, and so is each file with code and each folder directly in a folder that
    was given. Links, pipes and the like are never followed; hidden entries and folders of runs are
    passed over.

    :param readers: say for a file's name whether it is code.
    :param out: the run folder, or None.
    :param say: makes notes (``Catalogue.note``).
    Raise ``UsageError`` where a path does not exist or a folder cannot be listed.
    """
    lister = _Lister(readers, out, say)
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"There is no file or folder {show_name(str(path))}. Check how it is spelled.")
        if not path.is_dir():
            lister.entry(path)
            continue
        try:
            entries = [entry for entry in _sorted(path) if not _is_left_out(entry.name)]
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"The folder {show_name(str(path))} cannot be read: {reason}.") from error
        for entry in entries:
            lister.entry(entry)
    return lister.finish()


def _read(path: Path) -> tuple[bytes, int, int]:
    """Return the start of a regular file, its size and its time of change; raise ``OSError``."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(0, "it is not a regular file")
        data = file.read(FILE_BYTES + 1)
        return data, max(facts.st_size, len(data)), facts.st_mtime_ns


def read_bytes(found: Found, say: Say) -> tuple[list[SubmittedBytes], list[Note]]:
    """Read the files of a submission; return them, and a note for each that was left out."""
    files: list[SubmittedBytes] = []
    notes: list[Note] = []
    total = 0
    for one in found.files:
        name = show_name(one.name)
        try:
            data, size, mtime_ns = _read(one.path)
        except OSError as error:
            reason = show(error.strerror or str(error))
            notes.append(say("listing.unreadable", name=name, reason=reason))
            continue
        if len(data) > FILE_BYTES:
            kib = {"kib": size >> 10, "limit_kib": FILE_BYTES >> 10}
            notes.append(say("listing.too_large", name=name, **kib))
        elif total + len(data) > SUBMISSION_BYTES:
            notes.append(say("listing.too_much", name=name, limit_kib=SUBMISSION_BYTES >> 10))
        else:
            total += len(data)
            files.append(SubmittedBytes(name=one.name, data=data, mtime_ns=mtime_ns))
    shown = show_name(found.path.name)
    return files, first_of(notes, lambda count: say("listing.more", name=shown, count=count))
