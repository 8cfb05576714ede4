"""The command waits for a judge as long as the submission's seconds and the judge's own work can take."""

from __future__ import annotations

from msgspec import structs

from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise, Limits
from torchgrade.model.outcomes import Kind
from torchgrade.model.results import Environment
from torchgrade.sandbox.patience import patience

CHECKS = tuple(CheckSpec(check=f"f.{n}", sentence="", kind=Kind.VALUE, points=1.0) for n in range(9))
EXERCISE = Exercise(exercise="f", topic="t", title="", signature="", section="", checks=CHECKS, helpers=4)
COURSE = CourseInfo(
    exercises=(EXERCISE,), environment=Environment(torchgrade="", python="", torch="", course="", data="")
)


def test_a_judge_is_waited_for_as_often_as_a_check_with_helpers_is_tried() -> None:
    """Plainly, with all helpers given, and with each of them: diagnosing each of these is no fault of ours."""
    limits = Limits()
    attempts = len(CHECKS) * (2 + 4)

    assert patience(COURSE, limits) > limits.submission_seconds + limits.reading_seconds + attempts * 2


def test_it_follows_the_seconds_of_the_submission() -> None:
    limits = Limits()
    longer = structs.replace(limits, submission_seconds=limits.submission_seconds + 500)

    assert patience(COURSE, longer) == patience(COURSE, limits) + 500
    assert patience(COURSE, structs.replace(limits, wall_seconds=3600.0)) >= 3600.0


def test_it_does_not_multiply_the_limit_of_a_check() -> None:
    limits = Limits()
    most = structs.replace(limits, wall_seconds=limits.submission_seconds)

    assert patience(COURSE, most) == patience(COURSE, limits)
