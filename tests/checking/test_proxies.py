"""A check calls the student's function in a worker; an answer of another form breaks the protocol and no check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import torch

from tests.checking.little_course import CONFIG, Script, ScriptedWorkers, returned, returning
from tests.checking.test_worker_session import loading
from tests.conftest import Grade
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student, Tried, Written
from torchgrade.checking.worker_session import WorkerSession
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.protocol.messages import (
    Call,
    DataRef,
    Items,
    Iterate,
    Load,
    Mapping,
    Place,
    Raised,
    Reply,
    Returned,
    Run,
    Scalar,
    TensorNode,
    Vjp,
    WorkerRequest,
)
from torchgrade.protocol.values import Generator, Packer

X = torch.arange(6.0).reshape(2, 3)


@contextmanager
def student_of(
    script: Script, takes: tuple[int, int | None] | None = (2, 2), *, splits: bool = True
) -> Iterator[tuple[Student, ScriptedWorkers]]:
    workers = ScriptedWorkers(script, splits=splits)
    session = WorkerSession(workers, CONFIG.limits, loading)
    try:
        yield Student(session, "f", ("X", "y"), takes, Written(references=frozenset({"torch.exp"}))), workers
    finally:
        session.close()


def test_a_call_sends_arguments_by_position_and_returns_plain_values() -> None:
    with student_of(returning(lambda X, y: X * y)) as (student, workers):
        assert student.f(X, 2).tolist() == (X * 2).tolist()
        request = workers.requests[-1]
        assert isinstance(request, Call)
        assert (request.name, request.record) == ("f", False)


def test_an_answer_keeps_what_the_worker_claims() -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        packer = Packer()
        value = packer.node(torch.nn.Parameter(torch.ones(2)))
        after = [packer.node(X), Scalar(2)]
        return Returned(
            number=request.number, value=value, after=after, aliases=[0], warnings=["w"], exhausted=False, type="g"
        ), packer.buffers

    with student_of(script) as (student, _):
        answer = student.call(X, 2)

    assert isinstance(answer.node, TensorNode)
    assert answer.node.type == "Parameter"
    assert (answer.aliases, answer.warnings, answer.exhausted, answer.type) == ((0,), ("w",), False, "g")
    assert torch.equal(answer.after[0], X)
    assert student.tried is not None
    assert student.tried.answer is answer


def test_the_tensors_in_each_argument_are_told_with_their_gradients() -> None:
    W, b = torch.ones(2, 2, requires_grad=True), torch.zeros(1)
    W.grad = torch.full((2, 2), 3.0)

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        packer = Packer()
        value = packer.node(X)
        after = [packer.node([W, b]), Scalar(2)]
        return Returned(number=request.number, value=value, after=after), packer.buffers

    with student_of(script) as (student, _):
        first, second = student.call(Generator([W, b]), 2).states

    assert [(s.requires_grad, s.leaf) for s in first] == [(True, True), (False, True)]
    assert first[0].grad is not None
    assert torch.equal(first[0].grad, W.grad)
    assert torch.equal(first[0].data, W)
    assert (first[1].grad, second) == (None, ())


def test_what_the_function_raised_is_kept_for_a_diagnosis() -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        place = Place(file="a.py", line=3, function="f", text="return X @ X")
        return Raised(number=request.number, type="RuntimeError", message="no", places=[place]), []

    with student_of(script) as (student, _), pytest.raises(CheckFailedError):
        student.f(X, 1)

    assert student.tried is not None
    assert (student.tried.raised, student.tried.raised_at) == ("RuntimeError: no", "return X @ X")


def test_of_a_worker_that_died_nothing_is_known_to_be_raised() -> None:
    with student_of(lambda request, body, load: None) as (student, _), pytest.raises(CheckFailedError):
        student.f(X, 1)

    assert student.tried is not None
    assert student.tried.failure is not None
    assert (student.tried.raised, student.tried.raised_at) == ("", "")
    assert (Tried("call", "f(X)", ("X",), (X,)).raised, Tried("run", "f(X)", (), ()).raised_at) == ("", "")


def test_the_requests_of_a_check_are_kept_in_a_row() -> None:
    with student_of(returning(lambda X, y: X)) as (student, _):
        student.f(X, 1)
        student.f(X, 2)

    assert student.tried is not None
    assert student.tried.previous is not None
    assert (student.tried.arguments[1], student.tried.previous.arguments[1]) == (2, 1)
    assert student.tried.previous.previous is None


def test_recording_and_constructors_are_asked_for() -> None:
    with student_of(returning(lambda X, y: X)) as (student, workers):
        student.call(X, 1, record=True, constructors=("a.B",))
        request = workers.requests[-1]

        assert isinstance(request, Call)
        assert (request.record, request.constructors) == (True, ["a.B"])


def test_a_view_is_sent_as_a_view() -> None:
    with student_of(returning(lambda X, y: X)) as (student, workers):
        assert torch.equal(student.f(X.T, 1), X.T)
        request = workers.requests[-1]
        assert isinstance(request, Call)
        node = request.arguments[0]
        assert isinstance(node, TensorNode)
        assert node.stride == [1, 3]


@pytest.mark.parametrize(("takes", "fits"), [((2, 2), True), ((0, None), True), (None, True), ((3, 3), False),
                                             ((0, 1), False), ((1, 5), True)])  # fmt: skip
def test_a_function_that_cannot_take_the_arguments_is_not_called(takes: Any, fits: bool) -> None:
    with student_of(returning(lambda X, y: X), takes) as (student, workers):
        if fits:
            student.f(X, 1)
            return
        with pytest.raises(CheckFailedError) as caught:
            student.f(X, 1)

        assert caught.value.message_id == "call.parameters"
        assert caught.value.values == {"takes": takes[0], "given": 2, "call": "f(X, y)"}
        assert workers.started == []


def test_a_check_that_asks_for_another_function_is_told() -> None:
    with student_of(returning(lambda X, y: X)) as (student, _):
        with pytest.raises(AttributeError, match="has 'f'"):
            student.g(X)
        with pytest.raises(AttributeError):
            student.__deepcopy__  # noqa: B018 - the access is what is tested


def reply(request: WorkerRequest, **fields: Any) -> tuple[Reply, list[bytes]]:
    value = fields.pop("value", Scalar(1.0))
    after = fields.pop("after", [Scalar(None)] * len(getattr(request, "arguments", ())))
    return Returned(number=request.number, value=value, after=after, **fields), []


def calls(student: Student) -> Any:
    return student.call(X, 1)


def calls_through_a_generator(student: Student) -> Any:
    return student.call(Generator([X, X]), 1)


def pulls_back(student: Student) -> Any:
    return student.vjp(X, 1, wrt=(0,), cotangent=X)


def recorded(student: Student) -> Any:
    return student.call(X, 1, record=True)


def iterates(student: Student) -> Any:
    return student.iterate(X, 1, limit=3)


def runs(student: Student) -> Any:
    return student.run("result = {}", "f(X)", X=X)


VIEW = TensorNode(dtype="float32", shape=[0], stride=[1], storage=0)
DEEP: Any = Scalar(1.0)
for _ in range(60):
    DEEP = Items("list", [DEEP])
LIES: dict[str, tuple[Callable[[Student], Any], dict[str, Any]]] = {
    "no arguments after the call": (calls, {"after": []}),
    "too many arguments after the call": (calls, {"after": [Scalar(1)] * 3}),
    "a reference to data": (calls, {"value": DataRef("images")}),
    "a reference to data among the arguments": (calls, {"after": [Scalar(1), DataRef("images")]}),
    "a deep value": (calls, {"value": DEEP}),
    "a view": (calls, {"value": VIEW}),
    "a generator that is none": (calls_through_a_generator, {"after": [Scalar(1), Scalar(1)]}),
    "a generator with too few items": (
        calls_through_a_generator,
        {"after": [Items("list", [Scalar(1)]), Scalar(1)]},
    ),
    "a generator whose items are a tuple": (
        calls_through_a_generator,
        {"after": [Items("tuple", [Scalar(1), Scalar(1)]), Scalar(1)]},
    ),
    "a gradient that is a view, among the arguments": (
        calls,
        {"after": [TensorNode(dtype="float32", shape=[0], grad=VIEW), Scalar(1)]},
    ),
    "no gradients": (pulls_back, {"gradients": []}),
    "two gradients for one": (pulls_back, {"gradients": [None, None]}),
    "a gradient that is a view": (pulls_back, {"gradients": [VIEW]}),
    "an iteration that is a number": (iterates, {}),
    "an iteration that is a tuple": (iterates, {"value": Items("tuple", [])}),
    "an iteration that is a generator": (iterates, {"value": Items("generator", [])}),
    "an iteration without its arguments": (iterates, {"value": Items("list", []), "after": []}),
    "more items than were asked for": (iterates, {"value": Items("list", [Scalar(1)] * 4)}),
    "a call without the record that was asked for": (recorded, {}),
    "a scenario that is a number": (runs, {}),
    "a scenario with a reference": (runs, {"value": Mapping({"W": DataRef("x")})}),
}


@pytest.mark.parametrize("case", LIES)
def test_an_answer_of_another_form_breaks_the_protocol(case: str) -> None:
    """Ruling 1: it fails the check, and is never an error of ours."""
    ask, fields = LIES[case]
    with student_of(lambda request, body, load: reply(request, **fields)) as (student, workers):
        with pytest.raises(CheckFailedError) as caught:
            ask(student)

        assert caught.value.message_id == "worker.protocol"
        assert workers.started[0].killed


def test_every_verb_asks_in_its_own_words() -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        match request:
            case Iterate():
                return reply(request, value=Items("list", [Scalar(1)]), exhausted=False, type="generator")
            case Run():
                return reply(request, value=Mapping({"W": Scalar(2)}))
            case Vjp():
                return reply(request, gradients=[None])
            case _:
                return returned(request, None)

    with student_of(script) as (student, workers):
        assert pulls_back(student).gradients == (None,)
        answer = iterates(student)
        assert (answer.value, answer.exhausted, answer.type) == ([1], False, "generator")
        assert runs(student) == {"W": 2}
        vjp, iterate, run = workers.requests[-3:]

    assert isinstance(vjp, Vjp)
    assert vjp.wrt == [0]
    assert isinstance(iterate, Iterate)
    assert iterate.limit == 3
    assert isinstance(run, Run)
    assert run.scenario == "result = {}"
    assert student.tried is not None
    assert list(student.tried.inputs) == ["X"]


FORGED = """
import torch
import torchgrade.sandbox.worker.main as main
from torchgrade.protocol import messages

