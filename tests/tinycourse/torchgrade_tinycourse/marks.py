"""``marks.tsv``: for each submission its id, its points and the maximum, between tabs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torchgrade.model.files import write_atomically
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows, points_text
from torchgrade.model.showable import show_name


def export(results: Sequence[SubmissionResult], rows: RunRows, folder: Path) -> Path:
    """Write the file, sorted by id, and return its path; an ungraded submission has no points."""
    lines = []
    for result in sorted(results, key=lambda result: result.submission):
        points = "" if result.points is None else points_text(result.points)
        lines.append(f"{show_name(result.submission)}\t{points}\t{points_text(rows.max_points)}\n")
    return write_atomically(folder / "marks.tsv", "".join(lines).encode())
