"""Final marks of a class: one for each row of the gradebook, after the decisions of a person."""

from __future__ import annotations

import heapq
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from torchgrade.model.kept import finder, in_order
from torchgrade.model.people import (
    Delivered,
    Enrolled,
    Person,
    Roster,
    delivered_names,
    members_in_order,
    roster,
)
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import NotUnderstood, RowStatus, RunRows, row_status
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
    """Return the mark of each row of the gradebook, sorted by key (:func:`marks_in_order`)."""
    return [mark for mark, _ in marks_in_order(results, rows)]


def marks_in_order(
    results: Sequence[SubmissionResult], rows: RunRows
) -> Iterator[tuple[Mark, SubmissionResult | None]]:
    """Yield the mark of each row of the gradebook with its result, sorted by key.

    A group has one mark for each member. An override of a row is stronger than an override of its submission. Inputs
    that were not understood and students without a result have no points, unless a person gave them some.
    """
    others = sorted((mark for _, mark in other_marks(results, rows)), key=lambda mark: mark.key)
    return heapq.merge(result_marks(results, rows), ((mark, None) for mark in others), key=lambda pair: pair[0].key)


def result_marks(results: Sequence[SubmissionResult], rows: RunRows) -> Iterator[tuple[Mark, SubmissionResult]]:
    """Yield the mark of each row of the gradebook that has a result, with the result, sorted by key."""
    people, names = roster(rows.enrolled), delivered_names(rows.delivered)
    has_groups = bool(rows.groups)
    alone = (
        (result.submission, result)
        for result in in_order(results)
        if not (has_groups and rows.groups.get(result.submission))
    )
    found = heapq.merge(alone, _of_members(results, rows), key=lambda pair: (pair[0], pair[1].submission))
    for key, result in found:
        yield _mark(key, result, rows, people, names.of(result.submission)), result


def _of_members(results: Sequence[SubmissionResult], rows: RunRows) -> Iterator[tuple[str, SubmissionResult]]:
    """Yield each member of a group with the result of the group, sorted by the member."""
    if not rows.groups:
        return
    result_of = finder(results)
    for key, submission in members_in_order(rows.groups):
        result = result_of(submission)
        if result is not None:
            yield key, result


def other_marks(results: Sequence[SubmissionResult], rows: RunRows) -> list[tuple[NotUnderstood, Mark]]:
    """Return each input that was not understood and each student without a result, with the mark."""
    shown = _without_result(results, rows, {other.name for other in rows.not_understood})
    found = []
    for other in rows.not_understood:
        one = shown.get(other.name, Enrolled(key=other.name))
        points, why = _decided(rows, one.key, one.submission)
        mark = Mark(
            key=one.key,
            person=one.person,
            is_listed=one.is_listed,
            points=points,
            max_points=rows.max_points,
            override=why,
            status=other.status,
        )
        found.append((other, mark))
    return found


def _without_result(results: Sequence[SubmissionResult], rows: RunRows, names: Container[str]) -> dict[str, Enrolled]:
    """Return the students without a result among these names, which are the showable forms of their keys."""
    if not rows.not_understood:
        return {}
    result_of = finder(results)
    named = ((show_name(one.key), one) for one in rows.enrolled)
    return {name: one for name, one in named if name in names and result_of(one.submission) is None}


def _mark(
    key: str,
    result: SubmissionResult,
    rows: RunRows,
    people: Roster,
    delivered: Delivered | None,
) -> Mark:
    status = row_status(result)
    graded = None if status is RowStatus.ERROR else result.points
    points, why = _decided(rows, key, result.submission)
    one = people.by_key(key) or Enrolled(key=key)
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
