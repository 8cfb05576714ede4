"""A submission's result as lines of text, as ``check`` shows it to the student."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from torchgrade.cli.screen import Screen, Span
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import (
    CheckResult,
    Comparison,
    Evidence,
    ExerciseResult,
    Note,
    SubmissionResult,
    TensorView,
)
from torchgrade.model.showable import show

ROWS = 4
"""How many rows of a tensor a terminal shows; the page shows 8."""

_LOOKS = {
    Outcome.PASSED: ("✓", "green"),
    Outcome.FAILED: ("✗", "bold red"),
    Outcome.SKIPPED: ("–", "yellow"),
    Outcome.ERROR: ("!", "bold magenta"),
}


class ResultText:
    """Writes one result; every sentence comes from the catalogue."""

    def __init__(self, screen: Screen, catalogue: Catalogue, file: str) -> None:
        """Write to ``screen``; ``file`` is what the replay lines name, as it was typed."""
        self._screen = screen
        self._catalogue = catalogue
        self._file = file

    def write(self, result: SubmissionResult) -> None:
        """Write every exercise with its checks, then what was noticed about the file."""
        for exercise in result.exercises:
            self._exercise(exercise)
        for note in result.problems:
            self._screen.line(self._sentence(note))

    def _exercise(self, exercise: ExerciseResult) -> None:
        say = self._catalogue.render
        points = say("cli.points", {"points": exercise.points, "max_points": exercise.max_points})
        self._screen.line((exercise.exercise, "bold"), "  ", (points, "dim"))
        if exercise.status is not Status.GRADED:
            status = say(f"cli.status.{exercise.status}", {"exercise": exercise.exercise})
            self._screen.line(status, indent=2)
        for check in exercise.checks:
            self._check(check)
        for note in exercise.notes:
            self._screen.line((self._sentence(note), "dim"), indent=2)
        self._screen.line("")

    def _check(self, check: CheckResult) -> None:
        symbol, style = _LOOKS[check.outcome]
        word = self._catalogue.render(f"cli.outcome.{check.outcome}", {})
        points = f"{check.points:g}/{check.max_points:g}"
        self._screen.line((f"{symbol} {word}", style), f"  {points}  ", check.sentence, indent=2)
        self._screen.line((check.check, "dim"), indent=6)
        if check.outcome is Outcome.PASSED:
            return
        if check.message_id:
            reason = Note(message_id=check.message_id, values=check.values, message=check.message)
            self._screen.line(self._sentence(reason), indent=6)
        if check.outcome is Outcome.FAILED:
            self._failure(check)

    def _failure(self, check: CheckResult) -> None:
        if check.evidence is not None:
            for spans in self._evidence(check.evidence):
                self._screen.line(*spans, indent=6)
        for frame in check.frames:
            self._screen.line((f"{show(frame.place)}: ", "dim"), show(frame.line.strip()), indent=6)
        if check.output:
            self._part("printed", show(check.output, limit=1000))
        if check.diagnosis is not None:
            cause = check.diagnosis
            message = self._sentence(
                Note(message_id=cause.misconception, values=cause.values, message=cause.message)
            )
            self._part("cause", message)
        for note in check.notes:
            self._screen.line(self._sentence(note), indent=6)
        self._part("next", self._catalogue.render("cli.next", {}))
        if check.check_seed is not None:
            replay = shlex.join(
                [
                    "torchgrade",
                    "check",
                    self._file,
                    check.check,
                    "--check-seed",
                    str(check.check_seed),
                ]
            )
            self._part("replay", show(replay).replace("\n", "\\x0a"))

    def _evidence(self, evidence: Evidence) -> Iterator[tuple[Span, ...]]:
        yield (self._label("tried"), show(evidence.call))
        for argument in evidence.arguments:
            yield from self._view(f"{show(argument.name)} = ", argument.value)
        if evidence.expected is not None:
            yield from self._view(self._label("expected"), evidence.expected)
        if evidence.got is not None:
            yield from self._view(self._label("got"), evidence.got)
        if evidence.comparison is not None:
            yield (self._comparison(evidence.comparison),)

    def _view(self, label: Span, view: TensorView) -> Iterator[tuple[Span, ...]]:
        if view.text and not view.dtype:
            yield (label, show(view.text, limit=400))
            return
        yield (label, " ".join(part for part in (view.type, view.dtype, _shape(view)) if part))
        widths = [max(map(len, column)) for column in zip(*view.cells, strict=False)]
        for row in view.cells[:ROWS]:
            yield (
                "    ",
                "  ".join(
                    show(cell).rjust(width) for cell, width in zip(row, widths, strict=False)
                ),
            )
        if view.truncated or len(view.cells) > ROWS:
            yield ("    …",)

    def _comparison(self, comparison: Comparison) -> str:
        return self._catalogue.render(
            "cli.comparison",
            {
                "mismatched": comparison.mismatched,
                "elements": comparison.elements,
                "index": comparison.worst_index,
                "expected": comparison.worst_expected,
                "got": comparison.worst_got,
                "rtol": comparison.rtol,
                "atol": comparison.atol,
            },
        )

    def _part(self, name: str, text: str) -> None:
        self._screen.line(self._label(name), text, indent=6)

    def _label(self, name: str) -> Span:
        return (self._catalogue.gettext(f"cli.label.{name}") + " ", "bold")

    def _sentence(self, note: Note) -> str:
        """Return a note in the catalogue's language; in English as it was made where an entry is missing."""
        if note.message_id in self._catalogue:
            return show(self._catalogue.render(note.message_id, note.values))
        return show(note.message)


def _shape(view: TensorView) -> str:
    return "(" + ", ".join(map(str, view.shape)) + (",)" if len(view.shape) == 1 else ")")
