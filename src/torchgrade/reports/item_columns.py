"""Results of a class by check, as columns of numbers for the item analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.reports.item_numbers import alpha

_DIGITS = 9
"""Digits after the point of a rest, so that equal points are equal numbers."""


class Column(Struct, kw_only=True):
    """Results of one check, one for each submission that has such a result."""

    outcomes: Counter[Outcome]
    """Number of submissions with each outcome."""
    scores: list[float]
    """Share of the check's points, for each submission with a total; a skipped check has 0."""
    rests: list[float]
    """Points of all other checks, of the same submissions."""

    @property
    def tried(self) -> int:
        """Number of submissions that passed, failed or skipped the check."""
        return self.outcomes.total() - self.outcomes[Outcome.ERROR]

    @property
    def share(self) -> float:
        """Share of these submissions that passed; 0 if there are none."""
        return self.outcomes[Outcome.PASSED] / self.tried if self.tried else 0.0


class Reliability(Struct, frozen=True, kw_only=True):
    """Cronbach's alpha of the points of all checks."""

    alpha: float | None
    """Value; None if it cannot be computed."""
    submissions: int
    """Number of submissions that have a result of every check."""
    checks: int
    """Number of checks."""


class Gap(Struct, frozen=True, kw_only=True):
    """Comparison of the shown checks of an exercise with its hidden ones."""

    shown: float
    """Mean of the shares that passed the shown checks, each check once."""
    hidden: float
    """Mean of the shares that passed the hidden checks."""
    submissions: int
    """Smallest number of submissions that tried one of the checks."""
    passed_shown: int
    """Number of submissions that passed every shown check and ended no hidden check with an error of torchgrade."""
    fitted: int
    """Number of those that failed a hidden check."""


def columns_of(results: Iterable[SubmissionResult]) -> dict[str, Column]:
    """Return the column of each check by its id.

    An exercise that is missing or was not started has no results of checks. An error of torchgrade has no score. A
    submission without a total has outcomes, but no score, because the rest of its points is not known.
    """
    columns: dict[str, Column] = {}
    for result in results:
        total = result.points
        for part in result.exercises:
            for check in part.checks:
                column = columns.get(check.check)
                if column is None:
                    column = columns[check.check] = Column(outcomes=Counter(), scores=[], rests=[])
                column.outcomes[check.outcome] += 1
                if total is not None and check.outcome is not Outcome.ERROR:
                    column.scores.append(_score(check))
                    column.rests.append(round(total - check.points, _DIGITS))
    return columns


def reliability_of(results: Sequence[SubmissionResult], exercises: Sequence[Exercise]) -> Reliability:
    """Return the reliability of the total, from the submissions that have a result of every check.

    Other submissions are left out: an exercise that nobody wrote says nothing about how well its checks agree.
    """
    found = {check.check for result in results for part in result.exercises for check in part.checks}
    # A run without hidden checks has no results of them.
    ids = [spec.check for exercise in exercises for spec in exercise.checks if spec.check in found]
    rows = [row for row in (_points(result) for result in results) if ids and all(check in row for check in ids)]
    value = alpha([[row[check] for row in rows] for check in ids])
    return Reliability(alpha=value, submissions=len(rows), checks=len(ids))


def gap_of(exercise: Exercise, parts: Sequence[ExerciseResult], columns: dict[str, Column]) -> Gap | None:
    """Return the comparison of shown and hidden checks; None if one of the two kinds has no result."""
    kinds: dict[bool, list[Column]] = {False: [], True: []}
    for spec in exercise.checks:
        column = columns.get(spec.check)
        if column is not None and column.tried:
            kinds[spec.hidden].append(column)
    if not kinds[False] or not kinds[True]:
        return None
    shown, hidden = (sum(column.share for column in kinds[kind]) / len(kinds[kind]) for kind in (False, True))
    passed_shown = [part for part in parts if part.status is Status.GRADED and _passed_shown(part)]
    return Gap(
        shown=shown,
        hidden=hidden,
        submissions=min(column.tried for column in (*kinds[False], *kinds[True])),
        passed_shown=len(passed_shown),
        fitted=sum(any(check.hidden and check.outcome is Outcome.FAILED for check in p.checks) for p in passed_shown),
    )


def _score(check: CheckResult) -> float:
    if not check.max_points:
        return float(check.outcome is Outcome.PASSED)
    return check.points / check.max_points


def _points(result: SubmissionResult) -> dict[str, float]:
    """Return the points of each check that has an outcome; none without a total."""
    if result.points is None:
        return {}
    checks = (check for part in result.exercises for check in part.checks)
    return {check.check: check.points for check in checks if check.outcome is not Outcome.ERROR}


def _passed_shown(part: ExerciseResult) -> bool:
    shown = [check for check in part.checks if not check.hidden]
    hidden = [check for check in part.checks if check.hidden]
    return (
        bool(shown and hidden)
        and all(check.outcome is Outcome.PASSED for check in shown)
        and not any(check.outcome is Outcome.ERROR for check in hidden)
    )
