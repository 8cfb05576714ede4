"""A submission's result as lines of text, as ``check`` shows it to the student."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from itertools import zip_longest

from torchgrade.cli.columns import padded
from torchgrade.cli.screen import Screen, Span
from torchgrade.cli.student.unwritten import UNWRITTEN, find_unwritten
from torchgrade.cli.wrapping import cells
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.showable import show, show_name
from torchgrade.reports.checks import full_view, points_words
from torchgrade.reports.evidence import Detail
from torchgrade.reports.records import CheckView, ValueTable
from torchgrade.reports.sentences import Sentences, own_name

_DETAIL = Detail(text=1000, cells=8, items=5)
"""Amount of detail, less than on a page, because a terminal is scrolled."""

_LINES = 6
"""Most lines of the text that a function printed."""

_STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "bold red",
    Outcome.SKIPPED: "yellow",
    Outcome.ERROR: "bold magenta",
}


class ResultText:
    """Writer of one result, with the words of the student's page."""

    def __init__(self, screen: Screen, catalogue: Catalogue, exercises: Iterable[Exercise], file: str) -> None:
        """Write to ``screen``.

        :param file: file or folder for the commands to run again; empty for the working directory.
        """
        self._screen = screen
        self._catalogue = catalogue
        self._sentences = Sentences(catalogue)
        self._specs = {spec.check: spec for one in exercises for spec in one.checks}
        self._file = file

    def write(self, result: SubmissionResult) -> None:
        """Write every exercise with its checks, then one line for missing functions, then remarks on the file."""
        for exercise in result.exercises:
            if exercise.status not in UNWRITTEN:
                self._exercise(exercise, exercise.file if len(result.files) > 1 else "")
        unwritten = find_unwritten(result, self._catalogue)
        for one in unwritten:
            self._screen.line(one.said)
            for note in one.notes:
                self._screen.line((self._sentences.note(note), "dim"), indent=2)
        if unwritten:
            self._screen.line("")
        for note in result.problems:
            self._screen.line(self._sentences.note(note))

    def _exercise(self, exercise: ExerciseResult, file: str) -> None:
        name = show_name(exercise.exercise)
        points = points_words(exercise.points, exercise.max_points, self._sentences)
        self._screen.line((name, "bold"), "  ", (points, "dim"), f"  {file}")
        if exercise.status is not Status.GRADED:
            said = self._catalogue.render(f"cli.status.{exercise.status}", {"exercise": name})
            self._screen.line(said, indent=2)
        told: set[str] = set()
        for check in exercise.checks:
            self._check(check, exercise, told)
        for note in exercise.notes:
            self._screen.line((self._sentences.note(note), "dim"), indent=2)
        self._screen.line("")

    def _check(self, check: CheckResult, exercise: ExerciseResult, told: set[str]) -> None:
        """Write one check; ``told`` collects the remarks on passed checks, because each remark is written once."""
        view = full_view(check, exercise, self._specs, self._sentences, _DETAIL)
        head: list[Span] = [(f"{view.symbol} {view.word}", _STYLES[view.outcome]), f"  {view.points}  "]
        head += name_spans(view.title, view.check)
        if view.waits:
            # Show only the required checks: their results are printed above and tell the student more.
            names = self._catalogue.render("page.list.comma", {}).join(link.text for link in view.waits)
            self._screen.line(*head, f"  {self._label('waits')}{names}", indent=2)
            return
        self._screen.line(*head, indent=2)
        if view.outcome is Outcome.FAILED:
            self._part("required", view.sentence)
        else:
            self._screen.line(view.sentence, indent=4)
        if view.outcome is Outcome.PASSED:
            # Write the remarks, because a helper of the student that failed cost no point and is not reported
            # elsewhere.
            for note in view.notes:
                if note not in told:
                    self._screen.line(note, indent=4)
            told.update(view.notes)
            return
        if view.message:
            self._screen.line(view.message, indent=4)
        if view.outcome is Outcome.FAILED:
            self._failure(view, check.check_seed)

    def _failure(self, view: CheckView, seed: int | None) -> None:
        if view.call:
            self._part("tried", view.call)
        for table in view.arguments:
            self._table(table)
        self._pair([table for table in (view.expected, view.got) if table is not None])
        # Leave out the place of the largest difference, because the message names it.
        for sentence in view.comparison[:1]:
            self._screen.line(sentence, indent=4)
        for frame in view.frames:
            place = self._catalogue.render("cli.frame", {"place": frame.place})
            self._screen.line((place, "dim"), frame.line.strip(), indent=4)
        if view.output:
            self._part("printed", _head(view.output))
        if view.cause:
            self._part("cause", view.cause)
        for note in view.notes:
            self._screen.line(note, indent=4)
        if view.next:
            self._part("next", view.next)
        if view.passage is not None:
            self._part("read", view.passage.text)
        if view.passage is not None and view.passage.href:
            self._screen.line(show(view.passage.href), indent=6, wrap=False)
        if seed is not None:
            words = ["torchgrade", "check", *filter(None, [self._file]), view.check, "--check-seed", str(seed)]
            self._part("again", self._catalogue.render("cli.again", {}))
            # Do not wrap this line, because the student copies it.
            self._screen.line(show(shlex.join(words)), indent=6, wrap=False)

    def _table(self, table: ValueTable) -> None:
        caption: Span = (table.caption, "bold")
        if table.text and "\n" not in table.text:
            self._screen.line(caption, f"  {table.text}", indent=4)
        else:
            self._screen.line(caption, indent=4)
        if "\n" in table.text:
            self._screen.line(_head(table.text), indent=6)
        for row in _lines(table):
            self._screen.line(*row, indent=5, wrap=False)
        for remark in table.remarks:
            self._screen.line((remark, "dim"), indent=6)

    def _pair(self, tables: list[ValueTable]) -> None:
        """Write two tables side by side if there is room for both, otherwise one below the other."""
        widths = [max(cells(table.caption), *map(_width, _lines(table)), 0) for table in tables]
        room = self._screen.width
        fits = room is None or sum(widths) + 10 <= room
        if len(tables) < 2 or not fits or not all(table.rows for table in tables):
            for table in tables:
                self._table(table)
            return
        left, right = tables
        padding = widths[0] + 4
        self._screen.line((padded(left.caption, padding), "bold"), (right.caption, "bold"), indent=4, wrap=False)
        nothing: list[Span] = []
        for one, other in zip_longest(_lines(left), _lines(right), fillvalue=nothing):
            gap = " " * (padding - _width(one))
            self._screen.line(*one, gap, *other, indent=5, wrap=False)
        for remark in dict.fromkeys([*left.remarks, *right.remarks]):
            self._screen.line((remark, "dim"), indent=6)

    def _part(self, name: str, text: str) -> None:
        self._screen.line((self._label(name), "bold"), text, indent=4)

    def _label(self, name: str) -> str:
        return self._catalogue.render(f"cli.label.{name}", {})


def name_spans(title: str, check: str) -> list[Span]:
    """Return the title of a check and its id, or only the id if the title is the check's own name."""
    name: Span = (check, "dim")
    return [name] if title == own_name(check) else [(title, "bold"), "  ", name]


def _lines(table: ValueTable) -> list[list[Span]]:
    """Return the rows of a table with columns of equal width and a mark at the largest difference."""
    width = max((len(cell.text) for row in table.rows for cell in row), default=0)
    return [
        [(f"{cell.text:>{width}}{'◀' if cell.worst else ' '} ", "bold red" if cell.worst else "") for cell in row]
        for row in table.rows
    ]


def _width(spans: list[Span]) -> int:
    return sum(cells(span if isinstance(span, str) else span[0]) for span in spans)


def _head(text: str) -> str:
    """Return the first lines; a page shows the others."""
    lines = text.rstrip().split("\n")
    return "\n".join([*lines[:_LINES], *(["…"] if len(lines) > _LINES else [])])
