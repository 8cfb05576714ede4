"""Run every measurement in turn, several rounds, and print medians and the promised ratios; then the chapter, once.

The rounds measure the assignment ``core``, with the submission that every harness judges.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import chapter, cold, memory, watch
from benchmarks.commands import ROOT, data_root, run, slope, slopes
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
    each, start = slopes(1, everything, SUBMISSION)
    figures["grade all"], figures["CPU all"], figures["start"] = each.wall, each.cpu, start.wall
    each, _ = slopes(1, cheap, SUBMISSION)
    figures["grade cheap"], figures["CPU cheap"] = each.wall, each.cpu
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


LINES: tuple[tuple[str, str, str], ...] = (
    ("(a)", "the floor of the seven", "floor all"),
    ("", "the floor of the six", "floor cheap"),
    ("", "a bare fork and exit of the warm zygote", "fork"),
    ("(b)", "`grade --jobs 1`, seven exercises, a submission", "grade all"),
    ("", "the same, the six", "grade cheap"),
    ("", "CPU time of all processes for it, seven", "CPU all"),
    ("", "the same, the six", "CPU cheap"),
    ("", "start of a class run, paid once", "start"),
    ("(c)", "`grade --jobs 2`, seven exercises", "two jobs"),
    ("(d)", "pytest in a process of its own, seven exercises", "alone all"),
    ("", "the same, the six", "alone cheap"),
    ("(e)", "`python -c 'import torch'`", "import torch"),
    ("", "`torchgrade check softmax.py softmax`, cold", "cold check"),
    ("(g)", "`grade --jobs 1`, the same functions in a notebook", "notebook"),
    ("(h)", "fork to first answer, all layers", "first answer"),
    ("", "the same, no layers", "first answer unconfined"),
    ("(i)", "`grade --sandbox none`, the six", "unconfined cheap"),
    ("(j)", "`watch`, from a save to its verdict", "save"),
    ("", "a bare fork, taken in turn with the saves", "fork beside saves"),
)
"""Letter, text and figure of each row."""

RATIOS: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("(b) / (a), seven", "at most 1.6", lambda f: f["grade all"] / f["floor all"]),
    ("(b) / (a), six", "at most 2.5", lambda f: f["grade cheap"] / f["floor cheap"]),
    ("CPU-seconds a submission, seven", "at most 0.25", lambda f: f["CPU all"]),
    ("submissions per core-second, seven", "-", lambda f: 1 / f["CPU all"]),
    ("submissions per core-second, six", "-", lambda f: 1 / f["CPU cheap"]),
    ("overhead of the seven, (b) - (a), in forks", "at most 25", lambda f: _forks(f, "all")),
    ("overhead of the six, in forks", "at most 20", lambda f: _forks(f, "cheap")),
    ("(d) / (b), seven", "at least 3", lambda f: f["alone all"] / f["grade all"]),
    ("(d) / (b), six", "at least 8", lambda f: f["alone cheap"] / f["grade cheap"]),
    ("rate of (c) / rate of (b)", "at least 1.85", lambda f: f["grade all"] / f["two jobs"]),
    ("(e) cold check / import torch", "at most 1.0", lambda f: f["cold check"] / f["import torch"]),
    ("(f) memory of a further job, MB", "at most 150", lambda f: f["a further job"] / 1e6),
    ("(g) / (b)", "at most 1.2", lambda f: f["notebook"] / f["grade all"]),
    ("(h) first answer, layers / none", "-", lambda f: f["first answer"] / f["first answer unconfined"]),
    ("(b) / (i), six", "at most 1.25", lambda f: f["grade cheap"] / f["unconfined cheap"]),
    ("(j) save to verdict, in forks", "at most 5", lambda f: f["save"] / f["fork beside saves"]),
)


def _forks(figures: Figures, which: str) -> float:
    return (figures[f"grade {which}"] - figures[f"floor {which}"]) / figures["fork"]


def time_text(seconds: float) -> str:
    """Return a time as the tables of ``docs/performance.md`` have it."""
    if seconds >= 9.95:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.0995 else f"{seconds * 1000:.1f} ms"


def tables(found: Sequence[Figures]) -> list[str]:
    """Return the tables of ``docs/performance.md``: medians, and each round."""
    lines = ["| | | median | rounds |", "| --- | --- | --- | --- |"]
    for letter, text, key in LINES:
        values = [figures[key] for figures in found]
        rounds = ", ".join(map(time_text, values))
        lines.append(f"| {letter} | {text} | {time_text(statistics.median(values))} | {rounds} |")
    lines += ["", "| | asked | reached | rounds |", "| --- | --- | --- | --- |"]
    for text, asked, ratio in RATIOS:
        values = [ratio(figures) for figures in found]
        rounds = ", ".join(f"{value:.2f}" for value in values)
        lines.append(f"| {text} | {asked} | {statistics.median(values):.2f} | {rounds} |")
    return lines


def main(rounds: int) -> None:
    """Print the tables of some rounds, and the chapter's."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        notebook = Path(name) / "submission.ipynb"
        write_notebook(SUBMISSION, notebook)
        for number in range(rounds):
            found.append(measure(notebook))
            print(f"round {number + 1}: {json.dumps({k: round(v, 4) for k, v in found[-1].items()})}", flush=True)
    all_checks, cheap_checks = int(found[0]["checks all"]), int(found[0]["checks cheap"])
    print(f"\n{all_checks} checks, {cheap_checks} of them in exercises that do not train\n")
    print("\n".join(tables(found)), flush=True)
    print()
    chapter.show(chapter.measure())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
