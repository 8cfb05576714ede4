"""People, deliveries and inputs without a result."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.grading.test_store import NOTE, result_of
from torchgrade.grading.store import Store
from torchgrade.model.people import Delivered, Enrolled, Person, Sources
from torchgrade.model.rows import NotUnderstood

SOURCES = Sources(paths=("/in",), layout="canvas", roster="/roster.csv")
ADA = Enrolled(key="1", submission="1", person=Person(name='艾达, "A"', lms="9"), is_listed=True)
BO = Enrolled(key="2", submission="2", person=Person(name="Bo"))
CY = Enrolled(key="3", person=Person(name="Cy"), is_listed=True)
LATE = Delivered(submission="1", layout="canvas", entries=("ada_LATE_9_2_hw.py",), is_late=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A run without results."""
    with Store(tmp_path / "run", writing=True) as opened:
        yield opened


def test_people_deliveries_and_sources_come_back(store: Store) -> None:
    store.register.keep_people([ADA, CY], [LATE], SOURCES)
    assert store.register.enrolled() == (ADA, CY)
    assert store.register.delivered() == (LATE,)
    assert store.register.sources() == SOURCES


def test_a_person_with_a_result_stays_and_an_absent_one_who_left_does_not(store: Store) -> None:
    store.keep("key", result_of("1"))
    store.register.keep_people([ADA, CY], [LATE], SOURCES)
    store.register.keep_people([BO], [], SOURCES)
    assert store.register.enrolled() == (BO, ADA)
    assert store.register.delivered() == (LATE,)


def test_a_person_whose_submission_left_before_it_was_graded_does_not_stay(store: Store) -> None:
    store.register.keep_people([ADA], [LATE], SOURCES)
    store.register.keep_people([BO], [], SOURCES)
    assert store.register.enrolled() == (BO,)


def test_the_same_key_and_submission_are_replaced(store: Store) -> None:
    store.register.keep_people([ADA], [LATE], SOURCES)
    renamed = Enrolled(key="1", submission="1", person=Person(name="Ada"))
    in_time = Delivered(submission="1")
    moved = Sources(paths=("/elsewhere",))
    store.register.keep_people([renamed], [in_time], moved)
    assert store.register.enrolled() == (renamed,)
    assert store.register.delivered() == (in_time,)
    assert store.register.sources() == moved


def test_a_listing_replaces_the_inputs_without_a_result_and_marks_what_is_gone(store: Store) -> None:
    for name in ("1+2", "3"):
        store.keep("key", result_of(name))
    refused = NotUnderstood(name="notes.txt", note=NOTE)
    store.register.keep_listing(["1+2", "3"], [refused], [NOTE], {"1+2": ("1", "2")})
    store.register.keep_listing(["3"], [], [], {})

    assert store.gone() == {"1+2"}
    assert (store.register.not_understood(), store.register.problems()) == ((), ())
    assert store.register.groups() == {"1+2": ("1", "2")}


def test_a_group_that_was_dissolved_is_none(store: Store) -> None:
    store.register.keep_listing(["1"], [], [], {"1": ("1", "2")})
    store.register.keep_listing(["1"], [], [], {})
    assert store.register.groups() == {}


def test_a_problem_is_added_at_the_end(store: Store) -> None:
    store.register.keep_listing([], [], [NOTE], {})
    store.register.add_problem(NOTE)
    assert store.register.problems() == (NOTE, NOTE)
