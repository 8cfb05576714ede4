"""Submissions among the given paths (ruling 22), and their bytes (ruling 21)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from torchgrade.deliveries.archives import ArchiveError, Held, read_member
from torchgrade.deliveries.collector import Collector
from torchgrade.deliveries.drive import joined
from torchgrade.deliveries.enrolment import enrol
from torchgrade.deliveries.found import (
    DEPTH,
    FILE_BYTES,
    MOST_FILES,
    SUBMISSION_BYTES,
    Claims,
    Found,
    FoundFile,
    Listing,
    NotUnderstood,
    SubmittedBytes,
)
from torchgrade.deliveries.groups import name_members
from torchgrade.deliveries.layouts import PLAIN
from torchgrade.deliveries.looking import archive_note, sort_out
from torchgrade.deliveries.opening import open_regular
from torchgrade.deliveries.places import Allowance, Node, NodeKind, entries, on_disk
from torchgrade.deliveries.reading import Delivery, Reader
from torchgrade.errors import UsageError
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.model.told import reason_of, told
from torchgrade.readers.cells import first_of

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

__all__ = [
    "DEPTH",
    "FILE_BYTES",
    "MOST_FILES",
    "SUBMISSION_BYTES",
    "Claims",
    "Found",
    "FoundFile",
    "Listing",
    "NotUnderstood",
    "SubmittedBytes",
    "list_submissions",
    "list_work",
    "read_bytes",
]


def list_submissions(
    paths: Sequence[Path],
    readers: Sequence[Claims],
    out: Path | None,
    say: Say,
    delivery: Delivery | None = None,
) -> Listing:
    """List the submissions in the paths by names; read code only if names leave the owner open.

    A file is a submission. In a given folder, or an archive with a delivery, the layout decides which entries are
    submissions. Without a layout, each file with code, each folder and each archive directly in it is a submission.
    Links, pipes and similar entries are never followed. Hidden entries and folders of runs are skipped.

    :param readers: functions that return whether a file name is the name of code.
    :param out: the run folder, or None.
    :param say: makes notes (``Catalogue.note``).
    :param delivery: settings for reading entries; None if a path is one person's own work.

    Raise ``UsageError`` if a path does not exist or a folder cannot be listed.
    """
    asked = delivery or Delivery(layout=PLAIN)
    collector = Collector(readers, out, say, asked.roster, all_attempts=asked.all_attempts)
    reader = Reader(collector, asked)
    if delivery is not None and delivery.pattern is None:
        paths = _without_downloads(reader, paths)
    for path in paths:
        shown = show_name(str(path))
        if not os.path.lexists(path):
            raise UsageError(told("error.listing.missing", name=shown))
        node = on_disk(path)
        if path.is_dir():
            _folder(reader, path, shown)
        elif not collector.is_new(node):
            continue
        elif node.kind is NodeKind.ARCHIVE and delivery is not None:
            _archive(reader, collector, node, shown)
        else:
            collector.alone(node)
    _sort_out(collector.listing, say)
    if delivery is not None and delivery.roster is not None:
        enrol(collector.listing, delivery.roster, say)
    if delivery is not None:
        name_members(collector.listing, say)
    return _number(collector.listing, say)


def list_work(path: Path, readers: Sequence[Claims], say: Say) -> Listing:
    """List a file or a folder of a student as one submission."""
    collector = Collector(readers, None, say)
    collector.alone(on_disk(path))
    _sort_out(collector.listing, say)
    return collector.listing


def _without_downloads(reader: Reader, paths: Sequence[Path]) -> list[Path]:
    """List the downloads with several given parts, and return the other paths."""
    nodes = {path: on_disk(path) for path in paths}
    rest, downloads = joined(list(nodes.values()))
    for whole in downloads:
        reader.place(whole, entries(whole, Allowance()), show_name(whole.name))
    kept = set(map(id, rest))
    return [path for path, node in nodes.items() if id(node) in kept]


def _folder(reader: Reader, path: Path, shown: str) -> None:
    node = Node(name=path.name, kind=NodeKind.FOLDER, path=path)
    try:
        inside = entries(node, Allowance())
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(told("error.listing.folder", name=shown, reason=reason)) from error
    reader.place(node, inside, shown)


def _archive(reader: Reader, collector: Collector, node: Node, shown: str) -> None:
    try:
        inside = entries(node, Allowance())
    except ArchiveError as error:
        collector.refuse(archive_note(node, show_name(node.name), error, collector.say), node.name)
    except OSError as error:
        reason = reason_of(error)
        collector.refuse(collector.say("listing.unreadable", name=show_name(node.name), reason=reason), node.name)
    else:
        reader.place(node, inside, shown)


def _sort_out(listing: Listing, say: Say) -> None:
    """Remove files whose content differs from the kind in their names, and submissions without other files."""
    found: list[Found] = []
    for one in listing.found:
        files, notes = sort_out(one, say)
        if not notes:
            found.append(one)
            continue
        shown = show_name(one.place)
        notes = first_of(notes, lambda count, shown=shown: say("listing.more", name=shown, count=count))  # type: ignore[misc]
        if files:
            found.append(structs.replace(one, files=files, problems=[*one.problems, *notes]))
        else:
            listing.not_understood.extend(_refused(one, notes))
    listing.found[:] = found


def _refused(one: Found, notes: list[Note]) -> list[NotUnderstood]:
    """Return each entry of a submission without a readable file, with its own note or otherwise the first one."""
    refused: list[NotUnderstood] = []
    left = list(notes)
    for shown in map(show_name, one.entries or (one.place,)):
        note = next((note for note in left if note.values.get("name") == shown), None)
        if note is not None:
            left.remove(note)
        refused.append(NotUnderstood(name=shown, note=note or notes[0], people=one.people))
    left = [note for note in left if all(note is not one.note for one in refused)]
    refused[0].further.extend([*left, *one.problems, *one.remarks])
    return refused


def _number(listing: Listing, say: Say) -> Listing:
    """Sort the submissions, and give a new id to a second submission with the same id."""
    found = sorted(listing.found, key=lambda f: (f.submission, os.fsencode(f.path), f.entries))
    taken = {one.submission for one in found}
    given: set[str] = set()
    next_number: dict[str, int] = {}
    named: list[Found] = []
    for one in found:
        submission = one.submission
        number = next_number.get(submission, 2)
        while submission in given or (number > 2 and submission in taken):
            submission = f"{one.submission}~{number}"
            number += 1
        next_number[one.submission] = number
        given.add(submission)
        problems = one.problems
        if submission != one.submission:
            note = say("listing.duplicate", name=show_name(one.place), submission=show_name(submission))
            problems = [*problems, note]
        named.append(structs.replace(one, submission=submission, problems=problems))
    listing.found[:] = sorted(named, key=lambda f: f.submission)
    return listing


def _read_disk(path: Path) -> tuple[bytes, int, int]:
    """Return the start of a regular file, its size and its time of change; raise ``OSError``."""
    with open_regular(path) as file:
        facts = os.fstat(file.fileno())
        data = file.read(FILE_BYTES + 1)
        return data, max(facts.st_size, len(data)), facts.st_mtime_ns


def _read_member(one: FoundFile, held: Held) -> tuple[bytes, int, int]:
    """Return the bytes of a file in an archive, their number and the time of change.

    :raises OSError: the archive cannot be opened.
    :raises ArchiveError: the archive is broken, or the file is too large.
    """
    member = one.member[-1]
    data = read_member(held.open(one.path, one.member[:-1]), member, FILE_BYTES)
    return data, len(data), member.mtime_ns


def read_bytes(found: Found, say: Say) -> tuple[list[SubmittedBytes], list[Note]]:
    """Read the files of a submission; return them, and a note for each omitted file."""
    files: list[SubmittedBytes] = []
    notes: list[Note] = []
    total = 0
    with Held() as held:
        for one in found.files:
            name = show_name(one.name)
            try:
                data, size, mtime_ns = _read_member(one, held) if one.member else _read_disk(one.path)
            except ArchiveError as error:
                notes.append(say(error.message_id, name=name, **error.values))
                continue
            except OSError as error:
                reason = reason_of(error)
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
    shown = show_name(found.place)
    return files, first_of(notes, lambda count: say("listing.more", name=shown, count=count))
