"""Deliveries made in memory and on the disk, and their listing."""

from __future__ import annotations

import importlib.resources
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.installed import installed_layouts
from torchgrade.deliveries.listing import list_submissions
from torchgrade.deliveries.pattern import Pattern
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.roster import parse_roster
from torchgrade.model.catalogue import load_catalogue
from torchgrade.plugins import builtin
from torchgrade.plugins.manager import Plugins
from torchgrade.readers import notebook, python

CODE = "def softmax(X):\n    return X\n"
SAY = load_catalogue([importlib.resources.files("torchgrade") / "catalogues"]).note
LAYOUTS = installed_layouts(Plugins([builtin], entry_points=False))

Tree = Mapping[str, str | bytes]


def zipped(files: Tree, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with these files; names with a final slash are folders."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def written(folder: Path, files: Tree) -> Path:
    """Write files into a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    folder.mkdir(exist_ok=True)
    return folder


def listed(
    *paths: Path,
    layout: str | None = None,
    pattern: str | None = None,
    roster: str | None = None,
    out: Path | None = None,
    all_attempts: bool = False,
) -> Listing:
    """List paths like ``grade``."""
    delivery = Delivery(
        layouts=LAYOUTS,
        layout=layout,
        pattern=None if pattern is None else Pattern(pattern),
        roster=None if roster is None else parse_roster(roster),
        all_attempts=all_attempts,
    )
    return list_submissions(paths, [python.claims, notebook.claims], out, SAY, delivery)


def files(listing: Listing) -> dict[str, list[str]]:
    """Return the names of the files of each submission."""
    return {found.submission: [file.name for file in found.files] for found in listing.found}


def refused(listing: Listing) -> dict[str, str]:
    """Return the catalogue entry with the reason for not grading each input."""
    return {one.name: one.note.message_id for one in listing.not_understood}
