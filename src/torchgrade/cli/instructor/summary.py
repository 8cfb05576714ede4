"""Summary at the end of a class run: the place of the pages, and the worst problems."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

from torchgrade.cli.progress import say_result
from torchgrade.cli.screen import Screen
from torchgrade.grading.class_run import Summary
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.model.rows import RowStatus, instead, row_status, undecided
from torchgrade.model.showable import show, show_name
from torchgrade.reports.sentences import Sentences

MOST = 5


def write_summary(summary: Summary, screen: Screen, sentences: Sentences) -> None:
    """Write how much was graded, the five worst problems and the place of the pages."""
    folder = show(shlex.quote(str(summary.folder)))
    if summary.stopped:
        screen.line(
            f"Stopped. {len(summary.results)} results are kept, {summary.left} are still to do. Repeat the command "
            f"to continue, or run `torchgrade report {folder}` to write the pages so far."
        )
        return
    problems = list(worst_problems(summary, sentences))
    if problems:
        shown = f"The {MOST} worst of {len(problems)} problems" if len(problems) > MOST else "Problems"
        screen.line((f"{shown}:", "bold"))
    for problem in problems[:MOST]:
        screen.line(problem, indent=2)
    kept = len(summary.results) - summary.graded
    before = f", {kept} before" if kept else ""
    levels = "".join(f"; sandbox: {level}" for level in sorted({result.sandbox for result in summary.results}))
    statuses = Counter(one.status for one in summary.rows.not_understood)
    absent, refused = statuses[RowStatus.NOTHING_HANDED_IN], statuses[RowStatus.NOT_UNDERSTOOD]
    nothing = f"; {absent} submitted nothing" if absent else ""
    waiting = sum(row_status(result) is RowStatus.UNDECIDED for result in summary.results)
    nothing = f"; {waiting} for you to decide{nothing}" if waiting else nothing
    screen.line(f"{summary.graded} graded now{before}; {refused} not understood{nothing}{levels}.")
    screen.line("Pages: ", (show(str(summary.page)), "bold"))


def worst_problems(summary: Summary, sentences: Sentences) -> Iterator[str]:
    """Yield all problems, the worst first.

    The first problems are those that the instructor must act on, in this order:

    - errors of torchgrade, and submissions that were not reached
    - failures of the run itself
    - exercises that a person must decide
    - inputs that were not understood, and submissions of an unclear student
    - unreadable files
    - students of the roster without a submission

    Submissions that earned less than half follow, the lowest first, each with its first reason.
    """
    errors = [result for result in summary.results if row_status(result) is RowStatus.ERROR]
    for result in errors:
        yield f"{say_result(result)} ({_error(result, sentences)})"
    if summary.left:
        yield f"{summary.left} submissions are still to do. Repeat the command to continue."
    for note in summary.rows.failures:
        yield _line(sentences.note(note))
    for result in summary.results:
        for note in undecided(result):
            yield f"{show_name(result.submission)}: {_line(sentences.note(note))}"
    for refused in summary.rows.not_understood:
        if not refused.is_absent:
            yield _line(sentences.note(refused.note))
    for result in summary.results:
        # Include these notes, because a person must decide whose submission this is.
        yield from (_line(sentences.note(note)) for note in result.problems if note.is_for_instructor)
    others = [result for result in summary.results if result.points is not None]
    unread = [one for one in others if row_status(one) is RowStatus.NOT_UNDERSTOOD]
    for result in unread:
        yield f"{show_name(result.submission)}: {_reason(result, sentences)}"
    absent = [one.name for one in summary.rows.not_understood if one.status is RowStatus.NOTHING_HANDED_IN]
    if absent:
        more = f" and {len(absent) - MOST} more" if len(absent) > MOST else ""
        listed = ", ".join(map(show_name, absent[:MOST]))
        yield f"In the roster, but submitted nothing: {listed}{more}."
    low = [one for one in others if one not in unread and _share(one) < 0.5]
    for result in sorted(low, key=lambda one: (_share(one), one.submission)):
        yield f"{say_result(result)}: {_reason(result, sentences)}"


def _share(result: SubmissionResult) -> float:
    return (result.points or 0.0) / result.max_points if result.max_points else 1.0


def _error(result: SubmissionResult, sentences: Sentences) -> str:
    """Return the first check that ended in an error of torchgrade, with its reason."""
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome is Outcome.ERROR:
                return _of_check(check, sentences)
    return _line(sentences.note(result.problems[0])) if result.problems else "no reason is known"


def _reason(result: SubmissionResult, sentences: Sentences) -> str:
    """Return the first problem of a submission."""
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome is Outcome.FAILED:
                return _of_check(check, sentences)
    if result.problems:
        return _line(sentences.note(result.problems[0]))
    for exercise in result.exercises:
        for note in instead(exercise)[:1]:
            return _line(sentences.note(note))
    absent = [
        show_name(exercise.exercise)
        for exercise in result.exercises
        if exercise.status in (Status.MISSING, Status.NOT_STARTED)
    ]
    return f"not written yet: {', '.join(absent)}" if absent else "no reason is known"


def _of_check(check: CheckResult, sentences: Sentences) -> str:
    """Return the exercise and the title of a check, with its reason or, without a reason, its requirement."""
    exercise = show_name(check.check.partition(".")[0])
    reason = sentences.message(check.message_id, check.values, check.message)
    reason = reason or sentences.requirement(check.check, check.sentence)
    return f"{exercise}, {sentences.title(check.check, check.title)}: {_line(reason)}"


def _line(text: str) -> str:
    return " ".join(show(text, limit=300).split())
