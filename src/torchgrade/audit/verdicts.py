"""What the audit keeps of a graded submission: points, outcomes and names, without evidence."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.outcomes import Kind, Outcome, Status
from torchgrade.model.results import CheckResult, SubmissionResult

_TIME = ("limit.cpu", "limit.wall")


class CheckVerdict(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Outcome of one check."""

    name: str
    """Name of the check without its exercise."""
    outcome: Outcome
    """Passed, failed, skipped or an error of torchgrade."""
    kind: Kind
    """Kind of the check."""
    hidden: bool = False
    """Whether only the solutions bring it."""
    reason: str = ""
    """Catalogue entry of the reason; empty if it passed."""
    message: str = ""
    """The reason in English."""
    named: str = ""
    """Id of the mistake that the diagnosis names."""
    helpers: tuple[str, ...] = ()
    """Helpers of the student that a note blames."""


class Verdict(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Result of one exercise of one submission."""

    status: Status
    """Graded, missing, not started or an error of torchgrade."""
    points: float
    """Points earned."""
    max_points: float
    """Points of all checks."""
    seconds: float | None = None
    """Processor time of the whole submission; only the first runs of a reference are measured."""
    checks: tuple[CheckVerdict, ...] = ()
    """Checks in the order in which they ran."""

    @property
    def earns_all(self) -> bool:
        """Whether it earns every point."""
        return self.status is Status.GRADED and self.points == self.max_points

    @property
    def is_error(self) -> bool:
        """Whether torchgrade failed, so that the verdict says nothing about the submission."""
        return self.status is Status.ERROR or any(check.outcome is Outcome.ERROR for check in self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the checks that failed."""
        return tuple(check.name for check in self.checks if check.outcome is Outcome.FAILED)

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of the mistakes that are named, each once, in the order of the checks."""
        return tuple(dict.fromkeys(check.named for check in self.checks if check.named))

    @property
    def is_by_time(self) -> bool:
        """Whether the time limit is the reason of every failed check."""
        reasons = [check.reason for check in self.checks if check.outcome is Outcome.FAILED]
        return bool(reasons) and all(reason in _TIME for reason in reasons)

    def check(self, name: str) -> CheckVerdict | None:
        """Return the check of that name, or None."""
        return next((check for check in self.checks if check.name == name), None)


def verdict_of(result: SubmissionResult, name: str, seconds: float | None = None) -> Verdict:
    """Return the verdict on the exercise of that name.

    :param seconds: processor time, if it was measured.
    """
    exercise = next(one for one in result.exercises if one.exercise == name)
    return Verdict(
        status=exercise.status,
        points=exercise.points,
        max_points=exercise.max_points,
        seconds=seconds,
        checks=tuple(map(_check, exercise.checks)),
    )


def _check(check: CheckResult) -> CheckVerdict:
    return CheckVerdict(
        name=check.check.partition(".")[2],
        outcome=check.outcome,
        kind=check.kind,
        hidden=check.hidden,
        reason=check.message_id,
        message=check.message,
        named=check.diagnosis.misconception if check.diagnosis is not None else "",
        helpers=tuple(str(note.values["helpers"]) for note in check.notes if "helpers" in note.values),
    )
