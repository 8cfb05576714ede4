"""``check`` gives the same result whether processes are forked or started afresh (ruling 28)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = [
    "softmax/right_chapter_formula.py",
    "softmax/lazy_equal_shares.py",
    "data_iter/wrong_last_batch_dropped_notebook.ipynb",
    "train_ch3/wrong_mean_for_custom_updater.py",
    "train_ch3/right_whole_chapter.py",
]


def check(file: Path, exercise: str, start: str, cwd: Path) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the result of a check, without its seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "torchgrade", "check", str(file), exercise, "--json", "--check-seed", "5"],
        cwd=cwd, env={**os.environ, "TORCHGRADE_START": start}, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    result = json.loads(done.stdout)
    # The run's own seed is drawn anew each time, and picks the images that the loss curve is of.
    exercises = [{**one, "attachments": []} for one in result["exercises"]]
    return done.returncode, {**result, "seconds": 0, "seed": 0, "exercises": exercises}


@pytest.mark.parametrize("name", [FILES[0], *(pytest.param(name, marks=pytest.mark.long) for name in FILES[1:])])
def test_fork_and_spawn_agree(name: str, tmp_path: Path) -> None:
    """Exit code, points, messages and evidence are the same."""
    exercise = name.partition("/")[0]
    forked, spawned = (check(CORPUS / name, exercise, start, tmp_path) for start in ("fork", "spawn"))

    assert forked == spawned
