"""Folders on the disk and zip archives as one kind of tree, read name by name."""

from __future__ import annotations

import enum
import functools
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from torchgrade.deliveries.archives import (
    ARCHIVE_BYTES,
    LEVELS,
    ArchiveError,
    Listed,
    is_archive,
    opened,
    read_directory,
    read_member,
)
from torchgrade.deliveries.found import Member, storable
from torchgrade.deliveries.layouts import Entry
from torchgrade.deliveries.opening import open_regular
from torchgrade.model.phrases import Words
from torchgrade.model.told import reason_of

MOST_ARCHIVES = 40
"""Maximum number of opened archives of one submission."""
UNPACKED_BYTES = 64 << 20
"""Maximum total size of the archives inside the archives of one submission."""
MOST_LOOKS = 200
"""Maximum number of files of one submission that are opened to name their kind."""
_LEFT_OUT = frozenset({"__MACOSX", ".ipynb_checkpoints", "__pycache__"})
OUTSIDE = "deliveries.member_outside"


class NodeKind(enum.Enum):
    """Kind of an entry at a place."""

    FILE = "file"
    FOLDER = "folder"
    ARCHIVE = "archive"
    LINK = "link"
    SPECIAL = "special"
    """A pipe or a device."""
    REFUSED = "refused"
    """An entry that is not read."""


READABLE = frozenset({NodeKind.FILE, NodeKind.FOLDER, NodeKind.ARCHIVE})


class Node(Struct, frozen=True, kw_only=True):
    """One entry of a folder or of an archive."""

    name: str
    """Last component of its path, or the whole path of a member outside its archive."""
    kind: NodeKind
    """Kind of the entry."""
    path: Path
    """Path of the entry on the disk, or of the archive that contains it."""
    member: tuple[Member, ...] = ()
    """Path inside that archive; empty for an entry on the disk."""
    within: tuple[Node, ...] | None = None
    """Entries of a folder in an archive; None for all other nodes."""
    why: str = ""
    """For ``REFUSED``, the id of the catalogue entry with the reason; its fields are ``name`` and ``reason``."""
    reason: Words = ""
    """Value of the entry's field ``reason``."""

    @property
    def holds_entries(self) -> bool:
        """True for a node that can contain others."""
        return self.kind in {NodeKind.FOLDER, NodeKind.ARCHIVE}

    @property
    def stem(self) -> str:
        """Name without a suffix; for a folder, the whole name."""
        return self.name if self.kind is NodeKind.FOLDER else self.name.rpartition(".")[0] or self.name


class Allowance:
    """Remaining amount of unpacking for one submission, or one export, during the search for names."""

    def __init__(self) -> None:
        self.archives = MOST_ARCHIVES
        self.bytes = UNPACKED_BYTES
        self._looks = MOST_LOOKS
        self._bytes_for_looks = UNPACKED_BYTES

    def take(self, node: Node) -> None:
        """Count an archive.

        :raises ArchiveError: the archive is one too many, nested too deeply, or too large.
        """
        if len(node.member) >= LEVELS:
            raise ArchiveError("deliveries.archive_deep", levels=LEVELS)
        self.archives -= 1
        if node.member and node.member[-1].size > ARCHIVE_BYTES:
            # Return early, because opening the archive raises the error before it unpacks a byte.
            return
        self.bytes -= sum(member.size for member in node.member)
        if self.archives < 0:
            raise ArchiveError("deliveries.archive_count", limit=MOST_ARCHIVES)
        if self.bytes < 0:
            raise ArchiveError("deliveries.archive_sum", limit_mib=UNPACKED_BYTES >> 20)

    def may_look(self, node: Node) -> bool:
        """Return whether a file may be opened to name its kind, and count it.

        Each look unpacks the archives around the file once more.
        """
        self._looks -= 1
        self._bytes_for_looks -= sum(member.size for member in node.member[:-1])
        return self._looks >= 0 and self._bytes_for_looks >= 0


def is_left_out(name: str) -> bool:
    """Return whether an entry is skipped: hidden, or left behind by a system."""
    return name.startswith(".") or name in _LEFT_OUT


