"""Brief form of a result: all that the class page needs of it, without evidence, pictures and files.

A whole result is mostly evidence. The brief form is kept beside it, so that a pass over a class reads little.
"""

from __future__ import annotations

import msgspec
from msgspec import structs

from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult

_EXPLAINED = {Outcome.FAILED, Outcome.ERROR}
_NOTED = {Status.ERROR, Status.UNDECIDED, Status.MISSING}


class _Check(CheckResult, frozen=True, kw_only=True, omit_defaults=True):
    """Check whose empty fields are not written."""


class _Exercise(ExerciseResult, frozen=True, kw_only=True, omit_defaults=True):
    """Exercise whose empty fields are not written."""


class _Submission(SubmissionResult, frozen=True, kw_only=True, omit_defaults=True):
    """Submission whose empty fields are not written."""


def brief_text(result: SubmissionResult) -> str:
    """Return the brief form of a result as JSON, which :class:`SubmissionResult` decodes."""
    brief = _Submission(
        submission=result.submission,
        points=result.points,
        max_points=result.max_points,
        sandbox=result.sandbox,
        seconds=result.seconds,
        exercises=[_exercise(found) for found in result.exercises],
        problems=result.problems,
        hidden_checks=result.hidden_checks,
        environment=result.environment,
    )
    return msgspec.json.encode(brief).decode()


def brief_of_text(text: str) -> str:
    """Return the brief form of a result that is kept as JSON."""
    return brief_text(msgspec.json.decode(text, type=SubmissionResult))


def _exercise(found: ExerciseResult) -> _Exercise:
    return _Exercise(
        exercise=found.exercise,
        status=found.status,
        points=found.points,
        max_points=found.max_points,
        notes=found.notes if found.status in _NOTED else [],
        checks=[_check(check) for check in found.checks],
    )


def _check(check: CheckResult) -> _Check:
    brief = _Check(
        check=check.check,
        kind=check.kind,
        hidden=check.hidden,
        outcome=check.outcome,
        points=check.points,
        max_points=check.max_points,
    )
    if check.outcome not in _EXPLAINED:
        return brief
    diagnosis = check.diagnosis
    return structs.replace(
        brief,
        title=check.title,
        sentence=check.sentence,
        message_id=check.message_id,
        values=check.values,
        message=check.message,
        diagnosis=None if diagnosis is None else structs.replace(diagnosis, passage=None),
    )
