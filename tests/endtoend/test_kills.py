"""Processes of a class run are killed at random moments: nothing is lost, and nothing is graded twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KILLS = 20


@pytest.mark.long
def test_a_run_whose_processes_are_killed_ends_as_if_nothing_had_happened() -> None:
    """Results, rows, hooks, temporary files, processes and the terminal are compared by the tool itself."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--kills", str(KILLS)],
        cwd=ROOT, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} in all" in done.stdout
    assert "faults: 0" in done.stdout
