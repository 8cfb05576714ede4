"""Reference solutions pass every check of their exercise over many seeds; stubs earn nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from tests.conftest import request_of
from torchgrade.checking.requests import Request
from torchgrade.model.outcomes import Status
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.outline import outlines
from torchgrade.plugins.resources import resolve
from torchgrade.sandbox.engine import Engine

OUTLINES = outlines(Plugins())
POINTS = {"synthetic_data": 6.0, "data_iter": 6.0, "sgd": 5.0, "softmax": 6.0, "cross_entropy": 6.0, "accuracy": 4.0,
          "train_ch3": 7.0}  # fmt: skip


def references() -> dict[str, bytes]:
    """Return a submission: the files that hold the reference solutions."""
    made = {}
    for source in Plugins().gather("torchgrade_solutions"):
        module = sys.modules[resolve(source.reference).__module__]
        made[f"{source.exercise}.py"] = Path(str(module.__file__)).read_bytes()
    return made


def test_the_references_earn_every_point(course_engine: Engine) -> None:
    """Nothing is failed, nothing skipped, in any exercise, and the points are those of the course."""
    result = course_engine.judge(request_of(references()))
    told = [(c.check, c.message) for e in result.exercises for c in e.checks if c.message]

    assert {e.exercise: e.points for e in result.exercises} == {o.name: POINTS[o.name] for o in OUTLINES}, told
    assert result.points == result.max_points, told


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.name)
def test_a_stub_is_not_started(outline, course_engine: Engine) -> None:
    """It has no failed checks, and no points."""
    stub = (files(outline.package) / "stub.py").read_bytes()
    result = course_engine.judge(request_of({"ada.py": stub}))
    found = next(e for e in result.exercises if e.exercise == outline.name)

    assert (found.status, found.points, found.checks) == (Status.NOT_STARTED, 0.0, [])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_references_pass_over_seeds(course_engine: Engine) -> None:
    """300 seeds without training, 20 with, and not one false alarm (ruling 39)."""
    untrained = {outline.name for outline in OUTLINES if not outline.data}
    cheap = tuple(c.check for e in course_engine.course.exercises if e.exercise in untrained for c in e.checks)

    def requests() -> Iterator[Request]:
        for number in range(300):
            request = request_of(references(), only=cheap if number >= 20 else ())
            # The seed of a check comes from the digest, so another digest is another seed.
            yield msgspec.structs.replace(request, digest=f"{number:064x}", submission=str(number))

    lost = [
        (request.submission, check.check, check.message)
        for request, result in course_engine.run(requests())
        for exercise in result.exercises
        for check in exercise.checks
        if check.points != check.max_points
    ]

    assert lost == []
