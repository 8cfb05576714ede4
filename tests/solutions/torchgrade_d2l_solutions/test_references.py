"""Reference solutions pass every check of their exercise over many seeds; stubs earn nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib.resources import files

import msgspec
import pytest

from tests.conftest import Grade, request_of
from torchgrade.checking.requests import Request
from torchgrade.model.outcomes import Status
from torchgrade.sandbox.engine import Engine
from torchgrade_d2l_solutions.linear_regression.data_iter import data_iter
from torchgrade_d2l_solutions.softmax_regression import train_ch3 as trainer
from torchgrade_d2l_solutions.softmax_regression.softmax import softmax

SOURCE = "\n".join(
    [
        "from __future__ import annotations",
        "from collections.abc import Callable, Iterable, Iterator",
        "import torch",
        "Batches = Iterable",
        inspect.getsource(data_iter),
        inspect.getsource(softmax),
        inspect.getsource(trainer._set_mode),
        inspect.getsource(trainer.train_ch3),
    ]
)
STUBS = {
    "data_iter": "linear_regression",
    "softmax": "softmax_regression",
    "train_ch3": "softmax_regression",
}


def test_the_references_earn_every_point(grade: Grade) -> None:
    """Nothing is failed, nothing skipped, in all three exercises."""
    result = grade(SOURCE)

    assert result.points == result.max_points == 19.0, [
        (c.check, c.message) for e in result.exercises for c in e.checks if c.message
    ]


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_is_not_started(name: str, grade: Grade) -> None:
    """It has no failed checks, and no points."""
    stub = (files(f"torchgrade_d2l.{STUBS[name]}.{name}") / "stub.py").read_text("utf-8")
    found = next(e for e in grade(stub).exercises if e.exercise == name)

    assert (found.status, found.points, found.checks) == (Status.NOT_STARTED, 0.0, [])


@pytest.mark.slow
def test_the_references_pass_over_seeds(engine: Engine) -> None:
    """300 seeds without training, 20 with, and not one false alarm (ruling 39)."""
    cheap = tuple(check.check for e in engine.course.exercises if e.exercise != "train_ch3" for check in e.checks)

    def requests() -> Iterator[Request]:
        for number in range(300):
            request = request_of({"ada.py": SOURCE.encode()}, only=cheap if number >= 20 else ())
            # The seed of a check comes from the digest, so another digest is another seed.
            yield msgspec.structs.replace(request, digest=f"{number:064x}", submission=str(number))

    lost = [
        (request.submission, check.check, check.message)
        for request, result in engine.run(requests())
        for exercise in result.exercises
        for check in exercise.checks
        if check.points != check.max_points
    ]

    assert lost == []
