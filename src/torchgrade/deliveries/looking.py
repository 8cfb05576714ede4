"""Looks at the first bytes of files, to say of those that cannot be graded what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from torchgrade.deliveries.archives import ArchiveError, Held, is_other_archive, read_head
from torchgrade.deliveries.contents import HEAD, Content, content_of
from torchgrade.deliveries.found import DEPTH, Found, FoundFile, Member
from torchgrade.deliveries.opening import open_regular
from torchgrade.deliveries.places import Allowance, Node, NodeKind, entries
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.readers.cells import MOST_NOTES

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

_MOST_LOOKS = 200
"""Files of one submission that are looked at."""
_BROKEN = "deliveries.archive_broken"
_EMPTY = "content.empty"


def _content(held: Held, path: Path, member: tuple[Member, ...], name: str) -> Content | None:
    """Return what a file is, None if that is what its name says or if it cannot be read."""
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
    """Return what a file is, where that is another kind than its name says.

    :param shown: its path as a message shows it.
    """
    with Held() as held:
        found = _content(held, node.path, node.member, node.name)
    return None if found is None else _note(found, shown, say)


def unclaimed_notes(node: Node, shown: str, say: Say) -> list[Note]:
    """Return a note on a file that no reader claims and that was meant to be read, as its name says."""
    note = content_note(node, shown, say)
    if note is None and is_other_archive(node.name):
        note = say("deliveries.other_archive", name=shown)
    return [] if note is None else [note]


def archive_note(node: Node, shown: str, error: ArchiveError, say: Say) -> Note:
    """Return why an archive cannot be read: what is no zip at all is called what it is."""
    note = content_note(node, shown, say) if error.message_id == _BROKEN else None
    return note or say(error.message_id, name=shown, **error.values)


def notes_inside(node: Node, shown: str, say: Say) -> list[Note]:
    """Return what the files are that lie in a place without code, or what the file is."""
    notes: list[Note] = []
    with Held() as held:
        for looked, (one, place) in enumerate(_files(node, shown, 1, Allowance())):
            found = _content(held, one.path, one.member, one.name)
            if found is not None and (found.message_id != _EMPTY or one is node):
                notes.append(_note(found, place, say))
            if looked == _MOST_LOOKS or len(notes) > MOST_NOTES:
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
    """Return the files of a submission that may be what their names say, and a note for each of the others.

    An empty file stays: the judge says that it is, and ``__init__.py`` is empty by right.
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
    """Return the path of a file as a message shows it; an entry that is the file is its own place."""
    # The second file of one name has its entry before it.
    places = (*found.entries, found.place)
    entry = next((at for at in places if at.endswith(one.name) or one.name.startswith(f"{at}/")), None)
    return show_name(entry) if entry else f"{show_name(found.place)}/{show_name(one.name)}"
