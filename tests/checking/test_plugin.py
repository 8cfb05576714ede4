"""A judge's plugin runs the checks that are wanted, gives them their fixtures, and takes note of what was raised."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest
import torch

from tests.checking.conftest import RunCourse
from tests.checking.little_course import CONFIG, VALUE, collected, little_course, returning
from tests.conftest import request_of
from torchgrade.checking.draws import Tensors, derive_seed
from torchgrade.errors import InternalError
from torchgrade.model.outcomes import Outcome
from torchgrade.protocol.messages import Call, TensorNode

CHECKS = f'''
{VALUE}
def test_rows(student, tensors):
    """Rows."""
    X = tensors.normal(2, 3)
    assert_close(student.f(X), X)

@pytest.mark.check(points=1, kind="value")
def test_fixtures(student, tensors, policy, references, data, request):
    """Fixtures."""
    assert policy.own == "f"
    assert references >= {{"torch.exp"}}
    assert data.run_seed == 3
    assert tensors.seed < 2 ** 48

@pytest.mark.check(points=1, kind="value")
def test_plain_assert(student):
    """A bare assert is a fault of the check and not of the student."""
    assert student.f(torch.ones(1)) is None

@pytest.mark.check(points=1, kind="value")
def test_unknown_fixture(student, no_such_fixture):
    """A fixture that does not exist."""

@pytest.mark.check(points=1, kind="shape", requires=["rows"])
def test_shape(student):
    """Shape."""
    fail("shape.differs", what="result", got_shape=[1], want=[2])
'''
SUBMISSION = "import torch\n\ndef f(X):\n    return torch.exp(X)\n"


def test_each_check_ends_in_its_outcome(tmp_path: Path, run_course: RunCourse) -> None:
    graded, _ = run_course(collected(tmp_path, CHECKS), returning(lambda X: X), SUBMISSION)
    checks = {check.check: check for check in graded.result.exercises[0].checks}

    assert {name: check.outcome for name, check in checks.items()} == {
        "f.rows": Outcome.PASSED,
        "f.fixtures": Outcome.PASSED,
        "f.plain_assert": Outcome.ERROR,
        "f.unknown_fixture": Outcome.ERROR,
        "f.shape": Outcome.FAILED,
    }
    assert "AssertionError" in checks["f.plain_assert"].message
    assert "no_such_fixture" in checks["f.unknown_fixture"].message
    assert checks["f.shape"].message_id == "shape.differs"


def test_only_the_checks_that_are_wanted_run_and_what_they_rest_on(tmp_path: Path, run_course: RunCourse) -> None:
    graded, _ = run_course(collected(tmp_path, CHECKS), returning(lambda X: X), SUBMISSION, only=("f.shape",))

    assert [check.check for check in graded.result.exercises[0].checks] == ["f.rows", "f.shape"]
    assert graded.result.max_points == 3.0


def test_inputs_are_drawn_from_the_seed_of_the_check(tmp_path: Path, run_course: RunCourse) -> None:
    graded, workers = run_course(collected(tmp_path, CHECKS), returning(lambda X: X), only=("f.rows",))
    check = graded.result.exercises[0].checks[0]
    digest = request_of({"ada.py": b"def f(X):\n    return X\n"}).digest
    call = next(r for r in workers.requests if isinstance(r, Call))
    node = call.arguments[0]

    assert isinstance(node, TensorNode)
    assert check.check_seed == derive_seed(CONFIG.seed, digest, "f.rows")
    assert Tensors(check.check_seed).normal(2, 3).numpy().tobytes() in workers.started[0].bodies
    assert torch.Size(node.shape) == (2, 3)


def test_a_fault_of_pytest_itself_is_ours(tmp_path: Path, run_course: RunCourse) -> None:
    course = collected(tmp_path, CHECKS)
    course.exercises[0].checks_path.write_text("this does not parse")
    for name in [name for name in sys.modules if course.root.name in name]:
        del sys.modules[name]

    with pytest.raises(InternalError):
        run_course(course, returning(lambda X: X))


def test_a_missing_check_is_an_error_of_ours_and_never_a_pass(tmp_path: Path, run_course: RunCourse) -> None:
    """The judge knows beforehand which checks must run."""
    course = collected(tmp_path, CHECKS)
    specs = course.checks["f"]
    course = little_course(tmp_path, CHECKS.partition("@pytest.mark.check(points=1")[0])
    course = dataclasses.replace(course, checks={"f": specs})
    graded, _ = run_course(course, returning(lambda X: X))
    outcomes = {check.check: (check.outcome, check.message_id) for check in graded.result.exercises[0].checks}

    assert outcomes["f.rows"] == (Outcome.PASSED, "")
    assert outcomes["f.shape"] == (Outcome.ERROR, "ours.no_verdict")
    assert graded.result.points is None
