"""Progress of a class run: a bar on a terminal, otherwise one line for each submission."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from torchgrade.grading.class_run import Watcher
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RowStatus, row_status
from torchgrade.model.showable import show_name


class Pace:
    """Counter of graded submissions that computes the rate and the remaining time."""

    def __init__(self, total: int, kept: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start counting at ``kept`` of ``total``; the rate ignores kept results, because they took no time."""
        self.total = total
        self.done = kept
        self._first = kept
        self._clock = clock
        self._start = clock()

    def step(self) -> str:
        """Count one submission; return ``1.1/s, 8 s left``."""
        self.done += 1
        rate = (self.done - self._first) / max(self._clock() - self._start, 1e-3)
        return f"{rate:.{0 if rate >= 100 else 1}f}/s, {say_seconds((self.total - self.done) / rate)} left"


class PlainProgress:
    """Progress with one line for each submission, for a pipe or a log."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._pace = Pace(0, 0, clock)
        self._has_begun = False

    def planned(self, total: int, kept: int) -> None:
        """Begin, or continue with a next group; at the first begin, report how many results an earlier start kept."""
        self._pace = Pace(total, kept, self._clock)
        is_first, self._has_begun = not self._has_begun, True
        if kept and is_first:
            self._print(f"{kept} of {total} are already graded")

    def graded(self, result: SubmissionResult) -> None:
        """Write the line of one submission."""
        pace = self._pace.step()
        self._print(f"[{self._pace.done}/{self._pace.total}] {say_result(result)}  {pace}")

    def _print(self, line: str) -> None:
        # Flush each line, because a reader may follow the log while it is written.
        print(line, file=self._stream, flush=True)


class BarProgress:
    """Progress as a bar on one line, with the last graded submission."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=None, count="", pace="")
        self._pace = Pace(0, 0)

    def planned(self, total: int, kept: int) -> None:
        """Begin; the bar starts at the end of the earlier start."""
        self._pace = Pace(total, kept)
        self._bar.update(self._task, total=total, completed=kept, count=f"{kept}/{total}", description="")

    def graded(self, result: SubmissionResult) -> None:
        """Advance by one submission."""
        pace = self._pace.step()
        count = f"{self._pace.done}/{self._pace.total}"
        self._bar.update(self._task, advance=1, count=count, pace=pace, description=say_result(result))


@contextmanager
def show_progress(stream: TextIO | None = None) -> Iterator[Watcher]:
    """Show progress on a stream until the block ends; the stream is stdout by default."""
    stream = stream or sys.stdout
    if not stream.isatty():
        yield PlainProgress(stream)
        return
    # Columns show plain text, because a submission may be called `[bold]`.
    columns = (
        BarColumn(),
        TextColumn("{task.fields[count]}", markup=False),
        TextColumn("{task.fields[pace]}", markup=False),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(file=stream)) as bar:
        yield BarProgress(bar)


def say_result(result: SubmissionResult) -> str:
    """Return the id and the points of a submission, on one line."""
    name = show_name(result.submission)
    if row_status(result) is RowStatus.UNDECIDED:
        return f"{name} not graded: you must decide which file counts"
    if result.points is None:
        return f"{name} not graded: torchgrade failed"
    return f"{name} {result.points:g}/{result.max_points:g}"


def say_seconds(seconds: float) -> str:
    """Return a duration for a person: ``8 s``, ``3 min``, ``2.5 h``."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