def on_disk(path: Path) -> Node:
    """Return the node of a path of any kind, without opening it or following a link."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        reason = reason_of(error)
        return Node(name=path.name, kind=NodeKind.REFUSED, path=path, why="listing.unreadable", reason=reason)
    kind = NodeKind.SPECIAL
    if stat.S_ISLNK(mode):
        kind = NodeKind.LINK
    elif stat.S_ISDIR(mode):
        kind = NodeKind.FOLDER
    elif stat.S_ISREG(mode):
        kind = NodeKind.ARCHIVE if is_archive(path.name) else NodeKind.FILE
    return Node(name=path.name, kind=kind, path=path)


def entries(node: Node, allowance: Allowance) -> list[Node]:
    """Return the entries of a folder or an archive, sorted by name, without skipped entries.

    :raises OSError: a folder or an archive cannot be read.
    :raises ArchiveError: an archive is broken or exceeds a limit.
    """
    if node.kind is NodeKind.ARCHIVE:
        allowance.take(node)
        with opened(node.path, node.member) as file:
            found = _tree(node, read_directory(file))
    elif node.within is not None:
        found = node.within
    else:
        found = tuple(on_disk(path) for path in node.path.iterdir() if not is_left_out(path.name))
    # Keep names that point outside the archive, because they also begin with dots but must be reported.
    shown = (one for one in found if one.why == OUTSIDE or not is_left_out(one.name))
    return sorted(shown, key=lambda one: os.fsencode(one.name))


def without(nodes: Iterable[Node], others: Iterable[Node]) -> list[Node]:
    """Return the nodes that are not among some others. Two entries may be equal, so the objects themselves count."""
    left_out = set(map(id, others))
    return [node for node in nodes if id(node) not in left_out]


def seen(nodes: Iterable[Node]) -> list[Entry]:
    """Return entries in the form for a layout."""
    return [
        Entry(
            name=storable(node.name),
            is_folder=node.holds_entries,
            look=functools.cache(functools.partial(_inside, node)),
        )
        for node in nodes
    ]


def _inside(node: Node) -> tuple[Entry, ...]:
    """Return the entries of a folder for a layout; return an empty tuple for a zip, which stays closed."""
    if node.kind is not NodeKind.FOLDER:
        return ()
    try:
        return tuple(seen(entries(node, Allowance())))
    except (ArchiveError, OSError):
        return ()


def descend(folder: Node, path: str, allowance: Allowance) -> Node | None:
    """Return the entry at a path inside a folder, or None if the path does not exist.

    :raises OSError: a folder or an archive cannot be read.
    :raises ArchiveError: an archive is broken or exceeds a limit.
    """
    node: Node | None = folder
    for name in path.split("/"):
        if node is None or not node.holds_entries:
            return None
        node = next((one for one in entries(node, allowance) if storable(one.name) == name), None)
    return node


def read_small(node: Node, limit: int) -> bytes | None:
    """Return the bytes of a file; return None if it cannot be read or has more than ``limit``."""
    try:
        if node.member:
            with opened(node.path, node.member[:-1]) as file:
                return read_member(file, node.member[-1], limit)
        with open_regular(node.path) as file:
            data = file.read(limit + 1)
    except (OSError, ArchiveError):
        return None
    return data if len(data) <= limit else None


class _Folder:
    """A folder of an archive during the collection of its members."""

    def __init__(self) -> None:
        self.folders: dict[str, _Folder] = {}
        self.files: dict[str, list[Listed]] = {}

    def folder(self, parts: Iterable[str]) -> _Folder:
        here = self
        for part in parts:
            here = here.folders.setdefault(part, _Folder())
        return here


def _tree(archive: Node, members: Iterable[Listed]) -> tuple[Node, ...]:
    """Return the entries at the top of an archive; folders contain their own entries."""
    top, stray = _Folder(), []
    for listed in members:
        if listed.why in {OUTSIDE, "deliveries.member_deep"}:
            stray.append(_refused(archive, "/".join(listed.parts) or "/", listed.why))
        elif listed.is_folder and not listed.why:
            top.folder(listed.parts)
        else:
            top.folder(listed.parts[:-1]).files.setdefault(listed.parts[-1], []).append(listed)
    return (*_nodes(archive, top), *stray)


def _nodes(archive: Node, folder: _Folder) -> tuple[Node, ...]:
    """Return the nodes of a folder; the recursion ends because the number of components of a name is limited."""
    found = []
    for name, inner in folder.folders.items():
        within = _nodes(archive, inner)
        found.append(Node(name=name, kind=NodeKind.FOLDER, path=archive.path, member=archive.member, within=within))
    for name, several in folder.files.items():
        # Use the last of several members with the same name, because unpacking programs do the same.
        listed = several[-1]
        if listed.why:
            found.append(_refused(archive, name, listed.why))
            continue
        kind = NodeKind.ARCHIVE if is_archive(name) else NodeKind.FILE
        found.append(Node(name=name, kind=kind, path=archive.path, member=(*archive.member, listed.member)))
        if len(several) > 1:
            found.append(_refused(archive, name, "deliveries.member_twice"))
    return tuple(found)


def _refused(archive: Node, name: str, why: str) -> Node:
    return Node(name=name, kind=NodeKind.REFUSED, path=archive.path, member=archive.member, why=why)
