"""The timed commands, each as its own process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.ledger import Sums
from benchmarks.tree import measured

ROOT = Path(__file__).parent.parent
FEW, MANY = 2, 122
"""Sizes of the two classes; with 42 the start, which varies by 0.3 s, moved the slope of two jobs by a tenth."""


def data_root() -> str:
    """Return the folder of the real subset."""
    beside = ROOT.parent / "shared" / "data" / "fashion-mnist-subset"
    return os.environ.get("TORCHGRADE_FASHION_ROOT", str(beside))


def environment(**further: str) -> dict[str, str]:
    """Return the environment of every timed command."""
    return {**os.environ, "TORCHGRADE_FASHION_ROOT": data_root(), "OMP_NUM_THREADS": "1", **further}


def run(*command: str, cwd: Path = ROOT, **further: str) -> tuple[float, str]:
    """Return the seconds that a command took, and its output. Exit if the command failed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=environment(**further), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start, done.stdout


def grade_command(place: Path, jobs: int, exercises: Sequence[str], sandbox: str = "B") -> list[str]:
    """Return the command of a class run over ``place / "class"``."""
    return [
        sys.executable, "-m", "torchgrade", "grade", str(place / "class"), "--out", str(place / "run"),
        "--jobs", str(jobs), "--data", "fashion-mnist", "--data-root", data_root(), "--seed", "1",
        "--exercises", ",".join(exercises), "--sandbox", sandbox,
    ]  # fmt: skip


def write_class(place: Path, file: Path, count: int) -> None:
    """Write that many copies of a submission."""
    (place / "class").mkdir()
    for number in range(count):
        shutil.copy(file, place / "class" / f"s{number:03d}{file.suffix}")


def grade(count: int, jobs: int, exercises: Sequence[str], file: Path, sandbox: str) -> Sums:
    """Return the seconds of a class run, including pages, and the CPU time of its processes."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_class(place, file, count)
        return measured(grade_command(place, jobs, exercises, sandbox), ROOT, environment())


def slopes(jobs: int, exercises: Sequence[str], file: Path, sandbox: str = "B", many: int = MANY) -> tuple[Sums, Sums]:
    """Return what one more submission takes, and what the start of a class run takes."""
    few = grade(FEW, jobs, exercises, file, sandbox)
    each = Sums().combined(grade(many, jobs, exercises, file, sandbox).combined(few, -1), 1 / (many - FEW))
    return each, few.combined(each, -FEW)


def slope(jobs: int, exercises: Sequence[str], file: Path, sandbox: str = "B", many: int = MANY) -> tuple[float, float]:
    """Return the seconds of one more submission, and the seconds of the start of a class run."""
    each, start = slopes(jobs, exercises, file, sandbox, many)
    return each.wall, start.wall
