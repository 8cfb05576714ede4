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
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Phrase, phrase
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

    def step(self) -> Phrase:
        """Count one submission; return the words for the rate and the remaining time."""
        self.done += 1
        rate = (self.done - self._first) / max(self._clock() - self._start, 1e-3)
        shown = f"{rate:.{0 if rate >= 100 else 1}f}"
        return phrase("grade.progress.pace", rate=shown, left=duration(max(self.total - self.done, 0) / rate))


class PlainProgress:
    """Progress with one line for each submission, for a pipe or a log."""

    def __init__(self, stream: TextIO, catalogue: Catalogue, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._catalogue = catalogue
        self._clock = clock
        self._pace = Pace(0, 0, clock)
        self._has_begun = False

    def planned(self, total: int, kept: int) -> None:
        """Begin, or continue with a next group; at the first begin, report how many results an earlier start kept."""
        self._pace = Pace(total, kept, self._clock)
        is_first, self._has_begun = not self._has_begun, True
        if kept and is_first:
            self._print(self._catalogue.render("grade.progress.kept", {"kept": kept, "total": total}))

    def graded(self, result: SubmissionResult) -> None:
        """Write the line of one submission."""
        pace = self._catalogue.words(self._pace.step())
        self._print(f"[{self._pace.done}/{self._pace.total}] {say_result(result, self._catalogue)}  {pace}")

    def noticed(self, words: Phrase) -> None:
        """Write a sentence about the run itself."""
        self._print(self._catalogue.words(words))

    def _print(self, line: str) -> None:
        # Flush each line, because a reader may follow the log while it is written.
        print(line, file=self._stream, flush=True)


class BarProgress:
    """Progress as a bar on one line, with the last graded submission."""

    def __init__(self, bar: Progress, catalogue: Catalogue) -> None:
        self._bar = bar
        self._catalogue = catalogue
        self._task = bar.add_task(catalogue.render("grade.progress.starting", {}), total=None, count="", pace="")
        self._pace = Pace(0, 0)

    def planned(self, total: int, kept: int) -> None:
        """Begin; the bar starts at the end of the earlier start."""
        self._pace = Pace(total, kept)
        self._bar.update(self._task, total=total, completed=kept, count=f"{kept}/{total}", description="")

    def graded(self, result: SubmissionResult) -> None:
        """Advance by one submission."""
        pace = self._catalogue.words(self._pace.step())
        count = f"{self._pace.done}/{self._pace.total}"
        said = say_result(result, self._catalogue)
        self._bar.update(self._task, advance=1, count=count, pace=pace, description=said)

    def noticed(self, words: Phrase) -> None:
        """Write a sentence about the run itself above the bar."""
        self._bar.console.print(self._catalogue.words(words), markup=False, highlight=False)


@contextmanager
def show_progress(catalogue: Catalogue, stream: TextIO | None = None) -> Iterator[Watcher]:
    """Show progress on a stream until the block ends; the stream is stdout by default."""
    stream = stream or sys.stdout
    if not stream.isatty():
        yield PlainProgress(stream, catalogue)
        return
    # Columns show plain text, because a submission may be called `[bold]`.
    columns = (
        BarColumn(),
        TextColumn("{task.fields[count]}", markup=False),
        TextColumn("{task.fields[pace]}", markup=False),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(file=stream)) as bar:
        yield BarProgress(bar, catalogue)


def say_result(result: SubmissionResult, catalogue: Catalogue) -> str:
    """Return the id and the points of a submission, on one line."""
    name = show_name(result.submission)
    if row_status(result) is RowStatus.UNDECIDED:
        return catalogue.render("grade.undecided", {"name": name})
    if result.points is None:
        return catalogue.render("grade.error", {"name": name})
    return f"{name} {result.points:g}/{result.max_points:g}"


def duration(seconds: float) -> Phrase:
    """Return the words for a duration: ``8 s``, ``3 min``, ``2.5 h``."""
    if seconds < 100:
        return phrase("grade.duration.seconds", n=f"{seconds:.0f}")
    if seconds < 6000:
        return phrase("grade.duration.minutes", n=f"{seconds / 60:.0f}")
    return phrase("grade.duration.hours", n=f"{seconds / 3600:.1f}")
