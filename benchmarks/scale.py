"""Time and memory of ``torchgrade report`` for runs of many sizes, made of copies of one run's results.

``python -m benchmarks.scale RUN`` copies the results of a real run under new ids into ``run.sqlite`` of a new one, with
a person and a delivery for each. It then runs ``torchgrade report`` twice, each time in a process of its own: once for
a run without pages, and once for the same run again, in which nothing changed.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil
from msgspec import structs

from benchmarks.commands import ROOT, environment
from torchgrade.grading.brief import brief_text
from torchgrade.grading.database import DATABASE, connect, encoded, text_digest, transaction
from torchgrade.grading.store import Kept, Store
from torchgrade.model.history import GradingKind
from torchgrade.model.people import Delivered, Enrolled, Person
from torchgrade.model.results import SubmissionResult

COUNTS = "1000,10000,100000"
PAUSE_SECONDS = 0.05
MEGABYTE = 1e6
SECTIONS = "ABCD"
_PLACE = "\N{SECTION SIGN}"
"""Id of a copied result, in whose place each new id is written."""
_RESULT = "INSERT INTO results VALUES (?, 'copied', ?, 0, 1, ?, '', ?, ?, ?, ?)"


class Figures(NamedTuple):
    """Figures of one report."""

    seconds: float
    peak: float
    """Largest resident set of the process and its children, in bytes."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table with a row for each count and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("run", type=Path, help="run folder whose results are copied")
    parser.add_argument("--counts", default=COUNTS, help=f"numbers of submissions (default: {COUNTS})")
    parser.add_argument("--only", default="", help="exercises to copy; all if empty")
    parser.add_argument("--out", type=Path, help="folder for the runs, which stay; a temporary one if not given")
    chosen = parser.parse_args(arguments)
    counts = [int(count) for count in chosen.counts.split(",")]
    with contextlib.ExitStack() as stack:
        place = chosen.out or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place.mkdir(parents=True, exist_ok=True)
        first: dict[str, tuple[float, float]] = {}
        for count in counts:
            folder = place / f"run-{count}"
            exercises = copy_run(chosen.run, folder, count, tuple(filter(None, chosen.only.split(","))))
            print(f"{count} submissions of {exercises} exercises, {size(folder):.0f} MB in {DATABASE}", flush=True)
            for name in ("report", "again"):
                figures = report(folder)
                each = figures.seconds / count
                times, memory = first.setdefault(name, (each, figures.peak))
                print(
                    f"  {name:<8}{figures.seconds:9.1f} s {1000 * each:8.2f} ms each ({each / times:5.2f})"
                    f" {figures.peak / MEGABYTE:8.1f} MB at most ({figures.peak / memory:5.3f})"
                    f" {size(folder):8.0f} MB of files",
                    flush=True,
                )
            if chosen.out is None:
                shutil.rmtree(folder)


def copy_run(run: Path, folder: Path, count: int, only: Sequence[str] = ()) -> int:
    """Make a run of copies of another run's results; return the number of exercises."""
    with Store(run, writing=False) as store:
        kept = store.kept()
        results = [_of_exercises(one, only) for one in store.results()]
    if kept is None or not results:
        sys.exit(f"{run} has no results")
    chosen = tuple(one for one in kept.course.exercises if not only or one.exercise in only)
    course = structs.replace(kept.course, exercises=chosen)
    with Store(folder, writing=True) as store:
        store.keep_configuration(Kept(config=kept.config, course=course))
        store.history.finish(store.history.begin(GradingKind.GRADE))
    with contextlib.closing(connect(folder / DATABASE)) as database, transaction(database):
        forms = [_forms(result) for result in results]
        versions = encoded(kept.course.digests)
        for number in range(count):
            is_complete, brief, text = forms[number % len(forms)]
            name = f"s{number:06d}"
            text = text.replace(_PLACE, name, 1)
            row = (name, is_complete, name, versions, text_digest(text), brief.replace(_PLACE, name, 1), text)
            database.execute(_RESULT, row)
            person = Person(name=f"Student {number}", number=name, section=SECTIONS[number % len(SECTIONS)])
            one = Enrolled(key=name, submission=name, person=person, is_listed=True)
            database.execute(
                "INSERT INTO enrolled (key, submission, record) VALUES (?, ?, ?)", (name, name, encoded(one))
            )
            delivered = Delivered(submission=name, layout="canvas", entries=(f"{name}_1_2_answer.py",))
            database.execute("INSERT INTO delivered VALUES (?, ?)", (name, encoded(delivered)))
    return len(chosen)


def _of_exercises(result: SubmissionResult, only: Sequence[str]) -> SubmissionResult:
    """Return a result with some of its exercises alone."""
    if not only:
        return result
    parts = [part for part in result.exercises if part.exercise in only]
    points = None if result.points is None else sum(part.points for part in parts)
    return structs.replace(result, exercises=parts, points=points, max_points=sum(part.max_points for part in parts))


def _forms(result: SubmissionResult) -> tuple[bool, str, str]:
    """Return whether a result is complete, and its brief and its whole form with a mark in place of its id."""
    marked = structs.replace(result, submission=_PLACE)
    return result.points is not None, brief_text(marked), msgspec.json.encode(marked).decode()


def report(folder: Path) -> Figures:
    """Return the seconds and the memory of one ``torchgrade report``."""
    command = [sys.executable, "-m", "torchgrade", "report", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    polled: list[float] = [0.0]
    watching = threading.Thread(target=lambda: polled.extend(_resident(process.pid)))
    watching.start()
    process.wait()
    seconds = time.perf_counter() - start
    watching.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Figures(seconds, max(polled))


def _resident(process: int) -> Iterator[float]:
    """Yield the largest resident bytes of a process and its children so far, again and again, until it ends.

    The kernel's own figure for an ended process is no use, because it includes the copy of this process before the
    program started.
    """
    with contextlib.suppress(psutil.Error, OSError):
        root = psutil.Process(process)
        while root.status() != psutil.STATUS_ZOMBIE:
            yield sum(map(_peak, (root, *root.children(recursive=True))))
            time.sleep(PAUSE_SECONDS)


def _peak(process: psutil.Process) -> float:
    text = Path(f"/proc/{process.pid}/status").read_text("ascii", "replace")
    return sum(1024.0 * int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM"))


def size(folder: Path) -> float:
    """Return the megabytes of the files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MEGABYTE


if __name__ == "__main__":
    main()
