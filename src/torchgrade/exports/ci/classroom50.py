"""``result.json``: the result that an autograder of Classroom 50 leaves in the student's repository.

The rules are those of foundation50/classroom50, schemas/result-v1.schema.json and runner.py (importers.md, section 7).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from torchgrade.errors import UsageError
from torchgrade.exports.ci.json_text import json_bytes
from torchgrade.exports.ci.words import CheckWords
from torchgrade.exports.marks.numbers import exact
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told

FILE = "result.json"
SCHEMA = "classroom50/result/v1"
_HUNDREDTH = Decimal("0.01")
_NEEDED = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
"""Environment variable of each field that the runner leaves to the autograder."""
_TAG = "submit/"
_MOMENT = re.compile(
    r"submit/(?P<date>\d{4}-\d{2}-\d{2})T(?P<hour>[01]\d|2[0-3])-(?P<minute>[0-5]\d)-(?P<second>[0-5]\d)Z\b"
)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_TYPES = ("individual", "group", "team")


class _Scores:
    """Scores in whole points: each number times the common denominator of all of them."""

    def __init__(self, order: ExportOrder, mark: Mark) -> None:
        self._order, self._mark = order, mark
        self.factor = 1
        self.is_rounded = False

    def take(self, points: float) -> Fraction:
        """Return points in the scale of the item, with hundredths at most; count them for the denominator."""
        value = (
            exact(points, self._mark.max_points, self._order.options.out_of) if math.isfinite(points) else Decimal(0)
        )
        short = max(value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP), Decimal(0))
        self.is_rounded |= short != value
        found = Fraction(short)
        self.factor = math.lcm(self.factor, found.denominator)
        return found

    def whole(self, value: Fraction) -> int:
        return int(value * self.factor)


def plan(order: ExportOrder) -> Planned:
    """Return the plan of ``result.json``.

    :raises UsageError: the run has several submissions, or a variable of the runner is missing.
    """
    if len(order.results) > 1:
        what = phrase("export.classroom50.several", n=len(order.results))
        raise UsageError(told("error.export.needs", to="classroom50", what=what))
    marks = [mark for mark in order.marks if mark.submission in order.results]
    rows = {mark.key: PlannedRow(key=mark.key, left_out=phrase("export.ci.no_submission")) for mark in order.marks}
    files: tuple[PlannedFile, ...] = ()
    notes: tuple[Phrase, ...] = ()
    for mark in marks:
        left_out = _left_out(mark, marks)
        if left_out is not None:
            rows[mark.key] = PlannedRow(key=mark.key, left_out=left_out)
            continue
        content, notes, warnings = _content(order, mark)
        files = (PlannedFile(name=FILE, data=json_bytes(content)),)
        rows[mark.key] = PlannedRow(key=mark.key, value=f"{content['score']}/{content['max-score']}", warnings=warnings)
    return Planned(files=files, rows=tuple(rows.values()), notes=notes)


def _left_out(mark: Mark, group: list[Mark]) -> Phrase | None:
    if mark.points is None:
        return phrase("export.gradescope.no_mark")
    if not math.isfinite(mark.points) or mark.points < 0:
        return phrase("export.ci.bad_mark")
    if any(other.points != mark.points for other in group):
        return phrase("export.classroom50.group")
    return None


def _content(order: ExportOrder, mark: Mark) -> tuple[dict[str, Any], tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Return the file, the notes on the whole, and the warnings of the row."""
    assert mark.points is not None
    result = order.results[mark.submission]
    scores = _Scores(order, mark)
    most, points = scores.take(mark.max_points), scores.take(mark.points)
    tests = _tests(result, CheckWords(order), scores)
    warnings: tuple[Phrase, ...] = ()
    if points > most:
        texts = {"points": points_text(mark.points), "max": points_text(mark.max_points)}
        warnings = (phrase("export.classroom50.over", **texts),)
        points = most
    content = {
        "schema": SCHEMA,
        **_identity(order),
        "score": scores.whole(points),
        "max-score": scores.whole(most),
        "tests": [
            {**test, "score": scores.whole(min(got, of)), "max-score": scores.whole(of)} for test, got, of in tests
        ],
    }
    return content, _notes(scores, points, most), warnings


