"""The steps of marks over time."""

from __future__ import annotations

from torchgrade.model.history import Attempt, Generation, GradingKind
from torchgrade.model.rows import RunRows
from torchgrade.reports.attempts import tries_of
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.steps import MOST_STEPS, Steps, StepTally


def one(submission: str, number: int, at: str = "", generation: int = 1) -> Attempt:
    return Attempt(
        submission=submission,
        generation=generation,
        digest=f"{submission}{number}",
        at=at,
        points=float(number),
        max_points=9,
    )


def steps(sentences: Sentences, *attempts: Attempt, kinds: tuple[GradingKind, ...] = ()) -> Steps:
    generations = tuple(Generation(number=number, kind=kind, at="") for number, kind in enumerate(kinds, 1))
    rows = RunRows(exercises=(), attempts=attempts, generations=generations)
    tally = StepTally(rows)
    for name in sorted({attempt.submission for attempt in attempts}):
        results = [attempt for attempt in attempts if attempt.submission == name]
        regrades = {one.number for one in generations if one.kind is GradingKind.REGRADE}
        tally.add(results, tries_of(results, regrades))
    return tally.view(sentences)


def shown(found: Steps) -> list[tuple[str, int, list[float]]]:
    return [(step.label, step.new, list(step.marks)) for step in found.steps]


def test_times_of_a_few_days_are_days(sentences: Sentences) -> None:
    found = steps(
        sentences,
        one("ada", 1, "2026-11-02 10:00:00"),
        one("ada", 3, "2026-11-04 23:59:59"),
        one("bob", 2, "2026-11-03 00:00:00"),
    )

    assert shown(found) == [("2026-11-02", 1, [1.0]), ("2026-11-03", 1, [1.0, 2.0]), ("2026-11-04", 1, [2.0, 3.0])]
    assert [step.short for step in found.steps] == ["11-02", "11-03", "11-04"]


def test_times_of_a_term_are_weeks_from_monday_or_longer_periods(sentences: Sentences) -> None:
    days = [f"2026-10-{day:02} 09:00:00" for day in range(1, 31, 2)]
    found = steps(sentences, *(one("ada", number, at) for number, at in enumerate(days)))

    assert [step.label for step in found.steps][:2] == ["2026-09-28 to 2026-10-04", "2026-10-05 to 2026-10-11"]
    assert sum(step.new for step in found.steps) == len(days)
    assert len(found.steps) <= MOST_STEPS


def test_the_latest_of_several_attempts_in_one_period_counts(sentences: Sentences) -> None:
    found = steps(
        sentences,
        one("ada", 2, "2026-11-02 12:00:00"),
        one("ada", 1, "2026-11-02 11:00:00"),
        one("bob", 5, "2026-11-03 11:00:00"),
    )

    assert shown(found)[0] == ("2026-11-02", 2, [2.0])


def test_without_times_the_gradings_are_the_steps(sentences: Sentences) -> None:
    found = steps(
        sentences,
        one("ada", 1),
        one("ada", 3, generation=2),
        one("bob", 2, "2026-11-02 10:00:00"),
        kinds=(GradingKind.GRADE, GradingKind.REGRADE),
    )

    assert shown(found) == [("1", 2, [1.0, 2.0]), ("2, regraded", 1, [2.0, 3.0])]


def test_attempts_of_one_grading_without_times_have_numbers(sentences: Sentences) -> None:
    found = steps(sentences, one("ada", 1), one("ada", 3), one("bob", 2))

    assert shown(found) == [("attempt 1", 2, [1.0, 2.0]), ("attempt 2", 1, [2.0, 3.0])]


def test_very_many_attempts_end_in_one_step(sentences: Sentences) -> None:
    found = steps(sentences, *(one("ada", number) for number in range(40)))

    assert len(found.steps) == MOST_STEPS
    assert found.steps[-1].label == f"attempt {MOST_STEPS} or later"
    assert shown(found)[-1][2] == [39.0]


def test_attempts_of_one_day_or_with_a_strange_time_are_not_sorted_into_days(sentences: Sentences) -> None:
    for at in ("2026-11-02 10:00:00", "yesterday"):
        found = steps(sentences, one("ada", 1, "2026-11-02 09:00:00"), one("ada", 2, at))
        assert [step.label for step in found.steps] == ["attempt 1", "attempt 2"]
