"""Reference solutions earn every point; stubs earn nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from types import ModuleType

import pytest
from msgspec import structs

from tests.conftest import request_of
from torchgrade.courses.outline import outlines
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.outcomes import Status
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import Engine

OUTLINES = outlines(Plugins())
POINTS = {
    "normal_equation": 4.0, "gaussian_nll": 4.0, "synthetic_data": 6.0, "data_iter": 6.0, "linreg": 4.0,
    "squared_loss": 4.0, "sgd": 5.0, "train_linreg": 6.0, "load_array": 4.0, "build_linreg": 5.0, "train_concise": 4.0,
    "one_hot": 3.0, "softmax": 7.0, "softmax_regression": 4.0, "cross_entropy": 6.0, "softmax_cross_entropy_grad": 4.0,
    "get_fashion_mnist_labels": 2.0, "load_data_fashion_mnist": 6.0, "show_images": 4.0, "accuracy": 4.0,
    "evaluate_accuracy": 5.0, "train_epoch_ch3": 6.0, "train_ch3": 7.0, "predict_ch3": 4.0, "init_weights": 3.0,
    "build_softmax_regression": 4.0, "log_softmax": 6.0, "cross_entropy_from_logits": 6.0,
}  # fmt: skip


def test_the_references_earn_every_point(tool: Callable[[str], ModuleType], course_engine: Engine) -> None:
    """Nothing is failed, nothing skipped, in any exercise, and the points are those of the course."""
    files = tool("false_alarms").references()
    result = course_engine.judge(JudgeRequest(submission="ada", digest="0" * 64, files=files))
    told = [(c.check, c.message) for e in result.exercises for c in e.checks if c.message]

    assert {e.exercise: e.points for e in result.exercises} == {o.name: POINTS[o.name] for o in OUTLINES}, told
    assert result.points == result.max_points, told


WRONG = b"""
import torch
calls = 0

def squared_loss(y_hat, y):
    global calls
    calls += 1
    return (y_hat - y) ** 2

def softmax(X):
    X -= X.max()
    return X.exp() / X.exp().sum(0, keepdim=True)

def one_hot(y, num_classes):
    return one_hot(y, num_classes)

def cross_entropy(y_hat, y):
    torch.set_default_dtype(torch.float64)
    return -torch.log(y_hat[range(len(y_hat)), y]) if calls else y.no_such_thing

def accuracy(y_hat, y):
    print(calls)
    return (y_hat.argmax(1) == y).sum()
"""


@pytest.mark.long
@pytest.mark.parametrize("case", ["references", "mistakes"])
def test_one_worker_for_all_exercises_gives_the_results_of_one_worker_for_each(
    case: str, tool: Callable[[str], ModuleType], course_engine: Engine
) -> None:
    files = tool("false_alarms").references() if case == "references" else request_of({"ada.py": WRONG}).files
    request = JudgeRequest(submission="ada", digest="0" * 64, files=files)
    together = course_engine.judge(request)
    graded = [e for e in together.exercises if e.checks]
    alone = [
        course_engine.judge(structs.replace(request, only=tuple(check.check for check in e.checks))).exercises[0]
        for e in graded
    ]

    assert len(graded) == (len(OUTLINES) if case == "references" else 5)
    assert alone == graded


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.name)
def test_a_stub_is_not_started(outline, course_engine: Engine) -> None:
    """It has no failed checks, and no points."""
    stub = (files(outline.package) / "stub.py").read_bytes()
    result = course_engine.judge(request_of({"ada.py": stub}))
    found = next(e for e in result.exercises if e.exercise == outline.name)

    assert (found.status, found.points, found.checks) == (Status.NOT_STARTED, 0.0, [])
