"""Results that the command writes because no judge could: whose fault it was decides what they are worth."""

from __future__ import annotations

import time

import msgspec
from msgspec.structs import replace

from tests.conftest import request_of
from tests.model.test_exercises import EXERCISE
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import phrase
from torchgrade.model.results import Environment, Note, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import failures

CONFIG = RunConfig(exercises=("f",), data="d", data_root="", seed=1, hidden_seed=2)
COURSE = CourseInfo(
    exercises=(EXERCISE,), environment=Environment(torchgrade="0", python="3", torch="2", course="", data="")
)
REQUEST = request_of({"ada.py": b"x"}, problems=(Note(message_id="listed"),))


def outcomes(result: SubmissionResult) -> set[Outcome]:
    return {check.outcome for exercise in result.exercises for check in exercise.checks}


def test_a_file_that_could_not_be_read_in_time_has_failed_every_check() -> None:
    result = failures.unreadable(REQUEST, COURSE, CONFIG)

    assert outcomes(result) == {Outcome.FAILED}
    assert (result.points, result.max_points) == (0.0, 2.5)
    assert [note.message_id for note in result.problems] == ["listed", "read.limit"]
    assert (
        result.exercises[0].checks[0].message
        == "The grader could not read the file within 5 s. Submit only the code that you wrote."
    )
    assert not failures.is_error(result)


def test_each_check_keeps_its_title_and_its_requirement() -> None:
    exercise = replace(EXERCISE, checks=tuple(replace(spec, title="Rows") for spec in EXERCISE.checks))
    result = failures.unreadable(REQUEST, replace(COURSE, exercises=(exercise,)), CONFIG)

    assert {(check.title, check.sentence) for check in result.exercises[0].checks} == {
        ("Rows", "Rows."),
        ("Rows", "H."),
    }


def test_a_submission_that_ended_the_engine_twice_has_failed() -> None:
    result = failures.ended_engine(REQUEST, COURSE, CONFIG)

    assert outcomes(result) == {Outcome.FAILED}
    assert (result.points, result.exercises[0].status) == (0.0, Status.GRADED)


def test_a_fault_of_ours_is_an_error_without_a_total() -> None:
    result = failures.ours(REQUEST, COURSE, CONFIG, "Traceback\n  deep\nKeyError: '\x1b[31m'\n")
    check = result.exercises[0].checks[0]

    assert outcomes(result) == {Outcome.ERROR}
    assert (result.points, result.max_points) == (None, 2.5)
    assert check.values == {"detail": "KeyError: '\\x1b[31m'"}
    assert failures.is_error(result)


def test_a_fault_in_our_own_words_can_be_read_in_any_language() -> None:
    detail = phrase("error.worker.not_started", reason="Cannot allocate memory")
    check = failures.ours(REQUEST, COURSE, CONFIG, detail).exercises[0].checks[0]

    assert check.values == {"detail": detail}
    assert check.message.endswith("No worker could be started: Cannot allocate memory. Run fewer --jobs.")


def test_a_fault_of_ours_may_have_nothing_to_say() -> None:
    assert failures.ours(REQUEST, COURSE, CONFIG, " \n").exercises[0].checks[0].values == {"detail": ""}


def test_the_seconds_are_those_since_the_start() -> None:
    result = failures.timed(failures.unreadable(REQUEST, COURSE, CONFIG), time.monotonic() - 5)

    assert result.seconds >= 5
    assert msgspec.structs.replace(result, seconds=0.0) == failures.unreadable(REQUEST, COURSE, CONFIG)
