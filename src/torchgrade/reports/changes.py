"""Changes on a student's page since the last result. A hidden check is named by its sentence alone (ruling 30)."""

from __future__ import annotations

from collections.abc import Set

from torchgrade.model.history import Attempt, GradingKind, attempts_of
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows, points_text
from torchgrade.reports.attempts import is_same_attempt
from torchgrade.reports.checks import check_anchor
from torchgrade.reports.exercises import exercise_title
from torchgrade.reports.records import ChangedChecks, ChangesView, Link
from torchgrade.reports.sentences import Sentences


def changes_view(result: SubmissionResult, rows: RunRows, sentences: Sentences) -> ChangesView | None:
    """Return the changes since the last result of a submission, or None if this is its first result."""
    found = attempts_of(rows.attempts, result.submission)
    if len(found) < 2:
        return None
    before, now = found[-2:]
    regrades = {one.number for one in rows.generations if one.kind is GradingKind.REGRADE}
    passed_before, passed_now = frozenset(before.passed), frozenset(now.passed)
    gained, lost = passed_now - passed_before, passed_before - passed_now
    # A check that the course no longer has is left out, because it has no sentence any more.
    known = {spec.check for exercise in rows.exercises for spec in exercise.checks}
    why = sentences.say("changes.graded_again" if is_same_attempt(before, now, regrades) else "changes.new_attempt")
    points = _points(before, now, sentences)
    same = [] if (gained | lost) & known else [sentences.say("changes.same_checks")]
    return ChangesView(
        said=sentences.joined([why, points, *same], "sentence"),
        gained_words=_count("gained", gained & known, sentences),
        gained=_by_exercise(gained, result, rows, sentences),
        lost_words=_count("lost", lost & known, sentences),
        lost=_by_exercise(lost, result, rows, sentences),
    )


def _points(before: Attempt, now: Attempt, sentences: Sentences) -> str:
    values = {
        "before": _number(before, sentences),
        "now": _number(now, sentences),
        "max": points_text(now.max_points),
        "before_max": points_text(before.max_points),
    }
    if before.points is None or now.points is None:
        return sentences.say("changes.points_open", **values)
    if before.max_points != now.max_points:
        return sentences.say("changes.points_of_other", **values)
    return sentences.say("changes.same_points" if before.points == now.points else "changes.points", **values)


def _number(attempt: Attempt, sentences: Sentences) -> str:
    return sentences.say("changes.no_total") if attempt.points is None else points_text(attempt.points)


def _count(entry: str, checks: Set[str], sentences: Sentences) -> str:
    return sentences.count(f"changes.{entry}", len(checks)) if checks else ""


def _by_exercise(
    checks: Set[str], result: SubmissionResult, rows: RunRows, sentences: Sentences
) -> list[ChangedChecks]:
    """Return visible checks by title with a link to their place on the page, and hidden checks by their sentence."""
    shown = {check.check for exercise in result.exercises for check in exercise.checks}
    groups = []
    for exercise in rows.exercises:
        specs = [spec for spec in exercise.checks if spec.check in checks]
        if not specs:
            continue
        links = [
            Link(
                text=sentences.title(spec.check, spec.title),
                href=f"#{check_anchor(spec.check)}" if spec.check in shown else "",
            )
            for spec in specs
            if not spec.hidden
        ]
        hidden = [sentences.requirement(spec.check, spec.sentence) for spec in specs if spec.hidden]
        title = exercise_title(exercise.exercise, exercise, sentences)
        groups.append(ChangedChecks(exercise=title, checks=links, hidden=hidden))
    return groups
