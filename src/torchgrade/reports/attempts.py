"""Attempts on the class page: marks over time, and attempts to full marks by check."""

from __future__ import annotations

import heapq
import statistics
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import groupby

from torchgrade.model.exercises import CheckSpec
from torchgrade.model.history import Attempt, GradingKind
from torchgrade.model.rows import RunRows, mean_text, points_text
from torchgrade.model.showable import show_name
from torchgrade.reports.attempt_records import (
    AttemptsView,
    Box,
    CheckAttempts,
    ExerciseAttempts,
    MarksOverTime,
    StepRow,
)
from torchgrade.reports.axes import Axis, linear
from torchgrade.reports.charts import BOTTOM, LEFT, RIGHT, TOP, ticks
from torchgrade.reports.exercises import exercise_title
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.steps import Steps, StepTally

_LATER = 3
"""Number of attempts from which on attempts are counted together."""


class AttemptTally:
    """Attempts of a class; reads the results of a run once, those of one submission at a time."""

    def __init__(self, rows: RunRows) -> None:
        self._rows = rows
        self._steps, self._needed = StepTally(rows), _NeededTally()
        self._has_attempts = False
        regrades = {one.number for one in rows.generations if one.kind is GradingKind.REGRADE}
        for _, found in groupby(rows.attempts, key=lambda one: one.submission):
            results = list(found)
            tries = tries_of(results, regrades)
            self._steps.add(results, tries)
            self._needed.add(tries)
            self._has_attempts = True

    def view(self, sentences: Sentences) -> AttemptsView | None:
        """Return the sections on attempts, or None if no submission has two results."""
        if not self._has_attempts:
            return None
        return AttemptsView(
            over_time=_over_time(self._steps.view(sentences), self._rows, sentences),
            exercises=self._needed.view(self._rows, sentences),
        )


def tries_of(results: Iterable[Attempt], regrades: Container[int]) -> list[Attempt]:
    """Return the attempts of a submission in their order: the last result of each version of its files.

    :param regrades: numbers of the gradings that read the same files again.
    """
    tries: list[Attempt] = []
    places: dict[str, list[int]] = {}
    for one in results:
        same = _place(one, tries, places, is_regrade=one.generation in regrades)
        if same == len(tries):
            tries.append(one)
        else:
            tries[same] = one
        heapq.heappush(places.setdefault(one.digest, []), same)
    return tries


def _place(one: Attempt, tries: Sequence[Attempt], places: Mapping[str, list[int]], *, is_regrade: bool) -> int:
    """Return the first place of the same attempt (:func:`is_same_attempt`), or the next free one.

    :param places: heap of the places that a digest has or had.
    """
    if is_regrade and not one.digest:
        return 0
    found = [len(tries)]
    for digest in {one.digest, ""} if is_regrade else {one.digest}:
        heap = places.get(digest, [])
        while heap and tries[heap[0]].digest != digest:
            heapq.heappop(heap)
        found += heap[:1]
    return min(found)


def is_same_attempt(before: Attempt, now: Attempt, regrades: Container[int]) -> bool:
    """Return whether two results of a submission are of the same files.

    The digest is not known if an earlier version of torchgrade made the result. A regrade of it reads the same files.
    """
    if before.digest and now.digest:
        return before.digest == now.digest
    return before.digest == now.digest or now.generation in regrades


def _over_time(steps: Steps, rows: RunRows, sentences: Sentences) -> MarksOverTime:
    marks = [step.marks for step in steps.steps]
    most = max([rows.max_points, *(max(found.counts) for found in marks if found)])
    axis = linear([0.0, most], BOTTOM, TOP)
    width = (RIGHT - LEFT) / len(marks)
    rows_of = [
        StepRow(
            label=step.label,
            short=step.short,
            new=step.new,
            submissions=len(found),
            numbers=_numbers(list(found), sentences),
        )
        for step, found in zip(steps.steps, marks, strict=True)
    ]
    return MarksOverTime(
        title=sentences.say("attempts.over_time"),
        description=_describe(rows_of, rows, sentences),
        column=steps.column,
        explained=steps.explained,
        rows=rows_of,
        boxes=[
            _box(list(found), round(LEFT + width * (place + 0.5), 1), round(min(40.0, width * 0.6), 1), axis, row.short)
            for place, (found, row) in enumerate(zip(marks, rows_of, strict=True))
            if found
        ],
        y_ticks=ticks(axis),
    )


