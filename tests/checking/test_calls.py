"""A judge calls the wanted checks with their fixtures, and keeps what was raised."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import torch

from tests.checking.conftest import RunCourse
from tests.checking.little_course import CONFIG, VALUE, collected, returning
from tests.conftest import request_of
from torchgrade.checking.draws import Tensors, derive_seed
from torchgrade.checking.grade import Graded
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


def outcomes(graded: Graded) -> dict[str, tuple[Outcome, str]]:
    return {check.check: (check.outcome, check.message_id) for check in graded.result.exercises[0].checks}


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


def test_a_file_that_changes_after_the_collection_changes_no_verdict(tmp_path: Path, run_course: RunCourse) -> None:
    course = collected(tmp_path, CHECKS)
    before, _ = run_course(course, returning(lambda X: X), SUBMISSION)
    course.exercises[0].checks_path.write_text("this does not parse")
    after, _ = run_course(course, returning(lambda X: X), SUBMISSION)

    assert outcomes(after) == outcomes(before)


def test_a_missing_check_is_an_error_of_ours_and_never_a_pass(tmp_path: Path, run_course: RunCourse) -> None:
    """The judge knows beforehand which checks must run."""
    course = collected(tmp_path, CHECKS)
    fewer = collected(tmp_path, CHECKS.partition("@pytest.mark.check(points=1")[0])
    course = dataclasses.replace(course, calls=fewer.calls)
    graded, _ = run_course(course, returning(lambda X: X))

    assert outcomes(graded)["f.rows"] == (Outcome.PASSED, "")
    assert outcomes(graded)["f.shape"] == (Outcome.ERROR, "ours.no_verdict")
    assert graded.result.points is None


AUTHORS = f'''
EVENTS = []

@pytest.fixture(scope="module")
def open_file():
    EVENTS.append("open")
    yield 7
    EVENTS.append("close")

@pytest.fixture
def twice(open_file, student):
    EVENTS.append("begin")
    yield lambda X: student.f(student.f(X))
    EVENTS.append("end")

{VALUE}
def test_twice(twice, tensors):
    """Twice."""
    X = tensors.normal(2, 3)
    assert_close(twice(X), X)

@pytest.mark.check(points=1, kind="value")
def test_broken_teardown(request, student):
    """Broken teardown."""
    request.addfinalizer(lambda: 1 / 0)

@pytest.mark.check(points=1, kind="value")
def test_failure_before_a_broken_teardown(request, student):
    """Failure."""
    request.addfinalizer(lambda: 1 / 0)
    fail("shape.differs", what="result", got_shape=[1], want=[2])

@pytest.mark.check(points=1, kind="value")
def test_events(student, open_file):
    """Events."""
    assert EVENTS == ["open", "begin", "end"], EVENTS
'''


def test_fixtures_of_the_author_are_set_up_and_torn_down_by_pytest(tmp_path: Path, run_course: RunCourse) -> None:
    course = collected(tmp_path, AUTHORS)
    graded, _ = run_course(course, returning(lambda X: X), SUBMISSION)
    checks = {check.check: check for check in graded.result.exercises[0].checks}

    assert checks["f.twice"].outcome is Outcome.PASSED
    assert checks["f.events"].outcome is Outcome.PASSED
    assert "ZeroDivisionError" in checks["f.broken_teardown"].message
    assert checks["f.failure_before_a_broken_teardown"].message_id == "shape.differs"
    events = next(m.EVENTS for name, m in sys.modules.items() if course.root.name in name and hasattr(m, "EVENTS"))
    assert events == ["open", "begin", "end", "close"]


def test_a_check_that_stops_pytest_is_an_error_of_ours(tmp_path: Path, run_course: RunCourse) -> None:
    stops = f'{VALUE}\ndef test_stops(student):\n    """Stops."""\n    pytest.exit("now")\n'
    graded, _ = run_course(collected(tmp_path, stops), returning(lambda X: X))
    check = graded.result.exercises[0].checks[0]

    assert check.outcome is Outcome.ERROR
    assert "Exit" in check.message
