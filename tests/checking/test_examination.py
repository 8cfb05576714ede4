"""Checks run in order; helpers of the course, limits, seeds and diagnoses decide as the rulings say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from msgspec import structs

from tests.checking.conftest import RunCourse
from tests.checking.little_course import CONFIG, VALUE, Script, collected, returned, returning
from tests.conftest import EXERCISES, Grade, request_of
from tests.words import shown, shown_all
from torchgrade.checking.diagnosis import Misconception, twin
from torchgrade.checking.draws import derive_seed, worker_seed
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, Curve, ExerciseResult, SubmissionResult
from torchgrade.protocol.messages import Call, Load, Noted, Question, Raised, Reply, WorkerRequest
from torchgrade.protocol.unpacking import Unpacker

CHECKS = f'''
{VALUE}
def test_rows(student, tensors):
    """Rows."""
    X = tensors.normal(2, 3)
    assert_close(student.f(X), X)

@pytest.mark.check(points=1, kind="shape", requires=["rows"])
def test_shape(student, tensors):
    """Shape."""
    X = tensors.normal(4)
    assert_close(student.f(X), X)

@pytest.mark.check(points=1, kind="value")
def test_more(student, tensors):
    """More."""
    X = tensors.normal(5)
    assert_close(student.f(X), X)
'''
HIDDEN = f"""
{VALUE.replace("points=2", "points=1")}
def test_secret(student, tensors):
    '''Secret.'''
    X = tensors.normal(6)
    assert_close(student.f(X), X)
"""
WITH_HELPERS = "def first(X):\n    return X\n\ndef second(X):\n    return X\n\ndef f(X):\n    return first(second(X))\n"


def outcomes(result: SubmissionResult) -> dict[str, Outcome]:
    return {check.check.partition(".")[2]: check.outcome for e in result.exercises for check in e.checks}


def test_a_check_that_rests_on_a_failed_one_is_skipped(tmp_path: Path, run_course: RunCourse) -> None:
    graded, _ = run_course(collected(tmp_path, CHECKS), returning(lambda X: X + (X.ndim == 2)))
    checks = graded.result.exercises[0].checks

    assert outcomes(graded.result) == {"rows": Outcome.FAILED, "shape": Outcome.SKIPPED, "more": Outcome.PASSED}
    assert (checks[1].message_id, checks[1].values) == ("skipped.requires", {"check": "f.rows"})
    assert (checks[1].points, checks[1].check_seed) == (0.0, None)
    assert (graded.result.points, graded.result.max_points) == (1.0, 4.0)


def test_a_hidden_check_draws_from_the_hidden_seed_and_is_not_diagnosed(tmp_path: Path, run_course: RunCourse) -> None:
    always = Misconception(id="worker.closed", symptom=lambda tried: True)
    course = collected(tmp_path, CHECKS, HIDDEN, misconceptions=[always])
    graded, workers = run_course(course, returning(torch.neg))
    digest = request_of({"ada.py": b"def f(X):\n    return X\n"}).digest
    open_check, *_, secret = graded.result.exercises[0].checks
    seeds = [request.seed for request in workers.requests if isinstance(request, Question)]

    assert open_check.check_seed == derive_seed(CONFIG.seed, digest, "f.rows")
    assert secret.hidden
    assert secret.check_seed is None
    assert worker_seed(derive_seed(CONFIG.hidden_seed, digest, "f.secret")) in seeds
    assert worker_seed(derive_seed(CONFIG.seed, digest, "f.secret")) not in seeds
    assert open_check.diagnosis is not None
    assert secret.outcome is Outcome.FAILED
    assert (secret.diagnosis, secret.next) == (None, None)


def with_picture(checks: str, name: str) -> str:
    """Return the text of checks whose functions attach a picture first."""
    imports = "from torchgrade.model.results import Curve\n"
    attach = f"    data.attach(Curve(name='{name}', points=[]))\n    X = "
    return imports + checks.replace("tensors):", "tensors, data):").replace("    X = ", attach)


def test_a_picture_of_a_hidden_check_reaches_no_page(tmp_path: Path, run_course: RunCourse) -> None:
    course = collected(tmp_path, with_picture(CHECKS, "curve.open"), with_picture(HIDDEN, "curve.secret"))
    graded, _ = run_course(course, returning(lambda X: X))

    assert graded.result.points == graded.result.max_points
    assert [one.name for one in graded.result.exercises[0].attachments] == ["curve.open"]


def test_a_seed_of_the_students_own_takes_the_place_of_the_derived_one(tmp_path: Path, run_course: RunCourse) -> None:
    graded, workers = run_course(collected(tmp_path, CHECKS, HIDDEN), returning(lambda X: X), check_seed=77)
    seeds = {request.seed for request in workers.requests if isinstance(request, Question)} - {None}

    assert [check.check_seed for check in graded.result.exercises[0].checks] == [77, 77, 77, None]
    assert worker_seed(77) in seeds
    assert len(seeds) == 2


def test_a_mistake_is_diagnosed_on_the_inputs_of_the_failed_check(tmp_path: Path, run_course: RunCourse) -> None:
    mistakes = [
        Misconception(id="raised.exit", symptom=twin(lambda X: 2 * X)),
        Misconception(id="worker.closed", symptom=twin(torch.neg)),
    ]
    course = collected(tmp_path, CHECKS, misconceptions=mistakes)
    graded, _ = run_course(course, returning(torch.neg))
    check = graded.result.exercises[0].checks[0]

    assert check.diagnosis is not None
    assert check.diagnosis.misconception == "worker.closed"
    assert check.evidence is not None
    assert check.evidence.call == "f(X)"


def test_what_torch_raised_is_told_where_the_exercise_knows_no_mistake(tmp_path: Path, run_course: RunCourse) -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        message = "a leaf Variable that requires grad is being used in an in-place operation."
        return Raised(number=request.number, type="RuntimeError", message=message, places=[]), []

    known = Misconception(id="worker.closed", symptom=lambda tried: bool(tried.raised), section="4.3.1")
    first = [
        run_course(collected(tmp_path, CHECKS, misconceptions=some), script)[0].result.exercises[0].checks[0]
        for some in ([], [known])
    ]

    assert [check.diagnosis.misconception for check in first if check.diagnosis] == [
        "mistake.in_place_leaf", "worker.closed",
    ]  # fmt: skip
    assert [check.diagnosis.passage.section for check in first if check.diagnosis and check.diagnosis.passage] == [
        "4.3.1",
    ]  # fmt: skip
    assert all(check.next is not None for check in first)


def test_a_fault_of_the_check_is_ours_and_leaves_no_total(tmp_path: Path, run_course: RunCourse) -> None:
    broken = CHECKS.replace('"""Shape."""', '"""Shape."""\n    1 / 0')
    graded, _ = run_course(collected(tmp_path, broken), returning(lambda X: X))
    check = graded.result.exercises[0].checks[1]

    assert (check.outcome, check.message_id) == (Outcome.ERROR, "ours.check")
    assert "ZeroDivisionError" in check.message
    assert (graded.result.points, graded.result.max_points) == (None, 4.0)
    assert graded.result.exercises[0].status is Status.ERROR


def test_after_two_limits_the_rest_is_skipped(tmp_path: Path, run_course: RunCourse) -> None:
    def out_of_memory(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        return Raised(number=request.number, type="M", message="", places=[], builtin="MemoryError"), []

    checks = CHECKS.replace(', requires=["rows"]', ", requires=[]").replace('"shape"', '"statistics"')
    graded, workers = run_course(collected(tmp_path, checks, HIDDEN), out_of_memory)
    results = graded.result.exercises[0].checks

    assert [check.message_id for check in results] == ["limit.memory"] * 2 + ["skipped.limits"] * 2
    assert results[2].values["count"] == 2
    assert len(workers.started) == 2


def helped(*needed: str) -> Script:
    """Return a worker that is right only where these helpers are the course's own."""

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        assert isinstance(request, Call)
        X = Unpacker(body, views=True).value(request.arguments[0])
        return returned(request, X if set(needed) <= set(load.override) else -X)

    return script


