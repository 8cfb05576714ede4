"""``results.jsonl``: every result of a run, one line a submission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from torchgrade.model.files import write_atomically
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows

FILE = "results.jsonl"
# C0 is escaped in all JSON; these are DEL and C1, the bidirectional controls and the separators of lines.
_ACTING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


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
    return write_atomically(folder / FILE, "".join(map(_harmless, lines)).encode())


def _harmless(line: str) -> str:
    """Return a line of JSON that means the same and moves nothing where it is printed: an id may hold any sign."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
