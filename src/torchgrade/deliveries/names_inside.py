"""Names of files and folders in a class, read only to choose the encoding of its roster."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.deliveries.archives import ArchiveError
from torchgrade.deliveries.found import storable
from torchgrade.deliveries.gradescope import METADATA
from torchgrade.deliveries.opening import open_regular
from torchgrade.deliveries.places import Allowance, Node, NodeKind, entries, on_disk

MOST_NAMES = 20_000
_LEVELS = 3
"""Number of examined levels of folders and archives: wrapper, class, submission."""
_METADATA_BYTES = 1 << 20


def names_in(paths: Sequence[Path]) -> list[str]:
    """Return the names in a class, and the text that names the students in Gradescope's export."""
    names: list[str] = []
    for path in paths:
        node = on_disk(path)
        kind = NodeKind.FOLDER if os.path.isdir(path) else node.kind
        for name in _names(Node(name=node.name, kind=kind, path=path), _LEVELS):
            names.append(storable(name))
            if len(names) == MOST_NAMES:
                return names
    return names


def _names(node: Node, levels: int) -> Iterator[str]:
    yield node.name
    if node.name == METADATA and node.kind is NodeKind.FILE and not node.member:
        yield from _metadata(node.path)
    if not node.holds_entries or not levels:
        return
    try:
        inside = entries(node, Allowance())
    except (OSError, ArchiveError):
        return
    for one in inside:
        yield from _names(one, levels - 1)


def _metadata(path: Path) -> Iterator[str]:
    try:
        with open_regular(path) as file:
            yield from codecs.decode(file.read(_METADATA_BYTES), "utf-8", "replace").splitlines()
    except OSError:
        return
