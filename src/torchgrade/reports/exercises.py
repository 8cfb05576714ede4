"""Views of the exercises of a student's page, and of the topics that group them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from torchgrade.courses.titles import exercise_entry, topic_entry
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import ExerciseResult
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show_name
from torchgrade.reports.checks import SYMBOLS, check_view, points_words
from torchgrade.reports.evidence import Detail
from torchgrade.reports.figures import figure
from torchgrade.reports.records import ExerciseView, TopicView
from torchgrade.reports.sentences import Sentences

_MOST_PICTURES = 6
"""Most pictures of an exercise."""
_UNSCORED = (Status.ERROR, Status.UNDECIDED)
_ABSENT = (Status.MISSING, Status.NOT_STARTED)


def exercise_anchor(exercise: str) -> str:
    """Return the id of an exercise's section."""
    return _anchor("exercise", exercise)


def exercise_title(exercise: str, described: Exercise | None, sentences: Sentences) -> str:
    """Return the title of an exercise; without a description of the exercise return its id."""
    return sentences.named(exercise_entry(exercise), described.title) if described else show_name(exercise)


def exercise_view(
    found: ExerciseResult, described: Exercise | None, sentences: Sentences, detail: Detail
) -> ExerciseView:
    """Return the view of an exercise for its student."""
    specs = {spec.check: spec for spec in (described.checks if described else ())}
    signature = show_name(described.signature if described else found.exercise)
    explanation = ""
    if found.status is not Status.GRADED:
        explanation = sentences.say(
            f"status.{found.status}_explained",
            signature=signature,
            max=points_text(found.max_points),
        )
    shown = found.attachments[:_MOST_PICTURES] if detail.cells else []
    anchor = exercise_anchor(found.exercise)
    outcome, symbol, word = _state(found, sentences)
    return ExerciseView(
        anchor=anchor,
        title=exercise_title(found.exercise, described, sentences),
        signature=signature,
        status=found.status,
        outcome=outcome,
        symbol=symbol,
        word=word,
        folded=outcome == Outcome.PASSED or found.status in _ABSENT,
        explanation=explanation,
        points=_status_points([found], sentences),
        short_points=_short_points([found], sentences),
        file=show_name(found.file),
        notes=[sentences.note(note, limit=min(detail.text, 500)) for note in found.notes[: detail.items]],
        checks=[check_view(check, found, specs, sentences, detail) for check in found.checks],
        pictures=[figure(item, sentences, f"{anchor}-picture-{number}") for number, item in enumerate(shown)],
    )


def topic_views(
    results: Sequence[ExerciseResult],
    views: Sequence[ExerciseView],
    described: Mapping[str, Exercise],
    sentences: Sentences,
) -> list[TopicView]:
    """Return exercises that follow each other and have the same topic as one topic."""

    def topic_of(pair: tuple[ExerciseResult, ExerciseView]) -> tuple[str, str, str]:
        exercise = described.get(pair[0].exercise)
        return (exercise.course, exercise.topic, exercise.topic_title) if exercise else ("", "", "")

    topics = []
    for number, ((course, topic, title), group) in enumerate(groupby(zip(results, views, strict=True), topic_of)):
        pairs = list(group)
        parts = [found for found, _ in pairs]
        named = sentences.named(topic_entry(course, topic), title or topic)
        topics.append(
            TopicView(
                anchor=_anchor(f"topic-{number}", topic),
                title=named or sentences.say("other_exercises"),
                points=_status_points(parts, sentences),
                short_points=_short_points(parts, sentences),
                exercises=[view for _, view in pairs],
            )
        )
    return topics


def _anchor(kind: str, name: str) -> str:
    return f"{kind}-" + re.sub(r"[^\w.-]", "-", name)


def _state(found: ExerciseResult, sentences: Sentences) -> tuple[str, str, str]:
    """Return the outcome of all checks of an exercise together, its symbol and its words."""
    if found.status is not Status.GRADED:
        symbol = SYMBOLS[Outcome.ERROR if found.status is Status.ERROR else Outcome.SKIPPED]
        return found.status, symbol, sentences.say(f"status.{found.status}")
    outcomes = Counter(check.outcome for check in found.checks)
    rare = [outcome for outcome in (Outcome.ERROR, Outcome.FAILED, Outcome.SKIPPED) if outcomes[outcome]]
    if not rare:
        return Outcome.PASSED, SYMBOLS[Outcome.PASSED], sentences.say("outcome.passed")
    counted = [sentences.count(f"status.{outcome}_checks", outcomes[outcome]) for outcome in rare]
    return rare[0], SYMBOLS[rare[0]], sentences.joined(counted, "clause")


def _status_points(parts: Sequence[ExerciseResult], sentences: Sentences) -> str:
    """Return the points of exercises in words; an error of torchgrade and an open decision have no points."""
    if any(part.status in _UNSCORED for part in parts):
        return sentences.say("points.none")
    return points_words(*_points(parts), sentences)


def _short_points(parts: Sequence[ExerciseResult], sentences: Sentences) -> str:
    if any(part.status in _UNSCORED for part in parts):
        return "–"
    earned, most = map(points_text, _points(parts))
    return sentences.say("points.short", points=earned, max=most)


def _points(parts: Sequence[ExerciseResult]) -> tuple[float, float]:
    return sum(part.points for part in parts), sum(part.max_points for part in parts)
