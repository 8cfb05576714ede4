"""Examination of the first bytes of files that cannot be graded, to name their kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from torchgrade.deliveries.archives import ArchiveError, Held, is_other_archive, read_head
from torchgrade.deliveries.contents import HEAD, Content, content_of
from torchgrade.deliveries.found import DEPTH, Found, FoundFile, Member
from torchgrade.deliveries.opening import open_regular
from torchgrade.deliveries.places import MOST_LOOKS, Allowance, Node, NodeKind, entries
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.readers.cells import MOST_NOTES

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

_BROKEN = "deliveries.archive_broken"
_EMPTY = "content.empty"


def _content(held: Held, path: Path, member: tuple[Member, ...], name: str) -> Content | None:
    """Return the kind of a file, or None if the name is correct or the file is unreadable."""
    try:
        if member:
            head = read_head(held.open(path, member[:-1]), member[-1], HEAD)
        else:
            with open_regular(path) as file:
                head = file.read(HEAD)
    except (ArchiveError, OSError):
        return None
    return content_of(head, name)


def _note(content: Content, shown: str, say: Say) -> Note:
    return say(content.message_id, name=shown, **content.values)


def content_note(node: Node, shown: str, say: Say) -> Note | None:
    """Return a note on the kind of a file if it differs from the kind in its name.

    :param shown: path of the file in messages.
    """
    with Held() as held:
        found = _content(held, node.path, node.member, node.name)
    return None if found is None else _note(found, shown, say)


def unclaimed_notes(node: Node, shown: str, say: Say) -> list[Note]:
    """Return a note on an unclaimed file whose name looks like code or an archive."""
    note = content_note(node, shown, say)
    if note is None and is_other_archive(node.name):
        note = say("deliveries.other_archive", name=shown)
    return [] if note is None else [note]


def archive_note(node: Node, shown: str, error: ArchiveError, say: Say) -> Note:
    """Return the reason for not reading an archive; name the real kind of a file that is not a zip."""
    note = content_note(node, shown, say) if error.message_id == _BROKEN else None
    return note or say(error.message_id, name=shown, **error.values)


def notes_inside(node: Node, shown: str, say: Say) -> list[Note]:
    """Return notes on the kinds of the files in a place without code, or on the file itself."""
    notes: list[Note] = []
    with Held() as held:
        for looked, (one, place) in enumerate(_files(node, shown, 1, Allowance())):
            found = _content(held, one.path, one.member, one.name)
            if found is not None and (found.message_id != _EMPTY or one is node):
                notes.append(_note(found, place, say))
            if looked == MOST_LOOKS or len(notes) > MOST_NOTES:
                break
    return notes


def _files(node: Node, shown: str, depth: int, allowance: Allowance) -> Iterator[tuple[Node, str]]:
    if node.kind is NodeKind.FILE:
        yield node, shown
    if not node.holds_entries or depth > DEPTH:
        return
    try:
        inside = entries(node, allowance)
    except (ArchiveError, OSError):
        return
    for one in inside:
        yield from _files(one, f"{shown}/{show_name(one.name)}", depth + 1, allowance)


def sort_out(found: Found, say: Say) -> tuple[list[FoundFile], list[Note]]:
    """Return the files of a submission that may match their names, and a note for each of the others.

    An empty file stays, because the judge reports it, and ``__init__.py`` may be empty.
    """
    kept: list[FoundFile] = []
    notes: list[Note] = []
    with Held() as held:
        for one in found.files:
            content = _content(held, one.path, one.member, one.name.rpartition("/")[2])
            if content is None or content.message_id == _EMPTY:
                kept.append(one)
                continue
            notes.append(_note(content, _place(one, found), say))
    return kept, notes


def _place(one: FoundFile, found: Found) -> str:
    """Return the path of a file for messages; an entry that is the file is its own place."""
    # The name of a second file with the same name begins with its entry.
    places = (*found.entries, found.place)
    entry = next((at for at in places if at.endswith(one.name) or one.name.startswith(f"{at}/")), None)
    return show_name(entry) if entry else f"{show_name(found.place)}/{show_name(one.name)}"
