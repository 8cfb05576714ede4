"""Run every measurement in turn, several rounds, and print medians and the promised ratios; then the chapter, once.

The rounds measure the assignment ``core``, with the submission that every harness judges.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import chapter, cold, memory, watch
from benchmarks.commands import ROOT, data_root, run, slope
from benchmarks.local import exercises
from benchmarks.notebook import write_notebook

SUBMISSION = ROOT / "benchmarks" / "submission.py"
Figures = dict[str, float]


def alone(names: tuple[str, ...]) -> float:
    """Return the seconds of pytest in its own process (d)."""
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "benchmarks/test_alone.py")
    return run(*command, TORCHGRADE_BENCH_EXERCISES=",".join(names))[0]


def measure(notebook: Path) -> Figures:
    """Return one round's figures, in seconds and bytes."""
    everything, cheap = exercises(), exercises(training=False)
    _, printed = run(sys.executable, "-m", "benchmarks.floor", data_root())
    figures: Figures = json.loads(printed.splitlines()[-1])
    figures["grade all"], figures["start"] = slope(1, everything, SUBMISSION)
    figures["grade cheap"], _ = slope(1, cheap, SUBMISSION)
    figures["unconfined cheap"], _ = slope(1, cheap, SUBMISSION, "none")
    figures |= json.loads(run(sys.executable, "-m", "benchmarks.confinement")[1].splitlines()[-1])
    figures["two jobs"], _ = slope(2, everything, SUBMISSION)
    figures["notebook"], _ = slope(1, everything, notebook)
    figures["alone all"], figures["alone cheap"] = alone(everything), alone(cheap)
    figures |= cold.measure()
    figures |= watch.measure()
    one, two = (memory.peak_bytes(jobs, everything, SUBMISSION) for jobs in (1, 2))
    figures["a further job"] = two - one
    return figures


LINES: tuple[tuple[str, str, float], ...] = (
    ("(a) the floor, all exercises", "floor all", 1000),
    ("(a) the floor, those that do not train", "floor cheap", 1000),
    ("    a bare fork and exit of the warm zygote", "fork", 1000),
    ("(b) grade --jobs 1, all, a submission", "grade all", 1000),
    ("(b) grade --jobs 1, those that do not train", "grade cheap", 1000),
    ("    start of a class run, once", "start", 1000),
    ("(c) grade --jobs 2, all, a submission", "two jobs", 1000),
    ("(d) pytest in a process of its own, all", "alone all", 1000),
    ("(d) the same, those that do not train", "alone cheap", 1000),
    ("(e) python -c 'import torch'", "import torch", 1000),
    ("(e) check softmax, cold", "cold check", 1000),
    ("(g) grade --jobs 1, all, as notebooks", "notebook", 1000),
    ("(h) fork to first answer, all layers", "first answer", 1000),
    ("(h) the same, no layers", "first answer unconfined", 1000),
    ("(i) grade --sandbox=none, without training", "unconfined cheap", 1000),
    ("(j) watch, from a save to its verdict", "save", 1000),
    ("    a bare fork, taken in turn with the saves", "fork beside saves", 1000),
)

RATIOS: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("overhead of all, (b) - (a), in forks", "at most 25", lambda f: (f["grade all"] - f["floor all"]) / f["fork"]),
    ("overhead without training, in forks", "at most 20", lambda f: (f["grade cheap"] - f["floor cheap"]) / f["fork"]),
    ("(d) / (b), all", "at least 3", lambda f: f["alone all"] / f["grade all"]),
    ("(d) / (b), without training", "at least 8", lambda f: f["alone cheap"] / f["grade cheap"]),
    ("rate of (c) / rate of (b)", "at least 1.7", lambda f: f["grade all"] / f["two jobs"]),
    ("(e) cold check / import torch", "at most 1.4", lambda f: f["cold check"] / f["import torch"]),
    ("(f) memory of a further job, MB", "at most 150", lambda f: f["a further job"] / 1e6),
    ("(g) / (b)", "at most 1.2", lambda f: f["notebook"] / f["grade all"]),
    ("(h) first answer, layers / none", "-", lambda f: f["first answer"] / f["first answer unconfined"]),
    ("(j) save to verdict, in forks", "at most 10", lambda f: f["save"] / f["fork beside saves"]),
    ("(b) / (i), without training", "at most 1.25", lambda f: f["grade cheap"] / f["unconfined cheap"]),
)


def main(rounds: int) -> None:
    """Print a table of medians, and the spread of each."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        notebook = Path(name) / "submission.ipynb"
        write_notebook(SUBMISSION, notebook)
        for number in range(rounds):
            found.append(measure(notebook))
            print(f"round {number + 1}: {json.dumps({k: round(v, 4) for k, v in found[-1].items()})}", flush=True)
    print()
    all_checks, cheap_checks = int(found[0]["checks all"]), int(found[0]["checks cheap"])
    print(f"medians of {rounds} rounds; {all_checks} checks, {cheap_checks} of them in exercises that do not train")
    for text, key, unit in LINES:
        values = [figures[key] * unit for figures in found]
        print(f"{text:<46}{statistics.median(values):9.1f} ms   ({min(values):.0f} to {max(values):.0f})")
    for text, asked, ratio in RATIOS:
        values = [ratio(figures) for figures in found]
        print(
            f"{text:<46}{statistics.median(values):9.2f}      (asked: {asked}; {min(values):.2f} to {max(values):.2f})"
        )
    print()
    chapter.show(chapter.measure())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
