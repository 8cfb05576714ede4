"""Class page, built from the results of a run."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

from torchgrade.model.history import GradingKind
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, mean_text, points_text, row_status
from torchgrade.model.showable import show_name
from torchgrade.reports.attempts import attempts_view
from torchgrade.reports.by_section import by_section
from torchgrade.reports.charts import histogram
from torchgrade.reports.check_map import check_map
from torchgrade.reports.checks import full_view
from torchgrade.reports.class_records import (
    ClassPage,
    HiddenFailure,
)
from torchgrade.reports.evidence import SHORT
from torchgrade.reports.items import item_analysis
from torchgrade.reports.mistake_groups import mistakes_of
from torchgrade.reports.problems import not_graded, run_problems, submission_link
from torchgrade.reports.records import Fact, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student import versions, warnings
from torchgrade.reports.student_table import student_table

_Hidden = tuple[SubmissionResult, ExerciseResult, CheckResult]

_MOST_HIDDEN = 30
MOST_LISTED = 330
"""Most problems and most ungraded inputs on the page. The rest is in gradebook.csv and on the students' pages."""


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
    pairs = [(final_points(result, rows), result.max_points) for result in ordered]
    shares = [min(points / most, 1.0) for points, most in pairs if points is not None and most]
    hidden = _hidden_failures(ordered)
    mistakes, largest = mistakes_of(ordered, rows, sentences, names)
    items = item_analysis(ordered, rows, sentences, largest)
    problems = run_problems(ordered, rows, sentences, names)
    ungraded = not_graded(ordered, rows, sentences, names)
    return ClassPage(
        warnings=warnings(ordered, sentences),
        chosen=_chosen(rows, sentences),
        facts=_facts(ordered, rows, sentences),
        problems=problems[:MOST_LISTED],
        problems_left_out=max(0, len(problems) - MOST_LISTED),
        histogram=histogram(shares, sentences),
        exercises=items.exercises,
        map=check_map(ordered, rows, sentences),
        students=student_table(ordered, rows, sentences, names),
        hidden_failures=_hidden_views(hidden[:_MOST_HIDDEN], rows, sentences, names),
        hidden_left_out=max(0, len(hidden) - _MOST_HIDDEN),
        not_graded=ungraded[:MOST_LISTED],
        not_graded_left_out=max(0, len(ungraded) - MOST_LISTED),
        is_regraded=any(one.kind is GradingKind.REGRADE for one in rows.generations),
        versions=versions(ordered, sentences),
        sections=list(sections),
        items=items.summary,
        mistakes=mistakes,
        by_section=by_section(ordered, rows, sentences),
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


def final_points(result: SubmissionResult, rows: RunRows) -> float | None:
    """Return the points that count for a submission: those that a person decided, otherwise torchgrade's."""
    decided = rows.overrides.get(result.submission)
    return result.points if decided is None else decided.points


def _facts(results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences) -> list[Fact]:
    statuses = Counter(map(row_status, results))
    totals = [points for result in results if (points := final_points(result, rows)) is not None]
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
            numbers.append((name, sentences.say("points.many", points=mean_text(value), max=of)))
    return [Fact(name=sentences.say(f"class.{name}"), value=value) for name, value in numbers]


def _hidden_failures(results: Sequence[SubmissionResult]) -> list[_Hidden]:
    """Return the failed hidden checks of all submissions."""
    return [
        (result, part, check)
        for result in results
        for part in result.exercises
        for check in part.checks
        if check.hidden and check.outcome is Outcome.FAILED
    ]


def _hidden_views(
    found: Sequence[_Hidden], rows: RunRows, sentences: Sentences, names: Mapping[str, str]
) -> list[HiddenFailure]:
    """Return failed hidden checks with the details that their students do not see (ruling 30)."""
    specs = {spec.check: spec for exercise in rows.exercises for spec in exercise.checks}
    return [
        HiddenFailure(
            who=submission_link(result.submission, names),
            check=full_view(check, part, specs, sentences, SHORT),
        )
        for result, part, check in found
    ]
