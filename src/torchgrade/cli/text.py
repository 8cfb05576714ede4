"""A submission's result as lines of text, as ``check`` shows it to the student."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from torchgrade.cli.screen import Screen, Span
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.showable import show, show_name
from torchgrade.reports.checks import full_view, points_words
from torchgrade.reports.evidence import Detail
from torchgrade.reports.records import CheckView, ValueTable
from torchgrade.reports.sentences import Sentences

_DETAIL = Detail(text=1000, cells=6, items=5)
"""Less than a page shows: a terminal is scrolled."""

_LINES = 6
"""Of what a function printed."""

_STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "bold red",
    Outcome.SKIPPED: "yellow",
    Outcome.ERROR: "bold magenta",
}


class ResultText:
    """Writes one result, with the words of the student's page."""

    def __init__(self, screen: Screen, catalogue: Catalogue, exercises: Iterable[Exercise], file: str) -> None:
        """Write to ``screen``; ``file`` is what the lines to run again name, as it was typed."""
        self._screen = screen
        self._catalogue = catalogue
        self._sentences = Sentences(catalogue)
        self._specs = {spec.check: spec for one in exercises for spec in one.checks}
        self._file = file

    def write(self, result: SubmissionResult) -> None:
        """Write every exercise with its checks, then what was noticed about the file."""
        for exercise in result.exercises:
            self._exercise(exercise)
        for note in result.problems:
            self._screen.line(self._sentences.note(note))

    def _exercise(self, exercise: ExerciseResult) -> None:
        name = show_name(exercise.exercise)
        points = points_words(exercise.points, exercise.max_points, self._sentences)
        self._screen.line((name, "bold"), "  ", (points, "dim"))
        if exercise.status is not Status.GRADED:
            said = self._catalogue.render(f"cli.status.{exercise.status}", {"exercise": name})
            self._screen.line(said, indent=2)
        for check in exercise.checks:
            self._check(check, exercise)
        for note in exercise.notes:
            self._screen.line((self._sentences.note(note), "dim"), indent=2)
        self._screen.line("")

    def _check(self, check: CheckResult, exercise: ExerciseResult) -> None:
        view = full_view(check, exercise, self._specs, self._sentences, _DETAIL)
        word = (f"{view.symbol} {view.word}", _STYLES[view.outcome])
        self._screen.line(word, f"  {view.points}  ", (view.check, "dim"), indent=2)
        self._screen.line(view.sentence, indent=4)
        if view.outcome is Outcome.PASSED:
            return
        if view.message:
            self._screen.line(view.message, indent=4)
        for required in view.waits:
            self._part("waits", required.text)
        if view.outcome is Outcome.FAILED:
            self._failure(view, check.check_seed)

    def _failure(self, view: CheckView, seed: int | None) -> None:
        if view.call:
            self._part("tried", view.call)
        for table in (*view.arguments, view.expected, view.got):
            if table is not None:
                self._table(table)
        for sentence in view.comparison:
            self._screen.line(sentence, indent=4)
        for frame in view.frames:
            self._screen.line((f"{frame.place}: ", "dim"), frame.line.strip(), indent=4)
        if view.output:
            self._part("printed", _head(view.output))
        if view.cause:
            self._part("cause", view.cause)
        for note in view.notes:
            self._screen.line(note, indent=4)
        if seed is not None:
            words = ["torchgrade", "check", self._file, view.check, "--check-seed", str(seed)]
            self._part("next", self._catalogue.render("cli.next", {}))
            # A line that is made to be copied must not be broken.
            self._screen.line(show(shlex.join(words)), indent=6, wrap=False)

    def _table(self, table: ValueTable) -> None:
        caption: Span = (table.caption, "bold")
        if table.text and "\n" not in table.text:
            self._screen.line(caption, f"  {table.text}", indent=4)
        else:
            self._screen.line(caption, indent=4)
        if "\n" in table.text:
            self._screen.line(_head(table.text), indent=6)
        width = max((len(cell.text) for row in table.rows for cell in row), default=0)
        for row in table.rows:
            spans: list[Span] = []
            for cell in row:
                mark = "◀" if cell.worst else " "
                spans.append((f"{cell.text:>{width}}{mark} ", "bold red" if cell.worst else ""))
            self._screen.line(*spans, indent=5)
        for remark in table.remarks:
            self._screen.line((remark, "dim"), indent=6)

    def _part(self, name: str, text: str) -> None:
        label = self._catalogue.render(f"cli.label.{name}", {})
        self._screen.line((f"{label} ", "bold"), text, indent=4)


def _head(text: str) -> str:
    """Return the first lines; a page has the rest."""
    lines = text.rstrip().split("\n")
    return "\n".join([*lines[:_LINES], *(["…"] if len(lines) > _LINES else [])])
