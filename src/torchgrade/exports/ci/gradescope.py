"""``results/<submission>/results.json``: what a Gradescope autograder shows for each submission.

Gradescope imports no marks for submissions that were graded elsewhere. These files are for an autograder
(gradescope/autograder_samples, docs/specs.md; importers.md, section 6).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from torchgrade.exports.ci.json_text import json_bytes, json_size
from torchgrade.exports.ci.words import CheckWords
from torchgrade.exports.marks.numbers import mark_text
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.page_names import page_names
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.showable import show_name

FILE = "results/{name}/results.json"
TEST_BYTES = 4096
"""Largest size of a test."""
_ALL_BYTES = 900_000
"""Largest size of all tests together; importers.md advises less than 1 MB."""
_LONGEST_NAME = 200
_OUTPUT = 1500
_MOST_WARNINGS = 20


def plan(order: ExportOrder) -> Planned:
    """Return the plan of one file for each submission with a mark; the members of a group share it."""
    names = page_names(order.results)
    words = CheckWords(order)
    marks: dict[str, list[Mark]] = {}
    for mark in order.marks:
        marks.setdefault(mark.submission, []).append(mark)
    rows: list[PlannedRow] = []
    written: dict[str, None] = {}
    for mark in order.marks:
        row = _row(mark, marks[mark.submission], order)
        rows.append(row)
        if row.left_out is None:
            written[mark.submission] = None
    files = []
    for submission in written:
        result = order.results[submission]
        content = _content(result, marks[submission][0], order, words)
        files.append(PlannedFile(name=FILE.format(name=names[submission]), data=json_bytes(content)))
    return Planned(files=tuple(files), rows=tuple(rows), notes=_notes(order))


def _notes(order: ExportOrder) -> tuple[Phrase, ...]:
    found = [phrase("export.gradescope.no_import")]
    checks = (check for one in order.results.values() for exercise in one.exercises for check in exercise.checks)
    if any(check.hidden for check in checks):
        found.append(phrase("export.gradescope.hidden"))
    return tuple(found)


def _row(mark: Mark, group: Sequence[Mark], order: ExportOrder) -> PlannedRow:
    """Return what happens to one row; Gradescope has one score for all members of a group."""
    if mark.points is None:
        return PlannedRow(key=mark.key, left_out=phrase("export.gradescope.no_mark"))
    if mark.submission not in order.results:
        return PlannedRow(key=mark.key, left_out=phrase("export.gradescope.nothing"))
    if not math.isfinite(mark.points) or mark.points < 0:
        return PlannedRow(key=mark.key, left_out=phrase("export.ci.bad_mark"))
    if any(other.points != mark.points for other in group):
        return PlannedRow(key=mark.key, left_out=phrase("export.gradescope.group"))
    warnings = [phrase("export.gradescope.over")] if mark.points > mark.max_points else []
    return PlannedRow(key=mark.key, value=_total(mark, order), warnings=tuple(warnings))


def _total(mark: Mark, order: ExportOrder) -> str:
    assert mark.points is not None
    return mark_text(mark.points, mark.max_points, order.options.out_of, whole=order.options.whole)


def _scores(points: float, max_points: float, mark: Mark, order: ExportOrder) -> dict[str, Any]:
    """Return the scores of a test in the scale of the total; nothing if they are not numbers."""
    if not (math.isfinite(points) and math.isfinite(max_points)):
        return {}
    texts = (mark_text(one, mark.max_points, order.options.out_of) for one in (points, max_points))
    return dict(zip(("score", "max_score"), map(_number, texts), strict=True))


def _number(text: str) -> float | int:
    """Return a number as JSON has it."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def _content(result: SubmissionResult, mark: Mark, order: ExportOrder, words: CheckWords) -> dict[str, Any]:
    tests = [test for exercise in result.exercises for test in _tests(exercise, mark, order, words)]
    limit = min(TEST_BYTES, _ALL_BYTES // max(len(tests), 1))
    for number, test in enumerate(tests, start=1):
        test["number"] = str(number)
        _shorten(test, limit)
    lines = words.warnings(result)[:_MOST_WARNINGS]
    if mark.override:
        lines.insert(0, words.say("export.gradescope.decided"))
    content: dict[str, Any] = {
        # It is stronger than the sum of the tests, so a decision of a person counts.
        "score": _number(_total(mark, order)),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": _origin(result),
    }
    if math.isfinite(result.seconds):
        content["execution_time"] = round(result.seconds, 3)
    if lines:
        content["output"] = "\n".join(lines)
        content["output_format"] = "text"
    return content


def _origin(result: SubmissionResult) -> dict[str, Any]:
    """Return versions for a regrade, without the seed of the run (ruling 6)."""
    found: dict[str, Any] = {"schema_version": result.schema_version, "sandbox": str(result.sandbox)}
    if result.environment is not None:
        environment = result.environment
        found |= {"torchgrade": environment.torchgrade, "torch": environment.torch, "course": environment.course}
    return found


def _tests(exercise: ExerciseResult, mark: Mark, order: ExportOrder, words: CheckWords) -> Iterator[dict[str, Any]]:
    name = show_name(exercise.exercise)
    if exercise.status is not Status.GRADED:
        # Points of an exercise that torchgrade failed on are open, not lost.
        scores = {} if exercise.status is Status.ERROR else _scores(0.0, exercise.max_points, mark, order)
        yield _test(name, "failed", scores, "\n".join(words.status(exercise)), [exercise.status])
    for check in exercise.checks:
        if exercise.status is Status.GRADED:
            yield _check(check, exercise, mark, order, words)


def _check(
    check: CheckResult, exercise: ExerciseResult, mark: Mark, order: ExportOrder, words: CheckWords
) -> dict[str, Any]:
    scores = {} if check.outcome is Outcome.ERROR else _scores(check.points, check.max_points, mark, order)
    name = words.say("export.gradescope.name", exercise=show_name(exercise.exercise), title=words.title(check))
    lines = words.lines(check, exercise)
    if not check.hidden and check.outcome is Outcome.FAILED and check.output.strip():
        lines += [words.say("export.gradescope.printed"), words.text(check.output.strip(), _OUTPUT)]
    # Gradescope knows two outcomes, so a tag names the others.
    status = "passed" if check.outcome is Outcome.PASSED else "failed"
    tags = [str(check.kind), *([str(check.outcome)] if check.outcome in {Outcome.SKIPPED, Outcome.ERROR} else [])]
    test = _test(name, status, scores, "\n".join(lines), tags)
    # A hidden check has points, and a test with visibility `hidden` has none that a student ever sees.
    test["visibility"] = "after_published" if check.hidden else "visible"
    if not check.hidden:
        test["extra_data"] = {"check": show_name(check.check)}
    return test


def _test(name: str, status: str, scores: dict[str, Any], output: str, tags: Sequence[str]) -> dict[str, Any]:
    shown = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    return {
        "number": "",
        "name": " ".join(shown.split()),
        "name_format": "text",
        "status": status,
        **scores,
        "output": output,
        "output_format": "text",
        "tags": list(tags),
        "visibility": "visible",
    }


def _shorten(test: dict[str, Any], limit: int) -> None:
    """Cut the output of a test until the test fits into a number of bytes."""
    over = json_size(test) - limit
    while over > 0 and test["output"]:
        # Each character has at least one byte, so this many characters are never too many to keep.
        kept = max(len(test["output"]) - max(over // 6, 1) - 1, 0)
        test["output"] = f"{test['output'][:kept]}…" if kept else ""
        over = json_size(test) - limit
