"""Words about checks and exercises for exports that show them: plain text in the language of the run.

A hidden check has its requirement, its outcome and its points, and nothing else (ruling 30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import CourseError
from torchgrade.exports.planned import ExportOrder
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import CheckResult, ExerciseResult, Frame, Note, SubmissionResult
from torchgrade.model.rows import instead, points_text
from torchgrade.model.showable import LEFT_OUT, show, show_name

MOST = 1000
"""Most characters of one text."""
_OLD_PLACE = re.compile(r"(?P<file>.+), line (?P<line>\d{1,9})")
"""Place in a record of an earlier version."""
_PLACE = "place.line"
"""Entry for a line of a file; a line of a notebook's cell is no line of its file."""


class CheckWords:
    """Words about the checks of one run."""

    def __init__(self, order: ExportOrder) -> None:
        """Take the language and the catalogues of an order."""
        self._catalogue = catalogue_for(order.packages, order.rows.language)
        self._signatures = {one.exercise: one.signature for one in order.rows.exercises}

    def say(self, entry: str, **values: Value) -> str:
        """Return a sentence of the tool, filled in."""
        return self.text(self._catalogue.render(entry, values))

    def text(self, text: str, limit: int = MOST) -> str:
        """Return a text that is safe to show."""
        return show(text, limit=limit, left_out=self._catalogue.entries.get("page.left_out", LEFT_OUT))

    def note(self, note: Note) -> str:
        """Return the sentence of a note."""
        return self._message(note.message_id, note.values, note.message)

    def title(self, check: CheckResult) -> str:
        """Return the title of a check; the name of a hidden check without a title is not shown."""
        own = self._entry(f"check.{check.check}.title", check.title, limit=255)
        if own or check.hidden:
            return own or self.say("page.hidden_label")
        return show_name(check.check.partition(".")[2])

    def requirement(self, check: CheckResult) -> str:
        """Return the requirement of a check."""
        return self._entry(f"check.{check.check}", check.sentence) or self.say("page.check.no_sentence")

    def outcome(self, check: CheckResult) -> str:
        """Return the word for an outcome."""
        return self.say(f"page.outcome.{check.outcome}")

    def points(self, points: float, max_points: float) -> str:
        """Return points as words."""
        entry = "page.points.one" if max_points == 1 else "page.points.many"
        return self.say(entry, points=points_text(points), max=points_text(max_points))

    def reason(self, check: CheckResult, exercise: ExerciseResult) -> str:
        """Return the reason why a check did not pass; for an error of torchgrade nothing of its details."""
        if check.outcome is Outcome.ERROR:
            return self.say("page.check.our_error")
        values = dict(check.values)
        if check.message_id == "skipped.requires":
            values["check"] = self._required(str(values.get("check", "")), exercise)
        text = self._message(check.message_id, values, check.message)
        return text or self.say(f"page.check.{check.outcome}_plain")

    def lines(self, check: CheckResult, exercise: ExerciseResult) -> list[str]:
        """Return what a student reads about a check: requirement, reason, likely cause and next step."""
        required = self.say("export.ci.required", text=self.requirement(check))
        if check.hidden or check.outcome is Outcome.PASSED:
            return [required]
        found = [required, self.reason(check, exercise)]
        if check.outcome is Outcome.FAILED:
            if check.diagnosis is not None:
                found.append(self.say("export.ci.cause", text=self._cause(check)))
            if check.next is not None:
                found.append(self.say("export.ci.next", text=self.note(check.next)))
        return found

    def status(self, exercise: ExerciseResult) -> list[str]:
        """Return why an exercise has no results of checks; an empty list for a graded exercise."""
        if exercise.status is Status.GRADED:
            return []
        signature = show_name(self._signatures.get(exercise.exercise, exercise.exercise))
        values: dict[str, Value] = {"signature": signature, "max": points_text(exercise.max_points)}
        notes = exercise.notes if exercise.status is Status.UNDECIDED else instead(exercise)
        return [
            self.say(f"page.status.{exercise.status}_explained", **values),
            *(self.note(note) for note in notes[:3] if not note.is_for_instructor),
        ]

    def warnings(self, result: SubmissionResult) -> list[str]:
        """Return what limits the meaning of the points, and the problems of the submission."""
        found = [self.say("page.not_isolated")] if result.sandbox is SandboxLevel.NONE else []
        found += [] if result.hidden_checks else [self.say("page.without_hidden")]
        return [*found, *(self.note(note) for note in result.problems[:20] if not note.is_for_instructor)]

    def _required(self, check: str, exercise: ExerciseResult) -> str:
        known = {one.check: one for one in exercise.checks}
        if check not in known:
            return self._entry(f"check.{check}.title", "", limit=255) or show_name(check)
        return self.say("page.check.a_hidden_check") if known[check].hidden else self.title(known[check])

    def _cause(self, check: CheckResult) -> str:
        found = check.diagnosis
        if found is None:
            return ""
        values = dict(found.values)
        if found.shared:
            subjects = [self.note(note) for note in found.shared]
            values["subjects"] = self._catalogue.words(listed(subjects, "semicolon"))
        return self._message(found.misconception, values, found.message)

    def _message(self, entry: str, values: Mapping[str, Value], stored: str) -> str:
        """Return a sentence; its stored English text if the catalogue lacks its entry or a field."""
        if entry in self._catalogue:
            try:
                return self.text(self._catalogue.render(entry, values))
            except CourseError:
                # The course has a new sentence since the run.
                return self.text(stored)
        return self.text(stored)

    def _entry(self, entry: str, stored: str, limit: int = MOST) -> str:
        text = self._catalogue.gettext(entry) if entry in self._catalogue else stored
        return self.text(" ".join(text.split()), limit)


def line_of(check: CheckResult) -> tuple[str, int] | None:
    """Return the file and the line at which a student's code failed; None without one, and in a notebook."""
    return next(_lines(check), None)


def line_of_note(note: Note) -> tuple[str, int] | None:
    """Return the file and the line that a note names; None without one."""
    return next(filter(None, map(_placed, note.values.values())), None)


def _lines(check: CheckResult) -> Iterator[tuple[str, int]]:
    for frame in reversed(check.frames):
        found = _line(frame)
        if found is not None:
            yield found


def _line(frame: Frame) -> tuple[str, int] | None:
    if isinstance(frame.place, str):
        old = _OLD_PLACE.fullmatch(frame.place)
        return None if old is None else (old["file"], int(old["line"]))
    return _placed(frame.place)


def _placed(value: Value) -> tuple[str, int] | None:
    if not isinstance(value, dict) or value.get("phrase") != _PLACE:
        return None
    values = value.get("values", {})
    file, line = values.get("where"), values.get("line")
    return (file, line) if isinstance(file, str) and isinstance(line, int) and line > 0 else None
