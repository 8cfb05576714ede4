"""Files as learners hand them in earn what their functions earn, and say what was done with them: one run of them all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.realfiles import HABITS


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the results by the name of the habit."""
    place = tmp_path_factory.mktemp("real")
    for name, habit in HABITS.items():
        files = habit.text if isinstance(habit.text, dict) else {"": habit.text}
        for inner, text in files.items():
            file = place / "in" / name / inner if inner else place / "in" / f"{name}{habit.suffix}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = subprocess.run(
        [
            sys.executable, "-m", "torchgrade", "grade", "in", "--out", "run", "--sandbox", "none", "--seed", "5",
            "--jobs", "2",
        ],
        cwd=place, env=os.environ, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = (place / "run" / "results.jsonl").read_text("utf-8").splitlines()
    return {result["submission"]: result for result in map(json.loads, lines)}


@pytest.mark.parametrize("name", HABITS)
def test_what_is_right_earns_its_points_and_what_was_done_is_said(name: str, results: dict[str, Any]) -> None:
    habit, result = HABITS[name], results[name]
    exercises = {one["exercise"]: one for one in result["exercises"]}
    lost = {
        exercise: [check["message"] for check in exercises[exercise]["checks"] if check["outcome"] != "passed"][:1]
        for exercise in habit.earns
        if exercises[exercise]["points"] != exercises[exercise]["max_points"]
    }
    notes = [*result["problems"], *(note for one in result["exercises"] for note in one["notes"])]

    assert lost == {}
    assert set(habit.notes) <= {note["message_id"] for note in notes}