def _notes(scores: _Scores, points: Fraction, most: Fraction) -> tuple[Phrase, ...]:
    found = [phrase("export.classroom50.stamped")]
    if scores.factor != 1:
        texts = {"points": points_text(float(points)), "max": points_text(float(most))}
        whole = {"score": scores.whole(points), "max_score": scores.whole(most)}
        found.append(phrase("export.classroom50.scaled", factor=scores.factor, **texts, **whole))
    return (*found, *([phrase("export.classroom50.rounded")] if scores.is_rounded else []))


def _tests(
    result: SubmissionResult, words: CheckWords, scores: _Scores
) -> list[tuple[dict[str, Any], Fraction, Fraction]]:
    """Return each test with its points and its maximum; extra keys in a test are kept by the collector."""
    found = []
    for exercise in result.exercises:
        if exercise.status is not Status.GRADED:
            test = {"test-name": show_name(exercise.exercise) or FILE, "passed": False}
            test["message"] = "\n".join(words.status(exercise))
            found.append((test, scores.take(0.0), scores.take(exercise.max_points)))
            continue
        for check in exercise.checks:
            name = words.say("export.gradescope.name", exercise=exercise.exercise, title=words.title(check))
            test = {"test-name": name, "passed": check.outcome is Outcome.PASSED}
            test["message"] = "\n".join(words.lines(check, exercise))
            found.append((test, scores.take(check.points), scores.take(check.max_points)))
    return found


def _identity(order: ExportOrder) -> dict[str, str]:
    """Return the fields from the environment of the runner.

    :raises UsageError: a variable is missing, or the tag is not that of a submission.
    """
    environment = order.environment
    found = {field: environment.get(name, "").strip() for field, name in _NEEDED.items()}
    # `review` is the view of the commit if there is nothing to compare.
    found["review"] = found["review"] or found["commit"]
    for field, name in _NEEDED.items():
        if not found[field] or (field == "submission" and not found[field].startswith(_TAG)):
            what = phrase("export.classroom50.environment", name=name)
            raise UsageError(told("error.export.needs", to="classroom50", what=what))
    mode = environment.get("MODE", "")
    return {
        **{field: show(value) for field, value in found.items()},
        "assignment_type": mode if mode in _TYPES else _TYPES[0],
        "owner": show_name(_owner(environment, found)),
        "datetime": _moment(found["submission"], order),
    }


def _owner(environment: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Return the login in the name of the repository, ``<classroom>-<assignment>-<login>``.

    :raises UsageError: no variable has it.
    """
    repository = environment.get("GITHUB_REPOSITORY", "").partition("/")[2]
    start = f"{found['classroom']}-{found['assignment']}-".lower()
    named = repository[len(start) :] if repository.lower().startswith(start) else ""
    owner = environment.get("USERNAME", "").strip() or named or environment.get("GITHUB_ACTOR", "").strip()
    if not owner:
        what = phrase("export.classroom50.environment", name="USERNAME")
        raise UsageError(told("error.export.needs", to="classroom50", what=what))
    return owner


def _moment(tag: str, order: ExportOrder) -> str:
    """Return the time of the submission from its tag, otherwise the time of the grading.

    :raises UsageError: neither is known.
    """
    found = _MOMENT.match(tag)
    if found is not None:
        return "{date}T{hour}:{minute}:{second}Z".format(**found.groupdict())
    for grading in reversed(order.rows.generations):
        if _DATETIME.fullmatch(grading.at):
            return grading.at
    what = phrase("export.classroom50.environment", name="SUBMISSION_TAG")
    raise UsageError(told("error.export.needs", to="classroom50", what=what))
