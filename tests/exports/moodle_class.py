"""Invented classes for the exports to Moodle: marks with their deliveries, and orders for an exporter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.made import EXERCISE
from tests.reports import sample
from torchgrade.exports.planned import ExportOptions, ExportOrder, Planned, Template
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome
from torchgrade.model.people import Delivered, Person
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows

MAXIMUM = 40.0
SAMPLES = (sample.DATA_ITER, sample.SOFTMAX)
REST = replace(
    EXERCISE,
    exercise="rest",
    checks=(replace(EXERCISE.checks[0], points=MAXIMUM - sum(one.max_points for one in SAMPLES)),),
)
"""Exercise with the other points of the run."""
SIGNS = st.sampled_from("Li李雷ÅØéшŞ أ\"',;\\=+-@`<>&#")
NAMES = st.text(SIGNS, min_size=1, max_size=8).map(str.strip).filter(lambda name: folder_of(name, 1)[0] not in " _")
POINTS = st.integers(0, int(2 * MAXIMUM)).map(lambda number: number / 2)
MAYBE_POINTS = st.integers(-1, int(2 * MAXIMUM) + 1).map(lambda number: None if number < 0 else number / 2)
"""Points, now and then none or more than the maximum."""


def folder_of(name: str, number: int) -> str:
    """Return the name of a folder in a delivery, as Moodle cleans it."""
    cleaned = re.sub(r"[\\/:*?\"<>|'`&]", "", name.replace("_", " ")).strip()
    return f"{cleaned}_{number}_assignsubmission_file_"


def mark(key: str, points: float | None, number: int | None = None, name: str = "Li Lei", **fields: object) -> Mark:
    """Return the mark of a row; with a number, of a submission that Moodle delivered."""
    delivered = None
    if number is not None:
        delivered = Delivered(submission=key, layout="moodle", entries=(folder_of(name, number),))
    known = {
        "person": Person(name=name, lms="" if number is None else str(number)),
        "submission": key,
        "points": points,
        "graded": points,
        "max_points": MAXIMUM,
        "status": RowStatus.GRADED,
        "delivered": delivered,
    }
    return Mark(key=key, **{**known, **fields})


def result(key: str) -> SubmissionResult:
    """Return the result of a submission that passed the checks of one exercise and failed one of another."""
    failed = [sample.check_of(sample.SOFTMAX, number) for number in range(3)]
    failed[1] = sample.check_of(sample.SOFTMAX, 1, Outcome.FAILED, title="Rows <b> & columns")
    return sample.submission(key, [sample.all_passed(sample.DATA_ITER), sample.graded(sample.SOFTMAX, failed)])


def order(
    marks: Iterable[Mark], template: bytes | None = None, *, folder: Path = Path("run"), **options: object
) -> ExportOrder:
    """Return an order whose submissions have results."""
    sorted_marks = tuple(sorted(marks, key=lambda one: one.key))
    language = str(options.pop("language", "en"))
    groups = options.pop("groups", {})
    assert isinstance(groups, dict)
    return ExportOrder(
        marks=sorted_marks,
        results={one.submission: result(one.submission) for one in sorted_marks if one.submission},
        rows=RunRows(exercises=(*SAMPLES, REST), language=language, groups=groups),
        folder=folder,
        options=ExportOptions(**options),
        template=None if template is None else Template(path=Path("worksheet.csv"), data=template),
    )


def reasons(planned: Planned) -> dict[str, str]:
    """Return the entry of each reason to leave a row out, without its prefix, by key."""
    return {row.key: _short(row.left_out["phrase"]) for row in planned.rows if row.left_out is not None}


def warnings(planned: Planned) -> dict[str, set[str]]:
    """Return the entries of warnings by key."""
    return {row.key: {_short(one["phrase"]) for one in row.warnings} for row in planned.rows if row.warnings}


def notes(planned: Planned) -> set[str]:
    """Return the entries of the notes."""
    return {_short(one["phrase"]) for one in planned.notes}


def only_file(planned: Planned) -> bytes:
    """Return the bytes of the only file."""
    (file,) = planned.files
    return file.data


def keys(count: int) -> Sequence[str]:
    """Return keys of rows."""
    return [f"s{number}" for number in range(count)]


def _short(entry: str) -> str:
    return entry.rpartition(".")[2]
