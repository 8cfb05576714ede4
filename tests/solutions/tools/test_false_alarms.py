"""The references, judged over seeds by the script that does so 20,000 times."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from torchgrade.courses.outline import outlines
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import Engine

SCRIPT = Path(__file__).parents[3] / "solutions" / "tools" / "false_alarms.py"


def test_references_raise_no_false_alarm_in_a_class_run(
    tool: Callable[[str], ModuleType], course_engine: Engine
) -> None:
    script = tool("false_alarms")

    assert list(script.lost(course_engine, 3, 0, salt="suite")) == []


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_references_raise_no_false_alarm_in_300_seeds_and_20_trainings() -> None:
    """The whole program, as ruling 39 asks of the gate."""
    command = [sys.executable, str(SCRIPT), "300", "20"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    judged = {line.partition(":")[0] for line in done.stdout.splitlines() if ": seeds " in line}
    assert judged == {outline.name for outline in outlines(Plugins())}


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
