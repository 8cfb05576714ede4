"""Parts of one folder in a download from Google Drive: ``HW3-20251006T120000Z-001.zip``, ``-002.zip`` and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from torchgrade.deliveries.archives import ArchiveError
from torchgrade.deliveries.places import Allowance, Node, NodeKind, entries, without

_PART = re.compile(r"(?P<download>.+-[0-9]{8}T[0-9]{6}Z)(?:-[0-9]{1,3})?-[0-9]{1,4}\.zip", re.IGNORECASE | re.DOTALL)


def joined(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Return the entries that are not parts, and each download of several parts as one folder.

    If one part cannot be read, all parts of its download stay separate.
    """
    parts: dict[str, list[Node]] = {}
    for node in nodes:
        match = _PART.fullmatch(node.name) if node.kind is NodeKind.ARCHIVE else None
        if match is not None:
            parts.setdefault(match["download"], []).append(node)
    rest, whole = list(nodes), []
    for download, several in parts.items():
        try:
            inside = [one for part in several for one in entries(part, Allowance())]
        except (ArchiveError, OSError):
            continue
        if len(several) > 1:
            folder = Node(name=download, kind=NodeKind.FOLDER, path=several[0].path, within=_merged(inside))
            whole.append(folder)
            rest = without(rest, several)
    return rest, whole


def _merged(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Join folders with the same name, because Drive splits them between its parts."""
    found: list[Node] = []
    folders: dict[str, int] = {}
    for node in nodes:
        position = folders.get(node.name) if node.within is not None else None
        if position is not None:
            within = _merged([*(found[position].within or ()), *(node.within or ())])
            found[position] = structs.replace(found[position], within=within)
            continue
        if node.within is not None:
            folders[node.name] = len(found)
        found.append(node)
    return tuple(found)