FILL = ("first", "second", "third")


@pytest.mark.parametrize(("guilty", "named"), [(("second",), "second"), (("first", "second"), "first, second")])
def test_a_helper_of_the_students_does_not_sink_the_exercise(
    guilty: tuple[str, ...], named: str, tmp_path: Path, run_course: RunCourse
) -> None:
    """Ruling 19: once more with the given ones; the better outcome counts, and the culprit is named."""
    graded, _ = run_course(collected(tmp_path, CHECKS, fill=FILL), helped(*guilty), WITH_HELPERS)
    check = graded.result.exercises[0].checks[0]

    assert (check.outcome, check.points) == (Outcome.PASSED, 2.0)
    assert [note.message_id for note in check.notes] == ["helper.at_fault"]
    assert shown(check.notes[0].values["helpers"]) == named
    assert graded.result.points == 4.0


def test_the_mistake_that_was_named_for_a_helper_is_told_beside_it(tmp_path: Path, run_course: RunCourse) -> None:
    negated = Misconception(id="worker.closed", symptom=twin(torch.neg))
    course = collected(tmp_path, CHECKS, fill=FILL, misconceptions=[negated])
    graded, _ = run_course(course, helped("second"), WITH_HELPERS)
    notes = graded.result.exercises[0].checks[0].notes

    assert [note.message_id for note in notes] == ["helper.at_fault", "worker.closed"]


def test_a_mistake_of_the_function_itself_stays_as_it_was_first_told(tmp_path: Path, run_course: RunCourse) -> None:
    graded, workers = run_course(collected(tmp_path, CHECKS, fill=FILL), helped("not a helper"), WITH_HELPERS)
    check = graded.result.exercises[0].checks[0]

    assert (check.outcome, check.message_id, check.notes) == (Outcome.FAILED, "value.differs", [])
    assert [load.override for load in workers.loads][:2] == [[], ["first", "second"]]


