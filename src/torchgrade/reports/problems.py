"""Problems that a person should look at after a run, the most severe first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.page_names import page_href
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, row_status, undecided
from torchgrade.model.showable import show_name
from torchgrade.reports.class_records import NotGraded, Problem
from torchgrade.reports.records import Link
from torchgrade.reports.sentences import Sentences


def run_problems(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    sentences: Sentences,
    names: Mapping[str, str],
) -> list[Problem]:
    """Return errors of torchgrade, then inputs that were not understood, then problems of single submissions.

    ``names`` gives the page of each submission (:func:`torchgrade.model.page_names.page_names`).
    """
    nobody = Link(text=sentences.say("class.the_run"), href="")
    of_run = [Problem(who=nobody, text=sentences.note(note), ours=not note.is_for_instructor) for note in rows.failures]
    ours = [problem for problem in of_run if problem.ours]
    for result in results:
        who = submission_link(result.submission, names)
        ours += [Problem(who=who, text=text, ours=True) for text in _errors(result, sentences)]
    others = [problem for problem in of_run if not problem.ours]
    others += [
        Problem(who=_plain(entry.name), text=sentences.note(entry.note, limit=500), ours=False)
        for entry in rows.not_understood
    ]
    for result in results:
        who = submission_link(result.submission, names)
        # A person who decided the mark has nothing left to decide.
        open_notes = [] if result.submission in rows.overrides else undecided(result)
        texts = [sentences.note(note, limit=500) for note in (*open_notes, *result.problems)]
        if result.submission in rows.gone:
            texts.append(sentences.say("class.gone"))
        others += [Problem(who=who, text=text, ours=False) for text in texts]
    return ours + others


def not_graded(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    sentences: Sentences,
    names: Mapping[str, str],
) -> list[NotGraded]:
    """Return every input and every exercise without a grade, each with its reason."""
    found = [
        NotGraded(
            who=_plain(entry.name),
            what=sentences.say("class.whole_input"),
            why=sentences.note(entry.note, limit=500),
        )
        for entry in rows.not_understood
    ]
    for result in results:
        who = submission_link(result.submission, names)
        if row_status(result) is RowStatus.NOT_UNDERSTOOD:
            why = sentences.joined((sentences.note(note, limit=500) for note in result.problems), "sentence")
            found.append(NotGraded(who=who, what=sentences.say("class.whole_input"), why=why))
            continue
        found += [
            NotGraded(
                who=who,
                what=show_name(exercise.exercise),
                why=sentences.say(f"class.why_{exercise.status}"),
            )
            for exercise in result.exercises
            if exercise.status is not Status.GRADED
        ]
    return found


def submission_link(submission: str, names: Mapping[str, str]) -> Link:
    """Return a link from the class page to a student's page; a submission without a page gets no link."""
    page = names.get(submission, "")
    return Link(text=show_name(submission), href=page_href(page) if page else "")


def _plain(name: str) -> Link:
    return Link(text=show_name(name), href="")


def _errors(result: SubmissionResult, sentences: Sentences) -> Iterator[str]:
    """Yield a sentence for each exercise that ended in an error of torchgrade, with its reasons."""
    broken = [found for found in result.exercises if found.status is Status.ERROR]
    for found in broken:
        yield sentences.say(
            "class.error",
            exercise=show_name(found.exercise),
            reason=sentences.joined(_reasons(found, sentences), "sentence") or sentences.say("class.no_reason"),
        )
    if row_status(result) is RowStatus.ERROR and not broken:
        yield sentences.say("class.no_total")


def _reasons(found: ExerciseResult, sentences: Sentences) -> Iterator[str]:
    for check in found.checks:
        if check.outcome is Outcome.ERROR:
            reason = sentences.message(check.message_id, check.values, check.message, limit=500)
            yield sentences.say("class.reason", check=sentences.title(check.check, check.title), reason=reason)
    yield from (sentences.note(note, limit=500) for note in found.notes)
