"""Student's page, built from one result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from torchgrade.model.exercises import Exercise
from torchgrade.model.history import Override
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, row_status
from torchgrade.model.showable import show, show_name
from torchgrade.reports.checks import check_anchor, points_words
from torchgrade.reports.evidence import FULL, UNSTATED, Detail
from torchgrade.reports.exercises import exercise_anchor, exercise_title, exercise_view, topic_views
from torchgrade.reports.records import ChangesView, Fact, FileRow, Link, Section, StudentPage
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements


def student_page(
    result: SubmissionResult,
    exercises: Sequence[Exercise],
    sentences: Sentences,
    *,
    detail: Detail = FULL,
    sections: Sequence[Section] = (),
    statements: Statements | None = None,
    decisions: Sequence[Override] = (),
    changes: ChangesView | None = None,
) -> StudentPage:
    """Return the contents of one submission's page, in the language of the sentences.

    :param decisions: points that a person decided for the submission or for members of its group.
    """
    by_id = {exercise.exercise: exercise for exercise in exercises}
    views = [exercise_view(found, by_id.get(found.exercise), sentences, detail) for found in result.exercises]
    if statements is not None and detail.statements:
        # A page of several exercises has topics above them, so its headings are one level lower.
        level = 4 if len(views) > 1 else 3
        pairs = zip(views, result.exercises, strict=True)
        views = [replace(view, statement=statements.view(found.exercise, level)) for view, found in pairs]
    start, label = _start(result, by_id, sentences)
    told = [note for note in result.problems if not note.is_for_instructor]
    return StudentPage(
        name=show_name(result.submission),
        score=score_words(result, sentences, is_decided=bool(decisions)),
        decisions=_decisions(decisions, result, sentences),
        warnings=warnings([result], sentences),
        start=start,
        start_label=label,
        problems=[sentences.note(note, limit=min(detail.text, 500)) for note in told[: detail.items]],
        exercises=views,
        topics=topic_views(result.exercises, views, by_id, sentences) if len(views) > 1 else [],
        files=[
            FileRow(name=show_name(file.name), size=str(file.size), sha256=show_name(file.sha256))
            for file in result.files[: detail.items]
        ],
        files_left_out=max(0, len(result.files) - detail.items),
        facts=versions([result], sentences),
        shortened=detail not in (FULL, UNSTATED),
        sections=list(sections),
        without_statements=statements is not None and not detail.statements,
        changes=changes,
    )


def decisions_on(submission: str, rows: RunRows) -> list[Override]:
    """Return the decisions of a person on a submission, or on the members of its group."""
    if not rows.overrides:
        return []
    keys = dict.fromkeys((submission, *rows.groups.get(submission, ())))
    return [rows.overrides[key] for key in keys if key in rows.overrides]


def _decisions(decisions: Sequence[Override], result: SubmissionResult, sentences: Sentences) -> list[str]:
    """Return the sentences on decisions; all members of a group get its page, so it tells nothing about one of them."""
    said = [_decision(one, result, sentences) for one in decisions if one.who == result.submission]
    return said if len(said) == len(decisions) else [*said, sentences.say("decision_member")]


def _decision(one: Override, result: SubmissionResult, sentences: Sentences) -> str:
    points = points_words(one.points, result.max_points, sentences)
    why = show(one.why, limit=1000)
    return sentences.say("decision", points=points, why=why)


def score_words(result: SubmissionResult, sentences: Sentences, *, is_decided: bool = False) -> str:
    """Return the score as a sentence: points, and the numbers of passed, failed and skipped checks.

    :param is_decided: whether a person decided the mark, so that no decision is missing any more.
    """
    outcomes = Counter(check.outcome for found in result.exercises for check in found.checks)
    parts = [
        sentences.count("score.passed", outcomes[Outcome.PASSED]),
        sentences.count("score.failed", outcomes[Outcome.FAILED]),
    ]
    rare = [outcome for outcome in (Outcome.SKIPPED, Outcome.ERROR) if outcomes[outcome]]
    parts += [sentences.count(f"score.{outcome}", outcomes[outcome]) for outcome in rare]
    counted = sentences.joined(parts, "clause")
    if result.points is None and is_decided:
        return sentences.say("score.decided", counted=counted)
    if result.points is None:
        why = "score.undecided" if row_status(result) is RowStatus.UNDECIDED else "score.no_total"
        return sentences.say(why, counted=counted)
    points = points_words(result.points, result.max_points, sentences)
    return sentences.say("score.total", points=points, counted=counted)


def warnings(results: Sequence[SubmissionResult], sentences: Sentences) -> list[str]:
    """Return warnings that limit the meaning of the marks: no isolation, no hidden checks."""
    found = []
    if any(result.sandbox is SandboxLevel.NONE for result in results):
        found.append(sentences.say("not_isolated"))
    if any(not result.hidden_checks for result in results):
        found.append(sentences.say("without_hidden"))
    return found


def versions(results: Sequence[SubmissionResult], sentences: Sentences) -> list[Fact]:
    """Return versions, digests and confinement for a footer; return an empty list if no file could be read."""
    environment = next((result.environment for result in results if result.environment is not None), None)
    if environment is None:
        return []
    names = ("torchgrade", "python", "torch", "course", "data")
    levels = sorted({result.sandbox for result in results})
    facts = [(name, show_name(getattr(environment, name))) for name in names]
    facts.append(("sandbox", sentences.joined(sentences.say(f"sandbox.{level}") for level in levels)))
    return [Fact(name=sentences.say(f"version.{name}"), value=value) for name, value in facts]


def _start(result: SubmissionResult, by_id: dict[str, Exercise], sentences: Sentences) -> tuple[Link | None, str]:
    """Return a link to the first problem and the words before it, or a sentence if there is no link.

    A failed check is before a missing exercise, because the check is more informative.
    """
    failed = [
        (found.exercise, check)
        for found in result.exercises
        for check in found.checks
        if check.outcome is Outcome.FAILED
    ]
    visible = next(((exercise, check) for exercise, check in failed if not check.hidden), None)
    if visible is not None:
        exercise, check = visible
        text = sentences.say(
            "start.named",
            exercise=exercise_title(exercise, by_id.get(exercise), sentences),
            title=sentences.title(check.check, check.title),
        )
        return Link(text=text, href=f"#{check_anchor(check.check)}"), sentences.say("start.here")
    absent = _start_without_code(result, by_id, sentences)
    if absent is not None:
        return absent
    if failed:
        return None, sentences.say("start.only_hidden")
    if any(found.status is Status.ERROR for found in result.exercises):
        return None, sentences.say("start.our_error")
    checks = (check for found in result.exercises for check in found.checks)
    if any(check.outcome is not Outcome.PASSED for check in checks):
        return None, sentences.say("start.not_all")
    return None, sentences.say("start.all_passed")


def _start_without_code(
    result: SubmissionResult, by_id: dict[str, Exercise], sentences: Sentences
) -> tuple[Link, str] | None:
    """Return a link to the notes on unreadable files, or to the first exercise without code that counts."""
    if row_status(result) is RowStatus.NOT_UNDERSTOOD and any(not note.is_for_instructor for note in result.problems):
        return Link(text=sentences.say("start.unread"), href="#problems"), sentences.say("start.here")
    for found in result.exercises:
        if found.status in (Status.MISSING, Status.NOT_STARTED, Status.UNDECIDED):
            title = exercise_title(found.exercise, by_id.get(found.exercise), sentences)
            link = Link(text=title, href=f"#{exercise_anchor(found.exercise)}")
            return link, sentences.say(f"start.{found.status}")
    return None
