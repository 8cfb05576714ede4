"""Results of a class by check, as counts for the item analysis."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.reports.item_numbers import alpha
from torchgrade.reports.tallies import MOST_DISTINCT, Tally, fewer, recounted

_DIGITS = 9
"""Digits after the point of a rest, so that equal points are equal numbers."""


class Column(Struct, kw_only=True):
    """Results of one check, of the submissions that have such a result."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    """Number of submissions with each outcome."""
    pairs: Counter[tuple[float, float]] = field(default_factory=Counter)
    """Number of submissions with a total, by share of the check's points and points of all other checks.

    A skipped check has the share 0.
    """
    digits: int = _DIGITS
    """Digits after the point of these numbers."""

    @property
    def tried(self) -> int:
        """Number of submissions that passed, failed or skipped the check."""
        return self.outcomes.total() - self.outcomes[Outcome.ERROR]

    @property
    def share(self) -> float:
        """Share of these submissions that passed; 0 if there are none."""
        return self.outcomes[Outcome.PASSED] / self.tried if self.tried else 0.0

    @property
    def scored(self) -> int:
        """Number of submissions with a score."""
        return self.pairs.total()

    @property
    def has_one_score(self) -> bool:
        """Whether all scores are equal."""
        return len({score for score, _ in self.pairs}) == 1

    def add(self, check: CheckResult, total: float | None) -> None:
        """Count the result of one submission."""
        self.outcomes[check.outcome] += 1
        if total is None or check.outcome is Outcome.ERROR:
            return
        self.pairs[_score(check), round(total - check.points, self.digits)] += 1
        if len(self.pairs) > MOST_DISTINCT:
            digits = self.digits = fewer(None if self.digits == _DIGITS else self.digits)
            self.pairs = recounted(self.pairs, lambda pair: (round(pair[0], max(digits, 1)), round(pair[1], digits)))


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


class Columns:
    """Columns of a class, fed with one result at a time.

    An exercise that is missing or was not started has no results of checks. An error of torchgrade has no score. A
    submission without a total has outcomes, but no score, because the rest of its points is not known.
    """

    def __init__(self) -> None:
        self.by_check: dict[str, Column] = {}
        self._passed_shown: Counter[str] = Counter()
        self._fitted: Counter[str] = Counter()

    def add(self, result: SubmissionResult) -> None:
        """Count the checks of one result."""
        total = result.points
        for part in result.exercises:
            for check in part.checks:
                column = self.by_check.get(check.check)
                if column is None:
                    column = self.by_check[check.check] = Column()
                column.add(check, total)
            if part.status is Status.GRADED and _passed_shown(part):
                self._passed_shown[part.exercise] += 1
                self._fitted[part.exercise] += any(
                    check.hidden and check.outcome is Outcome.FAILED for check in part.checks
                )

    def gap(self, exercise: Exercise) -> Gap | None:
        """Return the comparison of shown and hidden checks; None if one of the two kinds has no result."""
        kinds: dict[bool, list[Column]] = {False: [], True: []}
        for spec in exercise.checks:
            column = self.by_check.get(spec.check)
            if column is not None and column.tried:
                kinds[spec.hidden].append(column)
        if not kinds[False] or not kinds[True]:
            return None
        shown, hidden = (sum(column.share for column in kinds[kind]) / len(kinds[kind]) for kind in (False, True))
        return Gap(
            shown=shown,
            hidden=hidden,
            submissions=min(column.tried for column in (*kinds[False], *kinds[True])),
            passed_shown=self._passed_shown[exercise.exercise],
            fitted=self._fitted[exercise.exercise],
        )


class ReliabilityTally:
    """Reliability of the total, from the submissions that have a result of every check, fed with one at a time.

    Other submissions are left out: an exercise that nobody wrote says nothing about how well its checks agree.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self._known = frozenset(spec.check for exercise in exercises for spec in exercise.checks)
        # A run without hidden checks has no results of them.
        self._found: dict[str, Tally] = {}
        self._totals = Tally()

    def add(self, result: SubmissionResult) -> None:
        """Count one result."""
        checks = [check.check for part in result.exercises for check in part.checks if check.check in self._known]
        if any(check not in self._found for check in checks):
            # No earlier submission has a result of every check, because this check is new.
            self._found = {check: Tally() for check in (*self._found, *checks)}
            self._totals = Tally()
        points = _points(result)
        if self._found and all(check in points for check in self._found):
            for check, tally in self._found.items():
                tally.add(points[check])
            self._totals.add(_total(points, self._found))

    def view(self) -> Reliability:
        """Return the reliability."""
        value = alpha([tally.counts for tally in self._found.values()], self._totals.counts)
        return Reliability(alpha=value, submissions=len(self._totals), checks=len(self._found))


def _total(points: Mapping[str, float], checks: Mapping[str, Tally]) -> float:
    return round(math.fsum(points[check] for check in checks), _DIGITS)


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
