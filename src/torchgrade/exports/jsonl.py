"""``results.jsonl``: every result of a run, one line per submission."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from torchgrade.model.files import write_parts
from torchgrade.model.kept import in_order
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
    lines = (encoder.encode(result).decode() + "\n" for result in in_order(results))
    return write_parts(folder / FILE, (harmless_json(line).encode() for line in lines))
