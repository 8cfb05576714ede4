"""Verdict in the student's loop: short if all checks pass, otherwise with the first mistake in full."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from torchgrade.cli.screen import Screen
from torchgrade.cli.student.text import ResultText, name_spans
from torchgrade.cli.student.unwritten import UNWRITTEN, find_unwritten
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.showable import show_name
from torchgrade.reports.checks import SYMBOLS, points_words
from torchgrade.reports.sentences import Sentences

_STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "bold red"}


class VerdictText:
    """Writer of results: the first failed check in full, every other check on one line."""

    def __init__(self, screen: Screen, catalogue: Catalogue, exercises: Sequence[Exercise], file: str) -> None:
        """Write to ``screen``; ``file`` is the file for the commands to run again."""
        self._screen = screen
        self._catalogue = catalogue
        self._sentences = Sentences(catalogue)
        self._full = ResultText(screen, catalogue, exercises, file)

    def write(self, result: SubmissionResult) -> None:
        """Write every exercise, the first failed check in full, and the remarks on the file."""
        told = False
        for exercise in result.exercises:
            if exercise.status in UNWRITTEN:
                continue
            if exercise.status is Status.ERROR:
                self._full.write(replace(result, exercises=[exercise], problems=[]))
                continue
            first = None if told else _first_failed(exercise)
            told = told or first is not None
            self._exercise(result, exercise, first)
        for unwritten in find_unwritten(result, self._catalogue):
            self._screen.entry(f"{SYMBOLS[Outcome.SKIPPED]} ", unwritten.said)
            for note in unwritten.notes:
                self._screen.line((self._sentences.note(note), "dim"), indent=2)
        self._full.write(replace(result, exercises=[]))

    def _exercise(self, result: SubmissionResult, exercise: ExerciseResult, first: int | None) -> None:
        name = show_name(exercise.exercise)
        points = points_words(exercise.points, exercise.max_points, self._sentences)
        if all(check.outcome is Outcome.PASSED for check in exercise.checks):
            self._screen.line((f"{SYMBOLS[Outcome.PASSED]} {name}", _STYLES[Outcome.PASSED]), f"  {points}")
            self._remarks(exercise.checks)
            return
        if first is None:
            self._screen.line((name, "bold"), "  ", (points, "dim"))
        else:
            whole = replace(exercise, checks=[exercise.checks[first]])
            self._full.write(replace(result, exercises=[whole], problems=[]))
        self._others(exercise, first)

    def _others(self, exercise: ExerciseResult, first: int | None) -> None:
        for number, check in enumerate(exercise.checks):
            if number == first:
                continue
            word = f"{SYMBOLS[check.outcome]} {self._sentences.say(f'outcome.{check.outcome}')}"
            points = points_words(check.points, check.max_points, self._sentences)
            style = _STYLES.get(check.outcome, "")
            names = name_spans(self._sentences.title(check.check, check.title), show_name(check.check))
            self._screen.line((word, style), f"  {points}  ", *names, indent=2)
        self._remarks([check for check in exercise.checks if check.outcome is Outcome.PASSED])

    def _remarks(self, checks: Sequence[CheckResult]) -> None:
        """Write the remarks on passed checks, such as a failed helper; write each remark once."""
        for remark in dict.fromkeys(self._sentences.note(note, limit=500) for check in checks for note in check.notes):
            self._screen.line(remark, indent=2)


def _first_failed(exercise: ExerciseResult) -> int | None:
    return next((n for n, check in enumerate(exercise.checks) if check.outcome is Outcome.FAILED), None)
