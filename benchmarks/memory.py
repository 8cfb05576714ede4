"""Memory that a further job adds to a class run (f)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks.commands import ROOT, environment, grade_command, write_class

SUBMISSIONS = 16
PAUSE_SECONDS = 0.02
STARTING = 3
"""Number of command, zygote and bench. With more processes, a judge is at work."""


def peak_bytes(jobs: int, exercises: Sequence[str], file: Path) -> int:
    """Return the largest proportional set size of all processes of a class run while it judged.

    Pages that several processes share are divided among them, so the sum counts each page once. The start is left out,
    because reading the data set takes more memory for a moment.
    """
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_class(place, file, SUBMISSIONS)
        process = subprocess.Popen(
            grade_command(place, jobs, exercises), cwd=ROOT, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        peak = 0
        while process.poll() is None:
            peak = max(peak, _bytes(psutil.Process(process.pid)))
            time.sleep(PAUSE_SECONDS)
    if process.returncode:
        sys.exit(f"grade --jobs {jobs} ended with {process.returncode}")
    return peak


def _bytes(root: psutil.Process) -> int:
    total = 0
    try:
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    if len(family) <= STARTING:
        return 0
    for process in family:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total
