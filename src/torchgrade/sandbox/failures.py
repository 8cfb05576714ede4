"""Results that the command writes itself if no judge could."""

from __future__ import annotations

import time

import msgspec

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Words
from torchgrade.model.results import CheckResult, ExerciseResult, Note, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show
from torchgrade.plugins.resources import folder

_ENDED_ENGINE = "worker.ended_engine"


def _catalogue() -> Catalogue:
    return load_catalogue([folder("torchgrade") / "catalogues"])


def _checks(exercise: Exercise, outcome: Outcome, reason: Note) -> list[CheckResult]:
    return [
        CheckResult(
            check=check.check,
            kind=check.kind,
            hidden=check.hidden,
            outcome=outcome,
            points=0.0,
            max_points=check.points,
            title=check.title,
            sentence=check.sentence,
            message_id=reason.message_id,
            values=reason.values,
            message=reason.message,
        )
        for check in exercise.checks
    ]


def _result(
    request: JudgeRequest, course: CourseInfo, config: RunConfig, reason: Note, outcome: Outcome
) -> SubmissionResult:
    ours = outcome is Outcome.ERROR
    return SubmissionResult(
        submission=request.submission,
        points=None if ours else 0.0,
        max_points=sum(exercise.max_points for exercise in course.exercises),
        sandbox=config.sandbox,
        seconds=0.0,
        exercises=[
            ExerciseResult(
                exercise=exercise.exercise,
                status=Status.ERROR if ours else Status.GRADED,
                points=0.0,
                max_points=exercise.max_points,
                checks=_checks(exercise, outcome, reason),
            )
            for exercise in course.exercises
        ],
        problems=[*request.problems, reason],
        hidden_checks=config.hidden_checks,
        seed=config.seed,
        environment=course.environment,
    )


def unreadable(request: JudgeRequest, course: CourseInfo, config: RunConfig) -> SubmissionResult:
    """Return the result of a submission whose text could not be read within the limits (ruling 1)."""
    reason = _catalogue().note("read.limit", seconds=config.limits.reading_seconds)
    return _result(request, course, config, reason, Outcome.FAILED)


def ended_engine(request: JudgeRequest, course: CourseInfo, config: RunConfig) -> SubmissionResult:
    """Return the result of a submission that ended the zygote twice, the second time while it ran alone."""
    return _result(request, course, config, _catalogue().note(_ENDED_ENGINE), Outcome.FAILED)


def is_ended_engine(result: SubmissionResult) -> bool:
    """Return whether the submission ended the zygote twice."""
    return any(note.message_id == _ENDED_ENGINE for note in result.problems)


def ours(request: JudgeRequest, course: CourseInfo, config: RunConfig, detail: Words) -> SubmissionResult:
    """Return the result if torchgrade itself failed: outcome ``error``, no points, no total (ruling 1)."""
    if isinstance(detail, str):
        # The last line of a traceback has the reason.
        detail = show(detail.strip().splitlines()[-1] if detail.strip() else "")
    return _result(request, course, config, _catalogue().note("ours.judge", detail=detail), Outcome.ERROR)


def is_error(result: SubmissionResult) -> bool:
    """Return whether any exercise ended in an error of ours."""
    return any(exercise.status is Status.ERROR for exercise in result.exercises)


def timed(result: SubmissionResult, start: float) -> SubmissionResult:
    """Return the result with the seconds on the clock since ``start``."""
    return msgspec.structs.replace(result, seconds=round(time.monotonic() - start, 3))
