"""Changes of marks in a regrade: who gains, who loses, how much, and by which check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows, points_text


class CheckChange(Struct, frozen=True, kw_only=True):
    """Change of the points of one check."""

    check: str
    """Id of the check."""
    points: float
    """Points now minus points before; a check that did not exist counts 0."""


class Change(Struct, frozen=True, kw_only=True):
    """Change of one row of the gradebook whose submission was graded again."""

    key: str
    """Key of the row, as stored; not made safe to show."""
    submission: str
    """Id of the submission."""
    before: float | None
    """Points before; None if there was no total."""
    after: float | None
    """Points now; None if there is no total."""
    max_before: float | None
    """Points of all exercises before; None if there was no result with a total."""
    max_after: float
    """Points of all exercises now."""
    checks: tuple[CheckChange, ...] = ()
    """Checks whose points changed; empty if there was no total before."""
    decided: float | None = None
    """Points that a person decided for the row, which still count; None if torchgrade's points count."""

    @property
    def points(self) -> float | None:
        """Gain, or loss below 0; None if one of the two totals is missing."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_changed(self) -> bool:
        """Whether the points of torchgrade differ from those before."""
        return self.before != self.after


def changes_of(
    before: Mapping[str, SubmissionResult], after: Mapping[str, SubmissionResult], rows: RunRows
) -> list[Change]:
    """Return the change of each row whose submission was graded again, sorted by key.

    :param before: result of each submission before the regrade; a submission without a total has none.
    :param after: result that the regrade made for each submission.
    """
    changes = [
        _change(key, before.get(submission), result, rows)
        for submission, result in after.items()
        for key in rows.groups.get(submission) or (submission,)
    ]
    return sorted(changes, key=lambda change: change.key)


def _change(key: str, before: SubmissionResult | None, now: SubmissionResult, rows: RunRows) -> Change:
    decision = rows.overrides.get(key) or rows.overrides.get(now.submission)
    return Change(
        key=key,
        submission=now.submission,
        before=None if before is None else before.points,
        after=now.points,
        max_before=None if before is None else before.max_points,
        max_after=now.max_points,
        checks=() if before is None else tuple(_checks(before, now)),
        decided=None if decision is None else decision.points,
    )


def _checks(before: SubmissionResult, now: SubmissionResult) -> Iterator[CheckChange]:
    was, got = _points(before), _points(now)
    for check in {**got, **was}:
        difference = got.get(check, 0.0) - was.get(check, 0.0)
        if difference:
            yield CheckChange(check=check, points=difference)


def _points(result: SubmissionResult) -> dict[str, float]:
    return {check.check: check.points for part in result.exercises for check in part.checks}


def by_check(changes: Sequence[Change]) -> list[tuple[str, dict[float, int]]]:
    """Return the number of rows for each change of the points of each check, the check with most rows first."""
    counts: dict[str, Counter[float]] = {}
    for change in changes:
        for check in change.checks:
            counts.setdefault(check.check, Counter())[check.points] += 1
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    return [(check, dict(sorted(found.items(), reverse=True))) for check, found in ordered]


def signed(points: float) -> str:
    """Return a change of points with its sign: ``+1``, ``−0.5``, ``0``."""
    text = points_text(abs(points))
    return text if text == "0" else f"{'+' if points > 0 else '−'}{text}"
