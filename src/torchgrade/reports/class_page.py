"""Class page, built from the results of a run."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, percent_text, points_text, row_status
from torchgrade.model.showable import show_name
from torchgrade.reports.attempts import attempts_view
from torchgrade.reports.charts import histogram
from torchgrade.reports.checks import full_view
from torchgrade.reports.class_records import (
    CheckRow,
    ClassPage,
    ExerciseRows,
    HiddenFailure,
    StudentRow,
)
from torchgrade.reports.evidence import SHORT
from torchgrade.reports.exercises import exercise_title
from torchgrade.reports.problems import not_graded, run_problems, submission_link
from torchgrade.reports.records import Fact, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student import versions, warnings

_MOST_HIDDEN = 30
_SYMBOLS = {
    RowStatus.GRADED: "✓",
    RowStatus.PARTLY_MISSING: "–",
    RowStatus.UNDECIDED: "?",
    RowStatus.ERROR: "!",
    RowStatus.NOT_UNDERSTOOD: "?",
}


def class_page(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    sentences: Sentences,
    names: Mapping[str, str],
    *,
    sections: Sequence[Section] = (),
) -> ClassPage:
    """Return the contents of the class page.

    ``names`` gives the page of each submission (:func:`torchgrade.model.page_names.page_names`).
    """
    ordered = sorted(results, key=lambda result: result.submission)
    shares = [
        result.points / result.max_points for result in ordered if result.points is not None and result.max_points
    ]
    hidden = _hidden_failures(ordered, rows, sentences, names)
    return ClassPage(
        warnings=warnings(ordered, sentences),
        chosen=_chosen(rows, sentences),
        facts=_facts(ordered, rows, sentences),
        problems=run_problems(ordered, rows, sentences, names),
        histogram=histogram(shares, sentences),
        exercises=[_exercise_rows(exercise, ordered, sentences) for exercise in rows.exercises],
        columns=[show_name(exercise.exercise) for exercise in rows.exercises],
        students=[_student_row(result, rows, sentences, names) for result in ordered],
        hidden_failures=hidden[:_MOST_HIDDEN],
        hidden_left_out=max(0, len(hidden) - _MOST_HIDDEN),
        not_graded=not_graded(ordered, rows, sentences, names),
        versions=versions(ordered, sentences),
        sections=list(sections),
        attempts=attempts_view(rows, sentences),
    )


def _chosen(rows: RunRows, sentences: Sentences) -> str:
    listed = sentences.joined(
        sentences.say(
            "class.exercise_points",
            exercise=show_name(exercise.exercise),
            max=points_text(exercise.max_points),
        )
        for exercise in rows.exercises
    )
    return sentences.say("class.chosen", exercises=listed, max=points_text(rows.max_points))


def _facts(results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences) -> list[Fact]:
    statuses = Counter(map(row_status, results))
    totals = [result.points for result in results if result.points is not None]
    of = points_text(rows.max_points)
    refused = sum(not one.is_absent for one in rows.not_understood)
    numbers = [
        ("submissions", str(len(results))),
        ("graded", str(len(totals))),
        ("errors", str(statuses[RowStatus.ERROR])),
        ("not_understood", str(refused + statuses[RowStatus.NOT_UNDERSTOOD])),
    ]
    if totals:
        for name, value in (
            ("mean", statistics.fmean(totals)),
            ("median", statistics.median(totals)),
        ):
            numbers.append((name, sentences.say("points.many", points=points_text(value), max=of)))
    return [Fact(name=sentences.say(f"class.{name}"), value=value) for name, value in numbers]


def _exercise_rows(exercise: Exercise, results: Sequence[SubmissionResult], sentences: Sentences) -> ExerciseRows:
    found = [part for result in results for part in result.exercises if part.exercise == exercise.exercise]
    statuses = Counter(part.status for part in found)
    counts = [
        sentences.count(f"class.count_{status}", statuses[status])
        for status in Status
        if statuses[status] or status is Status.GRADED
    ]
    by_check: dict[str, list[CheckResult]] = {}
    for part in found:
        for check in part.checks:
            by_check.setdefault(check.check, []).append(check)
    return ExerciseRows(
        title=exercise_title(exercise.exercise, exercise, sentences),
        signature=show_name(exercise.signature),
        counts=sentences.joined(counts, "clause"),
        checks=[_check_row(spec, by_check.get(spec.check, []), sentences) for spec in exercise.checks],
    )


def _check_row(spec: CheckSpec, checks: Sequence[CheckResult], sentences: Sentences) -> CheckRow:
    outcomes = Counter(check.outcome for check in checks)
    tried = len(checks) - outcomes[Outcome.ERROR]
    passed = outcomes[Outcome.PASSED]
    return CheckRow(
        title=sentences.title(spec.check, spec.title),
        sentence=sentences.requirement(spec.check, spec.sentence),
        check=show_name(spec.check),
        hidden=spec.hidden,
        passed=passed,
        tried=tried,
        failed=outcomes[Outcome.FAILED],
        skipped=outcomes[Outcome.SKIPPED],
        errors=outcomes[Outcome.ERROR],
        percent=round(100 * passed / tried) if tried else 0,
        cause=_most_frequent_cause(checks, sentences),
    )


def _most_frequent_cause(checks: Sequence[CheckResult], sentences: Sentences) -> str:
    """Return the most frequent diagnosis; of two equally frequent ones return the first."""
    found = [check.diagnosis for check in checks if check.diagnosis]
    if not found:
        return ""
    name, times = Counter(diagnosis.misconception for diagnosis in found).most_common(1)[0]
    first = next(diagnosis for diagnosis in found if diagnosis.misconception == name)
    cause = sentences.message(first.misconception, first.values, first.message, limit=500)
    return sentences.count("class.cause", times, cause=cause)


def _student_row(result: SubmissionResult, rows: RunRows, sentences: Sentences, names: Mapping[str, str]) -> StudentRow:
    status = row_status(result)
    by_id = {part.exercise: part for part in result.exercises}
    total = percent = ""
    if result.points is not None:
        total = points_text(result.points)
        percent = percent_text(result.points, result.max_points)
    return StudentRow(
        link=submission_link(result.submission, names),
        status=status.replace(" ", "-"),
        word=sentences.say(f"row.{status.replace(' ', '_')}"),
        symbol=_SYMBOLS[status],
        points=total,
        percent=sentences.say("class.percent", percent=percent) if percent else "",
        exercises=[_points(by_id.get(exercise.exercise), sentences) for exercise in rows.exercises],
    )


def _points(part: ExerciseResult | None, sentences: Sentences) -> str:
    if part is None:
        return ""
    if part.status is Status.GRADED:
        return points_text(part.points)
    return sentences.say(f"status.{part.status}")


def _hidden_failures(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    sentences: Sentences,
    names: Mapping[str, str],
) -> list[HiddenFailure]:
    """Return the failed hidden checks, with the details that their students do not see (ruling 30)."""
    specs = {spec.check: spec for exercise in rows.exercises for spec in exercise.checks}
    return [
        HiddenFailure(
            who=submission_link(result.submission, names),
            check=full_view(check, part, specs, sentences, SHORT),
        )
        for result in results
        for part in result.exercises
        for check in part.checks
        if check.hidden and check.outcome is Outcome.FAILED
    ]
