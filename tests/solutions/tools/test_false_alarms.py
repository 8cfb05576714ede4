"""The references, judged over seeds by the script that does so 20,000 times."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from torchgrade.sandbox.engine import Engine


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("seeds", "trainings"), [(10, 1), pytest.param(300, 20, marks=pytest.mark.long)])
def test_references_raise_no_false_alarm(
    seeds: int, trainings: int, tool: Callable[[str], ModuleType], course_engine: Engine
) -> None:
    """The gate runs 300 seeds without training and 20 with (ruling 39)."""
    script = tool("false_alarms")

    assert list(script.lost(course_engine, seeds, trainings, salt=f"suite {seeds}")) == []


def test_parts_judge_every_seed_of_an_exercise_once(tool: Callable[[str], ModuleType]) -> None:
    parts = tool("false_alarms").parts_of("softmax", 7, 1200)

    assert [number for _, _, first, last in parts for number in range(first, last)] == list(range(1200))
    assert {(seed, name) for seed, name, _, _ in parts} == {(7, "softmax")}


def test_every_seed_is_a_submission_of_its_own(tool: Callable[[str], ModuleType], course_engine: Engine) -> None:
    """Seeds come from digests; only the first ones train."""
    script = tool("false_alarms")
    made = list(script.requests(course_engine, 5, 2, salt="a"))

    assert len({request.digest for request in made}) == 5
    assert [bool(request.only) for request in made] == [False, False, True, True, True]
    assert {file.name for file in made[0].files} == {f"{e.exercise}.py" for e in course_engine.course.exercises}
