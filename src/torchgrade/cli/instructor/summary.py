"""Summary at the end of a class run: the place of the pages, and the worst problems."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from torchgrade.cli.progress import say_result
from torchgrade.cli.screen import Screen
from torchgrade.grading.class_run import Summary
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.phrases import Phrase, Value, listed, phrase
from torchgrade.model.results import CheckResult, Note, SubmissionResult
from torchgrade.model.rows import RowStatus, instead, row_status, undecided
from torchgrade.model.showable import show, show_name
from torchgrade.reports.sentences import Sentences

MOST = 5
Item = TypeVar("Item")


class _First(Generic[Item]):
    """First items of a kind, and the number of all."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.number = 0

    def add(self, item: Item) -> None:
        """Count an item, and keep it if it is one of the first."""
        self.number += 1
        if len(self.items) < MOST:
            self.items.append(item)


class _Class:
    """What the summary says about the results, from one pass over them."""

    def __init__(self, results: Iterable[SubmissionResult]) -> None:
        self.errors: _First[SubmissionResult] = _First()
        self.undecided: _First[tuple[str, Note]] = _First()
        self.of_people: _First[Note] = _First()
        self.unread: _First[SubmissionResult] = _First()
        self.low: list[SubmissionResult] = []
        """Results with less than half of the points, the lowest first."""
        self.low_number = 0
        self.statuses: Counter[RowStatus] = Counter()
        self.levels: set[SandboxLevel] = set()
        for result in results:
            self._add(result)

    def _add(self, result: SubmissionResult) -> None:
        status = row_status(result)
        self.statuses[status] += 1
        self.levels.add(result.sandbox)
        if status is RowStatus.ERROR:
            self.errors.add(result)
        for note in undecided(result):
            self.undecided.add((result.submission, note))
        for note in result.problems:
            # Include these notes, because a person must decide whose submission this is.
            if note.is_for_instructor:
                self.of_people.add(note)
        if result.points is None:
            return
        if status is RowStatus.NOT_UNDERSTOOD:
            self.unread.add(result)
        elif _share(result) < 0.5:
            self.low_number += 1
            self.low = sorted((*self.low, result), key=lambda one: (_share(one), one.submission))[:MOST]


def write_summary(summary: Summary, screen: Screen, sentences: Sentences) -> None:
    """Write how much was graded, the five worst problems and the place of the pages."""
    say = sentences.catalogue.render
    if summary.stopped:
        folder = show(shlex.quote(str(summary.folder)))
        values: dict[str, Value] = {"kept": len(summary.results), "left": summary.left, "folder": folder}
        screen.line(say("grade.summary.stopped", values))
        return
    found = _Class(summary.results)
    number = _number(found, summary)
    if number:
        entry = "worst" if number > MOST else "problems"
        screen.line((say(f"grade.summary.{entry}", {"shown": MOST, "all": number}), "bold"))
    for problem in islice(_problems(found, summary, sentences), MOST):
        screen.line(problem, indent=2)
    screen.line(say("grade.summary.end", {"facts": listed(_facts(found, summary), "semicolon")}))
    screen.line(say("grade.pages", {}), (show(str(summary.page)), "bold"))


def _facts(found: _Class, summary: Summary) -> Iterator[Phrase]:
    """Yield what the last line counts."""
    kept = found.statuses.total() - summary.graded
    if kept:
        yield phrase("grade.summary.graded_before", graded=summary.graded, before=kept)
    else:
        yield phrase("grade.summary.graded", graded=summary.graded)
    if summary.earlier:
        yield phrase("grade.summary.earlier", n=summary.earlier)
    statuses = Counter(one.status for one in summary.rows.not_understood)
    yield phrase("grade.summary.not_understood", n=statuses[RowStatus.NOT_UNDERSTOOD])
    waiting = found.statuses[RowStatus.UNDECIDED]
    if waiting:
        yield phrase("grade.summary.undecided", n=waiting)
    if absent := statuses[RowStatus.NOTHING_HANDED_IN]:
        yield phrase("grade.summary.absent", n=absent)
    for level in sorted(found.levels):
        yield phrase("grade.summary.sandbox", level=str(level))


def _number(found: _Class, summary: Summary) -> int:
    """Return the number of all problems."""
    refused = summary.rows.not_understood
    return (
        found.errors.number
        + bool(summary.left)
        + len(summary.rows.failures)
        + found.undecided.number
        + sum(not one.is_absent for one in refused)
        + found.of_people.number
        + found.unread.number
        + any(one.status is RowStatus.NOTHING_HANDED_IN for one in refused)
        + found.low_number
    )


def worst_problems(summary: Summary, sentences: Sentences) -> Iterator[str]:
    """Yield the worst problems, the worst first; at most five of those that belong to single results, for each kind.

    The first problems are those that the instructor must act on, in this order:

    - errors of torchgrade, and submissions that were not reached
    - failures of the run itself
    - exercises that a person must decide
    - inputs that were not understood, and submissions of an unclear student
    - unreadable files
    - students of the roster without a submission

    Submissions that earned less than half follow, the lowest first, each with its first reason.
    """
    return _problems(_Class(summary.results), summary, sentences)


def _problems(found: _Class, summary: Summary, sentences: Sentences) -> Iterator[str]:
    say = sentences.catalogue.render
    for result in found.errors.items:
        shown = say_result(result, sentences.catalogue)
        yield say("grade.problem.error", {"result": shown, "reason": _error(result, sentences)})
    if summary.left:
        yield say("grade.problem.left", {"n": summary.left})
    for note in summary.rows.failures:
        yield _line(sentences.note(note))
    for submission, note in found.undecided.items:
        yield _problem(show_name(submission), _line(sentences.note(note)), sentences)
    for refused in summary.rows.not_understood:
        if not refused.is_absent:
            yield _line(sentences.note(refused.note))
    for note in found.of_people.items:
        yield _line(sentences.note(note))
    for result in found.unread.items:
        yield _problem(show_name(result.submission), _reason(result, sentences), sentences)
    absent = [one.name for one in summary.rows.not_understood if one.status is RowStatus.NOTHING_HANDED_IN]
    if absent:
        names = listed(map(show_name, absent[:MOST]))
        entry = "absent_more" if len(absent) > MOST else "absent"
        yield say(f"grade.problem.{entry}", {"names": names, "more": len(absent) - MOST})
    for result in found.low:
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
