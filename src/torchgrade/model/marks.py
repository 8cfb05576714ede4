"""Final marks of a class: one for each row of the gradebook, after the decisions of a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from torchgrade.model.people import Delivered, Enrolled, Person
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, row_status
from torchgrade.model.showable import show_name


class Mark(Struct, frozen=True, kw_only=True):
    """Final mark of one row of the gradebook."""

    key: str
    """Key of the row, as stored; not made safe to show."""
    person: Person
    """Student of the row."""
    is_listed: bool = False
    """Whether the roster has the student."""
    submission: str = ""
    """Id of the submission; empty if there is none."""
    points: float | None = None
    """Points that count; None if the row has no mark."""
    max_points: float
    """Points of the chosen exercises."""
    graded: float | None = None
    """Points that torchgrade gave; None if it gave none."""
    override: str = ""
    """Reason of the person who decided the points; empty if torchgrade's points count."""
    status: RowStatus
    """Status of the row before the decision of a person."""
    delivered: Delivered | None = None
    """Names of the submission in the delivery; None if they are not known."""

    @property
    def shown(self) -> str:
        """Key of the row, safe to show."""
        return show_name(self.key)


def marks_of(results: Sequence[SubmissionResult], rows: RunRows) -> list[Mark]:
    """Return the mark of each row of the gradebook, sorted by key.

    A group has one mark for each member. An override of a row is stronger than an override of its submission. Inputs
    that were not understood and students without a result have no points, unless a person gave them some.
    """
    people = {one.key: one for one in rows.enrolled}
    delivered = {one.submission: one for one in rows.delivered}
    marks = [
        _mark(key, result, rows, people, delivered.get(result.submission))
        for result in results
        for key in rows.groups.get(result.submission) or (result.submission,)
    ]
    # A student without a result is known by the showable form of the key.
    graded = {result.submission for result in results}
    shown = {show_name(one.key): one for one in rows.enrolled if one.submission not in graded}
    for other in rows.not_understood:
        one = shown.get(other.name, Enrolled(key=other.name))
        points, why = _decided(rows, one.key, one.submission)
        marks.append(
            Mark(
                key=one.key,
                person=one.person,
                is_listed=one.is_listed,
                points=points,
                max_points=rows.max_points,
                override=why,
                status=other.status,
            )
        )
    return sorted(marks, key=lambda mark: mark.key)


def marks_in_order(
    results: Sequence[SubmissionResult], rows: RunRows
) -> Iterator[tuple[Mark, SubmissionResult | None]]:
    """Yield the mark of each row of the gradebook with its result, sorted by key."""
    by_id = {result.submission: result for result in results}
    return ((mark, by_id.get(mark.submission)) for mark in marks_of(results, rows))


def _mark(
    key: str,
    result: SubmissionResult,
    rows: RunRows,
    people: Mapping[str, Enrolled],
    delivered: Delivered | None,
) -> Mark:
    status = row_status(result)
    graded = None if status is RowStatus.ERROR else result.points
    points, why = _decided(rows, key, result.submission)
    one = people.get(key, Enrolled(key=key))
    return Mark(
        key=key,
        person=one.person,
        is_listed=one.is_listed,
        submission=result.submission,
        points=graded if points is None else points,
        max_points=result.max_points,
        graded=graded,
        override=why,
        status=status,
        delivered=delivered,
    )


def _decided(rows: RunRows, key: str, submission: str) -> tuple[float | None, str]:
    """Return the points that a person gave and the reason, or None and an empty text."""
    found = rows.overrides.get(key) or rows.overrides.get(submission)
    return (found.points, found.why) if found is not None else (None, "")
