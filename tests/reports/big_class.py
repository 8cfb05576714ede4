"""A class of any size with a roster: sections, names, late submissions, groups, decisions of a person, absent students."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import ModuleType

from torchgrade.model.exercises import Exercise
from torchgrade.model.history import Override
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.people import Delivered, Enrolled, Person
from torchgrade.model.results import Diagnosis, ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood, RunRows

SECTIONS = ("CS-1", "CS-2", "物理一班")
WORD = "zebrafinch"
"""Word in everything that a submission can write, or that names a student."""


def people(n: int) -> list[Person]:
    """Return students in which every field names the student."""
    return [
        Person(
            name=f"李{WORD}{i}" if i % 2 else f"{WORD.title()} O'Neill-{i}",
            number=f"2023{i:06}",
            login=f"{WORD}_{i}",
            email=f"{WORD}{i}@example.org",
            lms=f"9{i:05}",
            section=SECTIONS[i % 3],
        )
        for i in range(n)
    ]


def big_class(sample: ModuleType, n: int, exercises: Sequence[Exercise] = ()) -> tuple[list[SubmissionResult], RunRows]:
    """Return results of ``n`` submissions of all kinds, and the rows of their run."""
    chosen = tuple(exercises) or sample.EXERCISES
    draw, who = random.Random(15), people(n + n // 10 + 1)
    results = [_result(sample, draw, person, chosen) for person in who[:n]]
    enrolled = [
        Enrolled(key=one.number, submission=one.number if i < n else "", person=one, is_listed=True)
        for i, one in enumerate(who)
    ]
    absent = [
        NotUnderstood(
            name=one.number, is_absent=True, note=Note(message_id="x.absent", message=f"{one.name} is absent.")
        )
        for one in who[n:]
    ]
    decided = {
        one.number: Override(who=one.number, points=9.5, why=f"Spoke to {one.name}, who was ill", at="")
        for one in who[3:n:40]
    }
    rows = RunRows(
        exercises=chosen,
        not_understood=(*absent, NotUnderstood(name=f"{WORD}.docx", note=Note(message_id="x.docx", message=WORD))),
        enrolled=tuple(enrolled),
        delivered=tuple(
            Delivered(submission=one.number, entries=(f"{one.login}_a.py",), is_late=i % 9 == 0)
            for i, one in enumerate(who[:n])
        ),
        groups={who[1].number: (who[1].number, f"{WORD}-partner")},
        overrides=decided,
        failures=(Note(message_id="x.failure", message=f"The plugin {WORD} failed."),),
    )
    return results, rows


def _result(sample: ModuleType, draw: random.Random, person: Person, chosen: Sequence[Exercise]) -> SubmissionResult:
    skill = draw.random()
    note = Note(message_id="x.note", values={"name": person.login}, message=f"{person.login}.py was read.")
    return sample.submission(
        person.number,
        [_exercise(sample, draw, skill, exercise, note) for exercise in chosen],
        problems=[note] if draw.random() < 0.2 else [],
    )


def _exercise(sample: ModuleType, draw: random.Random, skill: float, exercise: Exercise, note: Note) -> ExerciseResult:
    kind = draw.random()
    if kind < 0.04 + 0.1 * (1 - skill):
        return sample.without(exercise, Status.MISSING, notes=[note], file=f"{WORD}.py")
    if kind > 0.997:
        return sample.without(exercise, Status.ERROR, notes=[note])
    checks = [_check(sample, draw, skill, exercise, i, note) for i in range(len(exercise.checks))]
    return sample.graded(exercise, checks, file=f"{WORD}.py", notes=[note])


def _check(sample: ModuleType, draw: random.Random, skill: float, exercise: Exercise, number: int, note: Note):
    outcome = Outcome.PASSED
    if draw.random() > skill + 0.35:
        outcome = Outcome.SKIPPED if draw.random() < 0.3 else Outcome.FAILED
    if outcome is not Outcome.FAILED:
        return sample.check_of(exercise, number, outcome, message=WORD)
    quoted = Diagnosis(
        misconception="softmax.dim_0", message=WORD, values={"name": WORD} if draw.random() < 0.5 else {}
    )
    return sample.check_of(
        exercise, number, outcome, message=f"{WORD} is wrong", output=WORD, notes=[note], diagnosis=quoted
    )
