"""Summary at the end of a class run: the place of the pages, and the worst problems."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

from torchgrade.cli.progress import say_result
from torchgrade.cli.screen import Screen
from torchgrade.grading.class_run import Summary
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Phrase, Value, listed, phrase
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.model.rows import RowStatus, instead, row_status, undecided
from torchgrade.model.showable import show, show_name
from torchgrade.reports.sentences import Sentences

MOST = 5


def write_summary(summary: Summary, screen: Screen, sentences: Sentences) -> None:
    """Write how much was graded, the five worst problems and the place of the pages."""
    say = sentences.catalogue.render
    if summary.stopped:
        folder = show(shlex.quote(str(summary.folder)))
        values: dict[str, Value] = {"kept": len(summary.results), "left": summary.left, "folder": folder}
        screen.line(say("grade.summary.stopped", values))
        return
    problems = list(worst_problems(summary, sentences))
    if problems:
        entry = "worst" if len(problems) > MOST else "problems"
        screen.line((say(f"grade.summary.{entry}", {"shown": MOST, "all": len(problems)}), "bold"))
    for problem in problems[:MOST]:
        screen.line(problem, indent=2)
    screen.line(say("grade.summary.end", {"facts": listed(_facts(summary), "semicolon")}))
    screen.line(say("grade.pages", {}), (show(str(summary.page)), "bold"))


def _facts(summary: Summary) -> Iterator[Phrase]:
    """Yield what the last line counts."""
    kept = len(summary.results) - summary.graded
    if kept:
        yield phrase("grade.summary.graded_before", graded=summary.graded, before=kept)
    else:
        yield phrase("grade.summary.graded", graded=summary.graded)
    if summary.earlier:
        yield phrase("grade.summary.earlier", n=summary.earlier)
    statuses = Counter(one.status for one in summary.rows.not_understood)
    yield phrase("grade.summary.not_understood", n=statuses[RowStatus.NOT_UNDERSTOOD])
    waiting = sum(row_status(result) is RowStatus.UNDECIDED for result in summary.results)
    if waiting:
        yield phrase("grade.summary.undecided", n=waiting)
    if absent := statuses[RowStatus.NOTHING_HANDED_IN]:
        yield phrase("grade.summary.absent", n=absent)
    for level in sorted({result.sandbox for result in summary.results}):
        yield phrase("grade.summary.sandbox", level=str(level))


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
    say = sentences.catalogue.render
    errors = [result for result in summary.results if row_status(result) is RowStatus.ERROR]
    for result in errors:
        shown = say_result(result, sentences.catalogue)
        yield say("grade.problem.error", {"result": shown, "reason": _error(result, sentences)})
    if summary.left:
        yield say("grade.problem.left", {"n": summary.left})
    for note in summary.rows.failures:
        yield _line(sentences.note(note))
    for result in summary.results:
        for note in undecided(result):
            yield _problem(show_name(result.submission), _line(sentences.note(note)), sentences)
    for refused in summary.rows.not_understood:
        if not refused.is_absent:
            yield _line(sentences.note(refused.note))
    for result in summary.results:
        # Include these notes, because a person must decide whose submission this is.
        yield from (_line(sentences.note(note)) for note in result.problems if note.is_for_instructor)
    others = [result for result in summary.results if result.points is not None]
    unread = [one for one in others if row_status(one) is RowStatus.NOT_UNDERSTOOD]
    for result in unread:
        yield _problem(show_name(result.submission), _reason(result, sentences), sentences)
    absent = [one.name for one in summary.rows.not_understood if one.status is RowStatus.NOTHING_HANDED_IN]
    if absent:
        names = listed(map(show_name, absent[:MOST]))
        entry = "absent_more" if len(absent) > MOST else "absent"
        yield say(f"grade.problem.{entry}", {"names": names, "more": len(absent) - MOST})
    low = [one for one in others if one not in unread and _share(one) < 0.5]
    for result in sorted(low, key=lambda one: (_share(one), one.submission)):
        yield _problem(say_result(result, sentences.catalogue), _reason(result, sentences), sentences)


def _problem(subject: str, reason: str, sentences: Sentences) -> str:
    return sentences.catalogue.render("grade.problem.line", {"subject": subject, "reason": reason})


def _share(result: SubmissionResult) -> float:
    return (result.points or 0.0) / result.max_points if result.max_points else 1.0


def _error(result: SubmissionResult, sentences: Sentences) -> str:
    """Return the first check that ended in an error of torchgrade, with its reason."""
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome is Outcome.ERROR:
                return _of_check(check, sentences)
    if result.problems:
        return _line(sentences.note(result.problems[0]))
    return sentences.catalogue.render("grade.problem.no_reason", {})


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
    entry = "not_written" if absent else "no_reason"
    return sentences.catalogue.render(f"grade.problem.{entry}", {"names": listed(absent)})


def _of_check(check: CheckResult, sentences: Sentences) -> str:
    """Return the exercise and the title of a check, with its reason or, without a reason, its requirement."""
    exercise = show_name(check.check.partition(".")[0])
    reason = sentences.message(check.message_id, check.values, check.message)
    reason = reason or sentences.requirement(check.check, check.sentence)
    values: dict[str, Value] = {"exercise": exercise, "check": sentences.title(check.check, check.title)}
    return sentences.catalogue.render("grade.problem.check", {**values, "reason": _line(reason)})


def _line(text: str) -> str:
    return " ".join(show(text, limit=300).split())
