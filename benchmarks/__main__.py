"""Run every measurement in turn, several rounds, and print medians and the ratios that are promised."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
FEW, MANY = 2, 22


def data_root() -> str:
    """Return where the real subset lies."""
    beside = ROOT.parent / "shared" / "data" / "fashion-mnist-subset"
    return os.environ.get("TORCHGRADE_FASHION_ROOT", str(beside))


def run(*command: str) -> tuple[float, str]:
    """Return the seconds that a command took, and what it printed."""
    environment = {**os.environ, "TORCHGRADE_FASHION_ROOT": data_root(), "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start, done.stdout


def grade(count: int, jobs: int) -> float:
    """Return the seconds of a class run over so many copies of the submission, pages and all."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "class").mkdir()
        for number in range(count):
            shutil.copy(ROOT / "benchmarks" / "submission.py", place / "class" / f"s{number:03d}.py")
        seconds, _ = run(
            sys.executable, "-m", "torchgrade", "grade", str(place / "class"), "--out", str(place / "run"),
            "--jobs", str(jobs), "--data", "fashion-mnist", "--data-root", data_root(), "--seed", "1",
            "--exercises", "data_iter,softmax,train_ch3",
        )  # fmt: skip
        return seconds


def measure() -> dict[str, float]:
    """Return one round's figures, in seconds."""
    _, printed = run(sys.executable, "-m", "benchmarks.floor", data_root())
    figures: dict[str, float] = json.loads(printed.splitlines()[-1])
    few = grade(FEW, 1)
    figures["grade"] = (grade(MANY, 1) - few) / (MANY - FEW)
    figures["start"] = few - FEW * figures["grade"]
    figures["alone"], _ = run(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "benchmarks/test_alone.py"
    )
    return figures


def main(rounds: int) -> None:
    """Print a table of medians."""
    found = []
    for number in range(rounds):
        found.append(measure())
        print(
            f"round {number + 1}: " + ", ".join(f"{k} {v:.4g}" for k, v in found[-1].items()),
            flush=True,
        )
    median = {key: statistics.median(figures[key] for figures in found) for key in found[0]}
    overhead = statistics.median((f["grade"] - f["floor"]) / f["fork"] for f in found)
    faster = statistics.median(f["alone"] / f["grade"] for f in found)
    print()
    print(f"medians of {rounds} rounds, {int(median['checks'])} checks in three exercises, real subset")
    print(f"(a) the floor                               {median['floor'] * 1000:8.1f} ms")
    print(f"    a bare fork and exit of the warm zygote {median['fork'] * 1000:8.1f} ms")
    print(f"(b) grade --jobs 1, a submission            {median['grade'] * 1000:8.1f} ms")
    print(f"    start of a class run, once              {median['start'] * 1000:8.1f} ms")
    print(f"(d) pytest in a process of its own          {median['alone'] * 1000:8.1f} ms")
    print(f"overhead ((b) - (a)) in forks               {overhead:8.1f}   (asked: at most 25)")
    print(f"(d) / (b)                                   {faster:8.1f}   (asked: at least 3)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
