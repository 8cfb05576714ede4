"""``summary.md`` for the summary of a GitHub Actions workflow, and annotations at the lines of the student's file.

GitHub drops a summary of more than 1024 KiB, and shows 10 annotations of one kind for each step (importers.md, section
7).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from torchgrade.exports.ci.markdown import escaped
from torchgrade.exports.ci.words import CheckWords, line_of, line_of_note
from torchgrade.exports.ci.workflow_commands import command
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show_name

FILE = "summary.md"
SUMMARY_BYTES = 1000 << 10
"""Largest size of the summary; other steps of the workflow may add to it."""
MOST_ANNOTATIONS = 10
_MESSAGE = 3000
"""Most characters of an annotation."""
_SYMBOLS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.SKIPPED: "–", Outcome.ERROR: "!"}


def plan(order: ExportOrder) -> Planned:
    """Return the plan of ``summary.md``, with the commands for the log of the workflow."""
    words = CheckWords(order)
    marks = [mark for mark in order.marks if mark.submission in order.results]
    rows = tuple(_row(mark, order) for mark in order.marks)
    if not marks:
        return Planned(files=(), rows=rows)
    notes = [phrase("export.github.summary")]
    if len(order.results) > 1:
        data = _class_summary(marks, order, words)
        printed: tuple[str, ...] = ()
        notes.append(phrase("export.github.several"))
    else:
        data = _fitting(_summary(marks[0], order.results[marks[0].submission], words), words)
        printed, note = _commands(marks[0], order.results[marks[0].submission], words)
        notes += note
    return Planned(files=(PlannedFile(name=FILE, data=data),), rows=rows, notes=tuple(notes), printed=printed)


def _row(mark: Mark, order: ExportOrder) -> PlannedRow:
    if mark.submission not in order.results:
        return PlannedRow(key=mark.key, left_out=phrase("export.github.nothing"))
    return PlannedRow(key=mark.key, value=_points(mark))


def _points(mark: Mark) -> str:
    if mark.points is None or not math.isfinite(mark.points):
        return ""
    return f"{points_text(mark.points)}/{points_text(mark.max_points)}"


def _heading(mark: Mark, words: CheckWords) -> str:
    if not _points(mark):
        return words.say("export.github.open")
    assert mark.points is not None
    texts = {"points": points_text(mark.points), "max": points_text(mark.max_points)}
    return words.say("export.github.heading", **texts)


def _summary(mark: Mark, result: SubmissionResult, words: CheckWords) -> Iterator[str]:
    """Yield the blocks of the summary of one submission."""
    yield f"# {escaped(_heading(mark, words))}\n"
    if mark.override:
        yield f"{escaped(words.say('export.github.decided'))}\n"
    for warning in words.warnings(result):
        yield f"> {escaped(warning)}\n"
    yield _table(
        [words.say(f"export.github.{name}") for name in ("exercise", "checks", "points")],
        [_exercise_row(exercise, words) for exercise in result.exercises],
    )
    for exercise in result.exercises:
        yield from _details(exercise, words)


def _exercise_row(exercise: ExerciseResult, words: CheckWords) -> list[str]:
    passed = sum(check.outcome is Outcome.PASSED for check in exercise.checks)
    is_graded = exercise.status is Status.GRADED
    checks = (
        words.say("export.github.of", passed=passed, all=len(exercise.checks))
        if is_graded
        else words.say(f"page.status.{exercise.status}")
    )
    return [show_name(exercise.exercise), checks, words.points(exercise.points, exercise.max_points)]


def _details(exercise: ExerciseResult, words: CheckWords) -> Iterator[str]:
    """Yield what did not pass, each check as an item of a list."""
    lines = words.status(exercise)
    open_checks = [check for check in exercise.checks if check.outcome is not Outcome.PASSED]
    if not lines and not open_checks:
        return
    yield f"## {escaped(show_name(exercise.exercise))}\n"
    if lines:
        yield "\n\n".join(map(escaped, lines)) + "\n"
    for check in open_checks if exercise.status is Status.GRADED else ():
        yield _item(check, exercise, words)


def _item(check: CheckResult, exercise: ExerciseResult, words: CheckWords) -> str:
    points = words.points(check.points, check.max_points)
    # The entry contains Markdown of ours, so its fields are escaped before they go in.
    title = words.say(
        "export.github.check",
        symbol=_SYMBOLS[check.outcome],
        title=escaped(words.title(check)),
        points=escaped(points),
    )
    # A skipped check says only what it waits for, because a failed one explains the rest.
    is_brief = check.outcome is Outcome.SKIPPED and not check.hidden
    lines = [words.reason(check, exercise)] if is_brief else words.lines(check, exercise)
    return f"- {title}" + "".join(f"<br>{escaped(line)}" for line in lines) + "\n"


def _class_summary(marks: Sequence[Mark], order: ExportOrder, words: CheckWords) -> bytes:
    """Return a table of all submissions, with as many rows as fit."""
    heading = f"# {escaped(words.say('export.github.class', n=len(order.results)))}\n\n"
    names = [words.say(f"export.github.{name}") for name in ("submission", "points", "failed")]
    found = [[mark.shown, _points(mark) or "–", _failed(order.results[mark.submission], words)] for mark in marks]
    kept = len(found)
    while True:
        rest = len(found) - kept
        end = f"\n{escaped(words.say('export.github.rest', n=rest))}\n" if rest else ""
        data = (heading + _table(names, found[:kept]) + end).encode()
        if len(data) <= SUMMARY_BYTES:
            return data
        kept = kept * SUMMARY_BYTES // len(data) - 1


def _failed(result: SubmissionResult, words: CheckWords) -> str:
    titles = [
        f"{show_name(exercise.exercise)}: {words.title(check)}"
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is Outcome.FAILED and not check.hidden
    ]
    return ", ".join(titles[:10]) + (" …" if len(titles) > 10 else "")


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "".join(
        "| " + " | ".join(cell if cell == "---" else escaped(cell) for cell in line) + " |\n" for line in lines
    )


def _fitting(blocks: Iterator[str], words: CheckWords) -> bytes:
    """Return the blocks that fit into the summary, with a sentence if some do not."""
    end = f"\n{escaped(words.say('export.github.cut'))}\n".encode()
    data = b""
    for block in blocks:
        more = (("\n" if data else "") + block).encode()
        if len(data) + len(more) + len(end) > SUMMARY_BYTES:
            return data + end
        data += more
    return data


def _warnings(result: SubmissionResult, words: CheckWords) -> list[str]:
    """Return annotations for the lines that could not be read, such as one with a syntax error."""
    ours = [exercise for exercise in result.exercises if exercise.status is Status.MISSING]
    notes = [*result.problems, *(note for exercise in ours for note in exercise.notes)]
    placed = [(line_of_note(note), note) for note in notes if not note.is_for_instructor]
    found = dict.fromkeys((place, words.note(note)) for place, note in placed if place is not None)
    return [
        command("warning", message, file=show_name(file), line=line, title="torchgrade")
        for (file, line), message in list(found)[:MOST_ANNOTATIONS]
    ]


def _commands(mark: Mark, result: SubmissionResult, words: CheckWords) -> tuple[tuple[str, ...], list[Phrase]]:
    """Return the annotations and the line of points, and a note on the number of annotations."""
    found = [
        (place, check, exercise)
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is Outcome.FAILED and not check.hidden and (place := line_of(check)) is not None
    ]
    lines = []
    for (file, line), check, exercise in found[:MOST_ANNOTATIONS]:
        message = words.text("\n".join(words.lines(check, exercise)), _MESSAGE)
        title = words.say("export.gradescope.name", exercise=show_name(exercise.exercise), title=words.title(check))
        lines.append(command("error", message, file=show_name(file), line=line, title=title))
    lines += _warnings(result, words)
    points = command("notice", _heading(mark, words), title="torchgrade")
    notes = (
        [phrase("export.github.annotations", shown=min(len(found), MOST_ANNOTATIONS), all=len(found))] if found else []
    )
    return (*lines, points), notes
