"""Orders of exports for tests: marks, and a run of one exercise."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from torchgrade.exports.planned import ExportOptions, ExportOrder, Planned, PlannedFile, PlannedRow, Template
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.people import Delivered, Person
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows

MAXIMUM = 40.0
EXERCISE = Exercise(
    exercise="softmax",
    topic="regression",
    title="Softmax",
    signature="softmax(X)",
    section="3.6",
    checks=(CheckSpec(check="softmax.rows", sentence="Rows sum to one.", kind=Kind.VALUE, points=MAXIMUM),),
)


def mark(
    key: str, points: float | None = 30.0, *, entries: Iterable[str] = (), layout: str = "canvas", **person: str
) -> Mark:
    """Return a mark; with ``entries`` it has a delivery of this layout."""
    names = tuple(entries)
    return Mark(
        key=key,
        person=Person(**person),
        submission=key,
        points=points,
        max_points=MAXIMUM,
        graded=points,
        status=RowStatus.GRADED if points is not None else RowStatus.ERROR,
        delivered=Delivered(submission=key, layout=layout, entries=names) if names else None,
    )


def order(
    marks: Iterable[Mark], template: bytes | str | None = None, folder: Path = Path("run"), **options: object
) -> ExportOrder:
    """Return the order for an exporter."""
    data = template.encode() if isinstance(template, str) else template
    return ExportOrder(
        marks=tuple(sorted(marks, key=lambda one: one.key)),
        results={},
        rows=RunRows(exercises=(EXERCISE,)),
        folder=folder,
        options=ExportOptions(**options),
        template=None if data is None else Template(path=Path("template.csv"), data=data),
    )


def result(submission: str, *outcomes: Outcome) -> SubmissionResult:
    """Return a result with one check for each outcome."""
    checks = [
        CheckResult(
            check=f"softmax.{place}",
            kind=Kind.VALUE,
            outcome=outcome,
            points=0.0,
            max_points=1.0,
            hidden=False,
            sentence="",
        )
        for place, outcome in enumerate(outcomes)
    ]
    found = ExerciseResult(exercise="softmax", status=Status.GRADED, points=0.0, max_points=MAXIMUM, checks=checks)
    return SubmissionResult(
        submission=submission, points=0.0, max_points=MAXIMUM, sandbox=SandboxLevel.NONE, seconds=1.0, exercises=[found]
    )


def data_of(planned: Planned) -> bytes:
    """Return the bytes of the only file."""
    (file,) = planned.files
    assert isinstance(file, PlannedFile)
    return file.data


def row_of(planned: Planned, key: str) -> PlannedRow:
    return next(row for row in planned.rows if row.key == key)


def reason_of(planned: Planned, key: str) -> str:
    """Return the entry of the reason why a row is left out; empty if it is not."""
    left_out = row_of(planned, key).left_out
    return "" if left_out is None else str(left_out["phrase"])


def warnings_of(planned: Planned, key: str) -> list[str]:
    return [str(warning["phrase"]) for warning in row_of(planned, key).warnings]


def notes_of(planned: Planned) -> list[str]:
    return [str(note["phrase"]) for note in planned.notes]
