"""The answers to several calls in one round trip are those of single calls, and one that does not fit breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from msgspec import structs

from tests.checking.little_course import Script, returned, returning
from tests.checking.test_proxies import student_of
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.protocol.messages import (
    Call,
    CallEach,
    Each,
    Load,
    Place,
    Raised,
    Reply,
    Returned,
    Scalar,
    WorkerRequest,
)

X = torch.arange(6.0).reshape(2, 3)
SEVERAL = tuple((X + n, n) for n in range(4))


def raising(at: int) -> Script:
    """Return the script of a function that raises for this second argument."""

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        assert isinstance(request, Call)
        if request.arguments[1] == Scalar(at):
            place = Place(file="a.py", line=3, function="f", text="return X @ X")
            return Raised(number=request.number, type="ValueError", message=f"no {at}", places=[place]), []
        return returned(request, X)

    return script


def given(student: Student) -> Any:
    """Return the second argument of the call that a page would show."""
    assert student.tried is not None
    return student.tried.arguments[1]


def third_failure(student: Student) -> CheckFailedError:
    """Return the failure of the third of several calls; the first two are answered."""
    student.f(X, 9)
    answers = student.call_each(*SEVERAL)
    next(answers)
    next(answers)
    with pytest.raises(CheckFailedError) as caught:
        next(answers)
    return caught.value


def test_several_calls_are_one_round_trip_after_the_first_request() -> None:
    with student_of(returning(lambda X, y: X * y)) as (student, workers):
        values = [answer.value for answer in student.call_each(*SEVERAL)]
        again = [answer.value for answer in student.call_each(*SEVERAL)]
        kinds = [type(request) for request in workers.requests[1:]]

    assert [value.tolist() for value in values] == [(X * y).tolist() for X, y in SEVERAL]
    assert [value.tolist() for value in again] == [value.tolist() for value in values]
    assert kinds == [Call, CallEach, CallEach]


def test_each_answer_is_kept_with_its_own_call() -> None:
    with student_of(returning(lambda X, y: X * y)) as (student, _):
        shown = []
        for answer in student.call_each(*SEVERAL):
            assert student.tried is not None
            assert student.tried.answer is answer
            shown.append(given(student))
        before = student.tried.previous

    assert shown == [0, 1, 2, 3]
    assert before is not None
    assert before.arguments[1] == 2


def test_a_call_that_raises_does_so_in_its_turn() -> None:
    with student_of(raising(2)) as (student, _):
        failure = third_failure(student)

        assert failure.values["message"] == "no 2"
        assert given(student) == 2
        assert student.tried is not None
        assert student.tried.failure is failure


def test_after_a_crash_the_calls_are_made_one_by_one_to_see_which_one_crashes() -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]] | None:
        crashes = isinstance(request, Call) and request.arguments[1] == Scalar(2)
        return None if crashes else returned(request, X)

    with student_of(script) as (student, workers):
        failure = third_failure(student)

        assert failure.message_id.startswith("worker.")
        assert given(student) == 2
        assert len(workers.started) == 2


def test_more_calls_than_fit_into_a_reply_are_several_round_trips() -> None:
    with student_of(returning(lambda X, y: y)) as (student, workers):
        student.f(X, 9)
        values = [answer.value for answer in student.call_each(*((X, n) for n in range(130)))]
        sizes = [len(request.several) for request in workers.requests if isinstance(request, CallEach)]

    assert values == list(range(130))
    assert sizes == [64, 64, 2]


def test_no_calls_are_no_round_trip() -> None:
    with student_of(returning(lambda X, y: y)) as (student, workers):
        assert list(student.call_each()) == []
        assert workers.requests == []


def cut(each: Each) -> Each:
    return structs.replace(each, answers=each.answers[:-1])


def doubled(each: Each) -> Each:
    return structs.replace(each, answers=[*each.answers, each.answers[0]])


def raised_after_all(each: Each) -> Each:
    return structs.replace(each, raised=Raised(number=each.number, type="E", message="", places=[]))


def without_arguments(each: Each) -> Each:
    return structs.replace(each, answers=[structs.replace(one, after=[]) for one in each.answers])


def without_record(each: Each) -> Each:
    return structs.replace(each, answers=[structs.replace(one, record=None) for one in each.answers])


def not_several(each: Each) -> Reply:
    return each.answers[0]


@pytest.mark.parametrize(
    "change", [cut, doubled, raised_after_all, without_arguments, without_record, not_several], ids=lambda f: f.__name__
)
def test_several_answers_of_another_form_break_the_protocol(change: Callable[[Each], Reply]) -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        if not isinstance(request, CallEach):
            return returned(request, 1)
        answers = []
        for nodes in request.several:
            call = Call(number=request.number, name="f", arguments=nodes, record=request.record)
            reply, _ = returned(call, 1)
            assert isinstance(reply, Returned)
            answers.append(structs.replace(reply, after=[Scalar(0) for _ in nodes]))
        return change(Each(number=request.number, answers=answers)), []

    with student_of(script, splits=False) as (student, _):
        student.f(X, 9)
        with pytest.raises(CheckFailedError) as caught:
            list(student.call_each(*SEVERAL, record=True))

    assert caught.value.message_id == "worker.protocol"