def _quartiles(marks: Sequence[float]) -> tuple[float, float, float]:
    if len(marks) == 1:
        return (marks[0],) * 3
    low, median, high = statistics.quantiles(marks, n=4, method="inclusive")
    return low, median, high


def _numbers(marks: Sequence[float], sentences: Sentences) -> list[str]:
    if not marks:
        return []
    low, median, high = _quartiles(marks)
    ranges = [(low, high), (min(marks), max(marks))]
    return [
        mean_text(statistics.fmean(marks)),
        mean_text(median),
        *(sentences.say("attempts.range", low=mean_text(one), high=mean_text(two)) for one, two in ranges),
    ]


def _box(marks: Sequence[float], x: float, width: float, axis: Axis, label: str) -> Box:
    low, median, high = map(axis.place, _quartiles(marks))
    return Box(
        x=x,
        width=width,
        lowest=axis.place(min(marks)),
        low=low,
        median=median,
        high=high,
        highest=axis.place(max(marks)),
        label=label,
    )


def _describe(found: Sequence[StepRow], rows: RunRows, sentences: Sentences) -> str:
    """Return the medians of the first and the last step as a sentence."""
    with_points = [row for row in found if row.numbers]
    if len(with_points) < 2:
        return sentences.say("attempts.no_change_of_median")
    first, last = with_points[0], with_points[-1]
    values = {"first": first.numbers[1], "last": last.numbers[1], "max": points_text(rows.max_points)}
    return sentences.say("attempts.medians", **values)


class _NeededTally:
    """Attempts to full marks by check, fed with the attempts of one submission at a time."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[int]] = {}

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Count the attempts that each check needed; many attempts count together."""
        for check, number in _needed(attempts).items():
            self._counts.setdefault(check, Counter())[min(number, _LATER)] += 1

    def view(self, rows: RunRows, sentences: Sentences) -> list[ExerciseAttempts]:
        """Return the attempts by check; exercises without any outcome are left out."""
        found = []
        for exercise in rows.exercises:
            tried = [spec for spec in exercise.checks if spec.check in self._counts]
            if tried:
                title = exercise_title(exercise.exercise, exercise, sentences)
                checks = [_check(spec, self._counts[spec.check], sentences) for spec in tried]
                found.append(ExerciseAttempts(title=title, checks=checks))
        return found


def _needed(attempts: Sequence[Attempt]) -> dict[str, int]:
    """Return the number of attempts until each check passed; 0 if it never passed.

    Attempts in which a check did not run do not count for it, because they did not contain its exercise.
    """
    tried: dict[str, int] = {}
    needed: dict[str, int] = {}
    for attempt in attempts:
        passed = frozenset(attempt.passed)
        for check in (*attempt.passed, *attempt.not_passed):
            tried[check] = tried.get(check, 0) + 1
            if check in passed and not needed.get(check):
                needed[check] = tried[check]
            needed.setdefault(check, 0)
    return needed


def _check(spec: CheckSpec, needed: Counter[int], sentences: Sentences) -> CheckAttempts:
    tried = needed.total()
    numbers = [needed[number] for number in (1, 2, _LATER, 0)]
    return CheckAttempts(
        title=sentences.title(spec.check, spec.title),
        check=show_name(spec.check),
        hidden=spec.hidden,
        tried=tried,
        counts=[sentences.say("attempts.share", n=n, percent=round(100 * n / tried)) for n in numbers],
        percent=round(100 * numbers[0] / tried),
    )
