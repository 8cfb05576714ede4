"""Rate and memory of ``torchgrade grade`` within one run of very many tiny submissions.

``python -m benchmarks.tiny COUNT`` writes that many copies of one function, grades them with two jobs, and prints a
line for each tenth of the run: submissions a second, and the memory of the command at its end. The last line compares
the first thousand with the last. 100,000 submissions take most of an hour.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.commands import ROOT, environment, grade_command
from torchgrade.grading.database import DATABASE

EXERCISE = "one_hot"
TEXT = """import torch


def one_hot(y, q):
    return torch.eye(q)[y]
"""
JOBS = 2
COMPARED = 1000
"""Submissions at each end of the run whose rates are compared."""
PAUSE_SECONDS = 0.5
Seen = tuple[float, int, float]
"""Seconds, results so far, and megabytes of the command."""


def write(place: Path, count: int) -> None:
    """Write the submissions."""
    (place / "class").mkdir(parents=True)
    for number in range(count):
        (place / "class" / f"s{number:06d}.py").write_text(TEXT, "utf-8")


def watched(place: Path, count: int) -> Iterator[Seen]:
    """Grade, and yield what is seen of the run twice a second until every submission has a result."""
    with (place / "output.txt").open("w") as output:
        command = subprocess.Popen(
            grade_command(place, JOBS, [EXERCISE]), cwd=ROOT, env=environment(), stdout=output, stderr=output
        )
        done = 0
        while command.poll() is None:
            time.sleep(PAUSE_SECONDS)
            done = results(place / "run" / DATABASE, done)
            if done < count:
                yield time.monotonic(), done, memory(command.pid)
    if command.returncode:
        sys.exit((place / "output.txt").read_text("utf-8")[-2000:])


def results(database: Path, known: int) -> int:
    """Return how many results a run has, plus or minus one; the known number if its database cannot be read now."""
    try:
        connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        try:
            # They are graded in the order of their names. A count would read every result and disturb the run.
            (last,) = connection.execute("SELECT max(submission) FROM results").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return known
    return known if last is None else int(last.removeprefix("s")) + 1


def memory(process: int) -> float:
    """Return the megabytes of a process; nothing if it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0.0
    return sum(1024 * int(line.split()[1]) / 1e6 for line in lines if line.startswith("VmRSS"))


def rate(seen: Sequence[Seen], start: int, end: int) -> float:
    """Return the submissions a second between two numbers of results."""
    inside = [one for one in seen if start <= one[1] <= end]
    return (inside[-1][1] - inside[0][1]) / (inside[-1][0] - inside[0][0])


def main(arguments: Sequence[str] | None = None) -> None:
    """Grade, and print rates."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tiny", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, help="number of submissions, at least 4,000")
    parser.add_argument("--out", type=Path, help="folder for the class and its run; a temporary one if not given")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        place = (asked.out or Path(name)).absolute()
        write(place, asked.count)
        started, seen, part = time.monotonic(), list[Seen](), 1
        for one in watched(place, asked.count):
            seen.append(one)
            if one[1] >= part * asked.count // 10:
                before = (part - 1) * asked.count // 10
                print(f"{one[1]:>8,} results: {rate(seen, before, one[1]):5.1f}/s, command {one[2]:.0f} MB", flush=True)
                part += 1
        # The first results come while the processes warm up.
        first = rate(seen, 100, 100 + COMPARED)
        last = rate(seen, seen[-1][1] - COMPARED, seen[-1][1])
        print(f"first {COMPARED}: {first:.1f}/s, last {COMPARED}: {last:.1f}/s, {last / first:.3f} of it")
        print(f"the whole command: {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
