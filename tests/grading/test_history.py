"""Gradings of a run, earlier results, and decisions of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.grading.test_store import result_of
from torchgrade.grading import history
from torchgrade.grading.history import now
from torchgrade.grading.store import Made, Store
from torchgrade.model.history import GradingKind

GRADE, REGRADE = GradingKind.GRADE, GradingKind.REGRADE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A run without results."""
    with Store(tmp_path / "run", writing=True) as opened:
        yield opened


def keep(store: Store, submission: str, points: float | None, generation: int) -> None:
    store.keep("key", result_of(submission, points), Made(generation=generation, digest=f"d{generation}"))


def test_the_time_is_in_utc_to_the_second() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now())


def test_gradings_are_numbered_and_an_interrupted_one_goes_on(store: Store) -> None:
    first = store.history.begin(GRADE)
    assert store.history.begin(GRADE) == first
    store.history.finish(first)
    second = store.history.begin(GRADE)
    assert (first.number, second.number) == (1, 2)
    assert store.history.generations() == (first, second)


def test_a_grading_of_another_kind_or_with_other_checks_is_another_one(store: Store) -> None:
    store.history.begin(GRADE)
    second = store.history.begin(REGRADE, ["softmax"], ["softmax.rows"])
    assert store.history.begin(REGRADE, ["softmax"], ["softmax.rows"]) == second
    assert store.history.begin(REGRADE, ["softmax"]).number == 3
    assert store.history.begin(GRADE).number == 4


def test_exercises_of_a_regrade_that_goes_on_are_joined(store: Store) -> None:
    first = store.history.begin(REGRADE, ["softmax", "sgd"])
    second = store.history.begin(REGRADE, ["sgd", "accuracy"])
    assert (second.number, second.at) == (first.number, first.at)
    assert second.exercises == ("softmax", "sgd", "accuracy")
    assert store.history.generations() == (second,)


def test_only_the_last_grading_can_be_interrupted(store: Store) -> None:
    regrade = store.history.begin(REGRADE)
    assert store.history.interrupted(REGRADE) == regrade
    assert store.history.interrupted(REGRADE, ["softmax.rows"]) is None
    assert store.history.interrupted(GRADE) is None
    store.history.begin(GRADE)
    assert store.history.interrupted(REGRADE) is None


def test_a_later_grading_makes_history_of_a_result_and_the_same_one_replaces_it(store: Store) -> None:
    keep(store, "ada", 1.0, 1)
    keep(store, "ada", 1.5, 1)
    assert store.history.earlier("ada") == []
    keep(store, "ada", 2.0, 2)
    assert store.history.earlier("ada") == [result_of("ada", 1.5)]
    assert [(one.generation, one.digest, one.points) for one in store.history.attempts()] == [(1, "d1", 1.5)]


def test_an_error_of_ours_makes_no_history(store: Store) -> None:
    keep(store, "ada", None, 1)
    keep(store, "ada", 1.0, 2)
    assert (store.history.earlier("ada"), store.history.results_before(2)) == ([], {})
    keep(store, "ada", None, 3)
    keep(store, "ada", 0.5, 4)
    assert store.history.results_before(4) == {"ada": result_of("ada", 1.0)}


def test_results_before_and_of_a_grading_are_those_that_it_replaced_and_made(store: Store) -> None:
    for submission in ("ada", "bo"):
        keep(store, submission, 1.0, 1)
    keep(store, "ada", 1.5, 2)
    keep(store, "ada", 2.0, 3)
    keep(store, "bo", 0.0, 3)

    history = store.history
    assert history.results_before(1) == {}
    assert history.results_of(1) == {"ada": result_of("ada", 1.0), "bo": result_of("bo", 1.0)}
    assert history.results_before(2) == {"ada": result_of("ada", 1.0)}
    assert history.results_of(2) == {"ada": result_of("ada", 1.5)}
    assert history.results_before(3) == {"ada": result_of("ada", 1.5), "bo": result_of("bo", 1.0)}
    assert history.results_of(3) == {"ada": result_of("ada", 2.0), "bo": result_of("bo", 0.0)}


def test_the_last_decision_counts_and_can_be_taken_back(store: Store) -> None:
    store.history.decide("ada", 1.0, "first")
    store.history.decide("bo", 2.0, "other")
    store.history.decide("ada", 1.5, "second")
    assert {who: (one.points, one.why) for who, one in store.history.overrides().items()} == {
        "ada": (1.5, "second"), "bo": (2.0, "other"),
    }  # fmt: skip
    store.history.decide("bo", None, "taken back")
    assert list(store.history.overrides()) == ["ada"]


def test_other_files_in_a_grading_that_goes_on_make_history_too(store: Store) -> None:
    store.keep("key", result_of("ada", 1.0), Made(generation=1, digest="first"))
    store.keep("key", result_of("ada", 2.0), Made(generation=1, digest="second"))
    store.keep("key", result_of("ada", 3.0), Made(generation=1, digest="second"))
    assert [(one.points, one.digest) for one in store.history.attempts()] == [(1.0, "first")]
    assert store.history.results_of(1)["ada"].points == 3.0
    assert store.history.results_before(1) == {}


def test_earlier_results_gradings_and_decisions_are_copied_as_they_are(store: Store, tmp_path: Path) -> None:
    store.history.finish(store.history.begin(GRADE))
    store.history.begin(REGRADE)
    keep(store, "ada", 1.0, 1)
    keep(store, "ada", 2.0, 2)
    store.keep_earlier("key", result_of("bo", 0.5), Made(digest="d0"), 1)
    store.history.decide("ada", 1.5, "first")
    store.history.decide("ada", None, "taken back")
    with Store(tmp_path / "copy", writing=True) as copy:
        for row in store.history.rows():
            copy.history.keep(row)
        copy.history.keep_records(store.history.records())
        for _ in range(2):
            copy.history.keep_decisions(store.history.decisions())

        assert copy.history.attempts() == store.history.attempts()
        assert [done for _, done in copy.history.records()] == [True, False]
        assert copy.history.records() == store.history.records()
        assert copy.history.decisions() == store.history.decisions()
        assert [one.points for one in copy.history.decisions()] == [1.5, None]
        assert [row.attempt.submission for row in copy.history.rows("bo")] == ["bo"]


def test_a_clock_that_goes_back_changes_no_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers decide which grading and which decision is the last; times are only shown."""
    for hour, points in (("12", 1.0), ("03", 2.0)):
        monkeypatch.setattr(history, "now", lambda hour=hour: f"2026-03-29T{hour}:00:00Z")
        generation = store.history.begin(GRADE)
        keep(store, "ada", points, generation.number)
        store.history.finish(generation)
        store.history.decide("bo", points, "why")

    assert [one.at[11:13] for one in store.history.generations()] == ["12", "03"]
    assert [one.points for one in store.results()] == [2.0]
    assert [one.points for one in store.history.earlier("ada")] == [1.0]
    assert [one.generation for one in store.history.attempts()] == [1]
    assert store.history.overrides()["bo"].points == 2.0
    assert store.history.begin(GRADE).number == 3