def forging(reply, encode=main.encode):
    if isinstance(reply, messages.Returned):
        reply = messages.Returned(number=reply.number, value=%s, after=%s)
        return encode(reply)
    return encode(reply)

def softmax(X):
    main.encode = forging
    main.frames.pack = lambda header, buffers, pack=main.frames.pack: pack(header, [])
    return X
"""


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("messages.DataRef('x')", "[messages.Scalar(1)]"),
        ("messages.Scalar(1)", "[]"),
        ("messages.TensorNode(dtype='float32', shape=[0], stride=[1], storage=-1)", "[messages.Scalar(1)]"),
    ],
)
def test_a_submission_that_forges_its_replies_has_failed(
    value: str, after: str, grade: Grade, check_of: Callable[[SubmissionResult, str], CheckResult]
) -> None:
    """The worker's own code is in the student's reach; what it sends is a failure and no error of ours."""
    check = check_of(grade(FORGED % (value, after), only=("softmax.rows",)), "softmax.rows")

    assert (check.outcome, check.message_id) == (Outcome.FAILED, "worker.protocol"), check.message


def test_asking_again_counts_for_nothing_and_not_without_end() -> None:
    asked = []

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        asked.append(request.number)
        return Raised(number=request.number, type="MemoryError", builtin="MemoryError", message="no", places=[]), []

    with student_of(script) as (student, _):
        assert student.call_again(X, 1) is None
        with pytest.raises(CheckFailedError):
            student.f(X, 1)
        limits = student._session.limits_hit
        assert student.call_again(X, 1) is None
    assert (len(asked), limits) == (1, 1)

    with student_of(returning(lambda X, y: X * y)) as (student, _):
        student.f(X, 1)
        shown = student.tried
        made = [student.call_again(X, 2) for _ in range(20)]

    assert student.tried is shown
    assert all(one is not None and one.answer is not None and one.previous is None for one in made[:8])
    assert made[8:] == [None] * 12


def test_a_scenario_that_only_names_a_mistake_leaves_what_is_shown() -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        run = isinstance(request, Run)
        return reply(request, value=Mapping({"k": Scalar(2)})) if run else returned(request, None)

    with student_of(script) as (student, workers):
        student.f(X, 1)
        shown = student.tried
        made = student.run_again("result = {}", n=3)
        request = workers.requests[-1]

    assert isinstance(request, Run)
    assert request.scenario == "result = {}"
    assert student.tried is shown
    assert made is not None
    assert made.answer is not None
    assert (made.inputs, made.answer.value) == ({"n": 3}, {"k": 2})


def test_asking_again_iterates_what_was_iterated() -> None:
    with student_of(returning(lambda X, y: list(X * y))) as (student, workers):
        student.iterate(X, 1, limit=4)
        made = student.call_again(X, 2)
        request = workers.requests[-1]

    assert isinstance(request, Iterate)
    assert request.limit == 4
    assert made is not None
    assert made.answer is not None
    assert [row.tolist() for row in made.answer.value] == (X * 2).tolist()
