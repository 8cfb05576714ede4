"""A judge that waits has a worker forked, and does the work that every submission needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking.little_course import CONFIG, VALUE, LittleCourse, ScriptedWorkers, collected, returning
from tests.conftest import request_of
from torchgrade.checking import grade as grading
from torchgrade.checking.reading import read_submission
from torchgrade.sandbox.rehearsal import rehearse

CHECKS = f"""
{VALUE}
def test_rows(student, tensors):
    \"\"\"Rows.\"\"\"
    X = tensors.normal(2, 3)
    assert_close(student.f(X), X)
"""


class OrderedWorkers(ScriptedWorkers):
    """Counts the workers that were ordered."""

    orders = 0

    def order(self) -> None:
        self.orders += 1


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleCourse:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return collected(tmp_path, CHECKS)


def test_a_rehearsal_orders_one_worker_and_starts_none(course: LittleCourse) -> None:
    workers = OrderedWorkers(returning(lambda X: X))
    rehearse(course, CONFIG, workers)

    assert (workers.orders, workers.started) == (1, [])


def test_the_result_after_a_rehearsal_is_the_result_without_one(course: LittleCourse) -> None:
    request = request_of({"ada.py": b"def f(X):\n    return X\n"})

    def result() -> object:
        workers = ScriptedWorkers(returning(lambda X: X))
        return grading.grade(request, read_submission(request, course), course, CONFIG, workers)

    before = result()
    rehearse(course, CONFIG, OrderedWorkers(returning(lambda X: X)))

    assert result() == before
