"""Problems that a person should look at after a run, the most severe first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from msgspec.structs import replace

from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.page_names import Names, page_href
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, row_status, undecided
from torchgrade.model.showable import show_name
from torchgrade.reports.class_records import NotGraded, Problem
from torchgrade.reports.records import Link
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import Examples

MOST_LISTED = 330
"""Most problems and most ungraded inputs on the page. The rest is in gradebook.csv and on the students' pages."""


class _Error(NamedTuple):
    """Exercise of a submission that ended in an error of torchgrade; None if only the total is missing."""

    submission: str
    found: ExerciseResult | None


class _Open(NamedTuple):
    """Note on a submission; None if the submission is no longer in the folder."""

    submission: str
    note: Note | None


class ProblemTally:
    """Problems of a class, fed with one result at a time: errors of torchgrade, then all others."""

    def __init__(self, rows: RunRows) -> None:
        self._rows = rows
        self._ours: Examples[_Error] = Examples(MOST_LISTED)
        self._others: Examples[_Open] = Examples(MOST_LISTED)

    def add(self, result: SubmissionResult) -> None:
        """Keep the first problems, and count all."""
        who = result.submission
        for found in _errors(result):
            self._ours.add(_Error(who, found))
        # A person who decided the mark has nothing left to decide.
        open_notes = [] if who in self._rows.overrides else undecided(result)
        for note in (*open_notes, *result.problems):
            self._others.add(_Open(who, note))
        if who in self._rows.gone:
            self._others.add(_Open(who, None))

    def view(self, sentences: Sentences, names: Names) -> tuple[list[Problem], int]:
        """Return the first problems, and the number of further ones.

        First errors of torchgrade, then inputs that were not understood, then problems of single submissions.

        :param names: page of each submission (:func:`torchgrade.model.page_names.page_names`).
        """
        rows = self._rows
        listed = list(islice(self._listed(sentences, names), MOST_LISTED))
        total = len(rows.failures) + self._ours.total + len(rows.not_understood) + self._others.total
        return listed, total - len(listed)

    def _listed(self, sentences: Sentences, names: Names) -> Iterator[Problem]:
        nobody = Link(text=sentences.say("class.the_run"), href="")

        def of_run(*, ours: bool) -> Iterator[Problem]:
            for note in self._rows.failures:
                if note.is_for_instructor is not ours:
                    yield Problem(who=nobody, text=sentences.note(note), ours=ours)

        yield from of_run(ours=True)
        for who, found in self._ours.kept:
            text = sentences.say("class.no_total") if found is None else _error_words(found, sentences)
            yield Problem(who=submission_link(who, names), text=text, ours=True)
        yield from of_run(ours=False)
        for entry in self._rows.not_understood:
            yield Problem(who=_plain(entry.name), text=sentences.note(entry.note, limit=500), ours=False)
        for who, note in self._others.kept:
            text = sentences.say("class.gone") if note is None else sentences.note(note, limit=500)
            yield Problem(who=submission_link(who, names), text=text, ours=False)


class _Ungraded(NamedTuple):
    """Exercise of a submission without a grade; None for the whole submission, with the notes on it."""

    submission: str
    found: tuple[str, Status] | None
    notes: Sequence[Note] = ()


class UngradedTally:
    """Inputs and exercises without a grade, fed with one result at a time."""

    def __init__(self, rows: RunRows) -> None:
        self._rows = rows
        self._found: Examples[_Ungraded] = Examples(MOST_LISTED)

    def add(self, result: SubmissionResult) -> None:
        """Keep the first ones, and count all."""
        if row_status(result) is RowStatus.NOT_UNDERSTOOD:
            self._found.add(_Ungraded(result.submission, None, result.problems))
            return
        for exercise in result.exercises:
            if exercise.status is not Status.GRADED:
                self._found.add(_Ungraded(result.submission, (exercise.exercise, exercise.status)))

    def view(self, sentences: Sentences, names: Names) -> tuple[list[NotGraded], int]:
        """Return the first inputs and exercises without a grade, each with its reason, and the number of further ones.

        :param names: page of each submission (:func:`torchgrade.model.page_names.page_names`).
        """
        inputs = (
            _whole(_plain(entry.name), sentences.note(entry.note, limit=500), sentences)
            for entry in self._rows.not_understood
        )
        found = (_ungraded(one, sentences, names) for one in self._found.kept)
        listed = list(islice(chain(inputs, found), MOST_LISTED))
        return listed, len(self._rows.not_understood) + self._found.total - len(listed)


def _ungraded(one: _Ungraded, sentences: Sentences, names: Names) -> NotGraded:
    who = submission_link(one.submission, names)
    if one.found is None:
        why = sentences.joined((sentences.note(note, limit=500) for note in one.notes), "sentence")
        return _whole(who, why, sentences)
    exercise, status = one.found
    return NotGraded(who=who, what=show_name(exercise), why=sentences.say(f"class.why_{status}"))


def _whole(who: Link, why: str, sentences: Sentences) -> NotGraded:
    return NotGraded(who=who, what=sentences.say("class.whole_input"), why=why)


def submission_link(submission: str, names: Names) -> Link:
    """Return a link from the class page to a student's page; a submission without a page gets no link."""
    page = names.get(submission, "")
    return Link(text=show_name(submission), href=page_href(page) if page else "")


def _plain(name: str) -> Link:
    return Link(text=show_name(name), href="")


def _errors(result: SubmissionResult) -> Iterable[ExerciseResult | None]:
    """Return each exercise that ended in an error of torchgrade; None once if only the total is missing."""
    broken = [found for found in result.exercises if found.status is Status.ERROR]
    if broken:
        return [replace(one, checks=[c for c in one.checks if c.outcome is Outcome.ERROR]) for one in broken]
    return [None] if row_status(result) is RowStatus.ERROR else []


def _error_words(found: ExerciseResult, sentences: Sentences) -> str:
    """Return the sentence on an exercise that ended in an error of torchgrade, with its reasons."""
    return sentences.say(
        "class.error",
        exercise=show_name(found.exercise),
        reason=sentences.joined(_reasons(found, sentences), "sentence") or sentences.say("class.no_reason"),
    )


def _reasons(found: ExerciseResult, sentences: Sentences) -> Iterator[str]:
    for check in found.checks:
        reason = sentences.message(check.message_id, check.values, check.message, limit=500)
        yield sentences.say("class.reason", check=sentences.title(check.check, check.title), reason=reason)
    yield from (sentences.note(note, limit=500) for note in found.notes)
