"""Exports for an LMS: the order of the user, and the planned files with what happens to each mark.

An exporter plans, and the command writes. So every mark that the LMS would skip, refuse or read otherwise is named
before a file exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows


class Template(Struct, frozen=True, kw_only=True):
    """File or folder that the LMS exported, into which marks are filled."""

    path: Path
    """Path as the user gave it."""
    data: bytes = b""
    """Bytes of the file; empty for a folder."""


class ExportOptions(Struct, frozen=True, kw_only=True):
    """Options of ``torchgrade export``; an exporter refuses those that it needs and does not have."""

    item: str = ""
    """Name of the item in the LMS's gradebook, ``Softmax (4711)``."""
    column: str = ""
    """Heading of the column of a template."""
    out_of: float | None = None
    """Points of the item in the LMS; None for the maximum of the template or of the run."""
    overwrite: bool = False
    """Whether marks that a template has already are replaced."""
    whole: bool = False
    """Whether marks are rounded half up to whole numbers."""
    zip_mb: int = 50
    """Largest size of an archive in megabytes (10**6 bytes); a larger one is split."""


class ExportOrder(Struct, frozen=True, kw_only=True):
    """Request to plan an export."""

    marks: tuple[Mark, ...]
    """Mark of each row of the gradebook, sorted by key."""
    results: Mapping[str, SubmissionResult]
    """Results by the id of the submission."""
    rows: RunRows
    """Facts about the run, with the language of sentences."""
    folder: Path
    """Run folder; ``students/`` contains the pages."""
    packages: tuple[str, ...] = ()
    """Packages with the sentences of the run's checks, as :func:`torchgrade.courses.catalogues.catalogue_for` takes
    them."""
    options: ExportOptions
    """Options of the user."""
    template: Template | None = None
    """Template of the user."""
    environment: Mapping[str, str] = {}
    """Environment variables of the command, for exporters that run in a CI system."""


class PlannedFile(Struct, frozen=True, kw_only=True):
    """File to write."""

    name: str
    """Path below the folder of the export, with forward slashes."""
    data: bytes
    """Content."""


class PlannedArchive(Struct, frozen=True, kw_only=True):
    """Zip to write, or to split if it is too large."""

    name: str
    """Path below the folder of the export; a further part has ``-2`` and so on before the suffix."""
    members: tuple[tuple[str, Path], ...]
    """Name inside the zip and file on the disk of each member."""


class PlannedRow(Struct, frozen=True, kw_only=True):
    """What happens to one row of the gradebook."""

    key: str
    """Key of the row, as in its mark."""
    value: str = ""
    """Mark as the LMS reads it; empty if the row is left out."""
    left_out: Phrase | None = None
    """Reason why the row is not in the export; None if it is."""
    warnings: tuple[Phrase, ...] = ()
    """What the LMS does with the row that a person may not expect."""


class Planned(Struct, frozen=True, kw_only=True):
    """Planned export."""

    files: tuple[PlannedFile | PlannedArchive, ...]
    """Files to write; empty if nothing would be in them."""
    rows: tuple[PlannedRow, ...]
    """One for each mark, in the order of the marks."""
    unknown: tuple[str, ...] = ()
    """Students of the template without a row in the run, safe to show."""
    notes: tuple[Phrase, ...] = ()
    """What concerns the export as a whole: the scale, the steps in the LMS."""
    printed: tuple[str, ...] = ()
    """Lines for the standard output, such as commands of a CI system."""


def lost(order: ExportOrder, planned: Planned) -> list[PlannedRow]:
    """Return the rows that have a mark and are left out, so that the mark would not reach the LMS."""
    marked = {mark.key for mark in order.marks if mark.points is not None}
    return [row for row in planned.rows if row.left_out is not None and row.key in marked]