SHOWING = f"""
from torchgrade.model.results import Curve, Point
{VALUE}
def test_rows(student, tensors, data):
    '''Rows.'''
    got = student.f(tensors.normal(1))
    data.attach(Curve(name="curve.a", points=[Point(x=0.0, y=float(got))]))
    assert_close(got, torch.zeros(1))
"""


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({(): 1.0, ("first", "second"): 2.0}, 1.0),
        ({(): 1.0, ("first", "second"): 0.0, ("first",): 3.0, ("second",): 4.0}, 0.0),
        ({(): 1.0, ("first", "second"): 0.0, ("first",): 3.0, ("second",): 0.0}, 0.0),
    ],
    ids=["nothing helps", "only both help", "the second helps"],
)
def test_what_is_shown_is_what_the_outcome_that_counts_gave(
    values: dict[tuple[str, ...], float], shown: float, tmp_path: Path, run_course: RunCourse
) -> None:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        return returned(request, torch.tensor([values[tuple(load.override)]]))

    graded, _ = run_course(collected(tmp_path, SHOWING, fill=FILL), script, WITH_HELPERS)
    (curve,) = graded.result.exercises[0].attachments

    assert isinstance(curve, Curve)
    assert [point.y for point in curve.points] == [shown]


def test_a_passing_check_is_not_tried_again(tmp_path: Path, run_course: RunCourse) -> None:
    _, workers = run_course(collected(tmp_path, CHECKS, fill=FILL), returning(lambda X: X), WITH_HELPERS)

    assert len(workers.started) == 1


def test_the_check_after_a_second_try_runs_with_the_students_own_helpers(tmp_path: Path, run_course: RunCourse) -> None:
    _, workers = run_course(collected(tmp_path, CHECKS, fill=FILL), helped("first"), WITH_HELPERS)

    both = ("first", "second")
    assert [tuple(load.override) for load in workers.loads] == [(), both, ("second",), ("first",)] * 3


def test_a_second_try_draws_the_same_inputs(tmp_path: Path, run_course: RunCourse) -> None:
    _, workers = run_course(collected(tmp_path, CHECKS, fill=FILL), helped("first"), WITH_HELPERS, only=("f.rows",))
    first, second, third, fourth = (worker.bodies[-1] for worker in workers.started)

    assert first == second == third == fourth


MIXED = """
import random
import numpy as np
import torch

calls = []

def softmax(X):
    calls.append(1)
    torch.manual_seed(len(calls))
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(bool(X.abs().max() < 900))
    e = torch.exp(X - X.max())
    return e / e.sum(1, keepdim=True)

def data_iter(batch_size, features, labels):
    n = len(features)
    order = random.sample(range(n), n) if np.random.rand() < 2 else []
    for i in range(0, n, batch_size):
        rows = torch.tensor(order[i:i + batch_size])
        yield features[rows], labels[rows]

def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        for X, y in train_iter:
            l = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
"""


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_check_has_the_same_outcome_alone_and_in_its_place(
    exercise: str, grade: Grade, exercise_of: Callable[[SubmissionResult, str], ExerciseResult]
) -> None:
    """Ruling 7: whatever a submission leaves behind, the next check starts from its own seed."""
    whole = exercise_of(grade(MIXED), exercise).checks

    def told(check: CheckResult) -> tuple[object, ...]:
        return (check.outcome, check.points, check.message_id, check.values, check.check_seed, check.evidence)

    assert {check.outcome for check in whole} & {Outcome.PASSED}
    for check in whole:
        alone = exercise_of(grade(MIXED, only=(check.check,)), exercise).checks
        assert told(alone[-1]) == told(check)
        assert alone[-1].check == check.check


def test_checks_in_reverse_have_the_same_outcomes(tmp_path: Path, run_course: RunCourse) -> None:
    parts = CHECKS.replace(', requires=["rows"]', ", requires=[]").replace('"shape"', '"statistics"').split("\n\n")
    course, turned = (collected(tmp_path, "\n\n".join(order)) for order in (parts, parts[::-1]))
    script = returning(lambda X: X * (X.reshape(-1)[0] > 0))
    one, _ = run_course(course, script)
    other, _ = run_course(turned, script)

    assert outcomes(one.result) == outcomes(other.result)
    assert {c.check: c.check_seed for c in one.result.exercises[0].checks} == {
        c.check: c.check_seed for c in other.result.exercises[0].checks
    }


def test_what_was_done_otherwise_is_told_of_visible_checks_only(tmp_path: Path, run_course: RunCourse) -> None:
    """A worker that makes up line numbers could tell a student what a hidden check asked."""

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        X = Unpacker(body).value(request.arguments[0])  # type: ignore[union-attr]
        reply, buffers = returned(request, X)
        return structs.replace(reply, notes=[Noted(file="ada.py", line=len(X), reason="device")]), buffers

    graded, _ = run_course(collected(tmp_path, CHECKS, HIDDEN), script)

    assert set(outcomes(graded.result).values()) == {Outcome.PASSED}
    assert [(note.message_id, shown_all(note.values)) for note in graded.result.exercises[0].notes] == [
        ("accommodated.device", {"place": "ada.py, line 2; ada.py, line 4; ada.py, line 5"})
    ]
