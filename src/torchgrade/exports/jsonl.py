"""``results.jsonl``: every result of a run, one line per submission."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from torchgrade.model.files import write_atomically
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.showable import harmless_json

FILE = "results.jsonl"


def export(
    results: Sequence[SubmissionResult],
    rows: RunRows,  # noqa: ARG001 - every exporter is called in the same way
    folder: Path,
) -> Path:
    """Write ``results.jsonl`` into a folder, sorted by id, and return its path.

    Every field of a record is written, in the order of the record;
    ``torchgrade/model/submission-result.schema.json`` describes a line.
    """
    encoder = msgspec.json.Encoder()
    ordered = sorted(results, key=lambda result: result.submission)
    lines = (encoder.encode(result).decode() + "\n" for result in ordered)
    return write_atomically(folder / FILE, "".join(map(harmless_json, lines)).encode())
