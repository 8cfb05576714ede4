"""People, groups and attempts of a run, looked up one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from tests.grading.test_store import result_of
from torchgrade.grading.database import encoded
from torchgrade.grading.store import Made, Store
from torchgrade.grading.views import Attempts, Deliveries, Gone, Groups, People
from torchgrade.model.history import GradingKind, attempt_of
from torchgrade.model.people import Delivered, Enrolled, Person, Sources

ENROLLED = [
    Enrolled(key="2", submission="1+2", person=Person(name="Bo")),
    Enrolled(key="1", submission="1+2", person=Person(name="Ada")),
    Enrolled(key="ada"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "run", writing=True) as opened:
        for name in ("bo", "ada", "1+2"):
            opened.keep("k", result_of(name), Made(generation=1, digest=name))
        opened.register.keep_listing(["1+2", "bo"], [], [], {"3+1": ("3", "1"), "1+2": ("1", "2")})
        opened.register.keep_people(ENROLLED, [Delivered(submission="bo", is_late=True)], Sources(paths=()))
        yield opened


def test_what_is_gone_is_a_set_like_that_of_the_store(store: Store) -> None:
    gone = Gone(store.source)
    assert gone == store.gone() == {"ada"}
    assert ("ada" in gone, "bo" in gone, "nobody" in gone, len(gone)) == (True, False, False, 1)
    assert gone | {"bo"} == {"ada", "bo"}


def test_groups_are_found_by_submission_and_by_member(store: Store) -> None:
    groups = Groups(store.source)
    assert dict(groups) == store.register.groups()
    assert (groups.get("bo"), groups["1+2"], len(groups)) == (None, ("1", "2"), 2)
    assert list(groups.by_member()) == [("1", "1+2"), ("1", "3+1"), ("2", "1+2"), ("3", "3+1")]


def test_people_are_found_by_key_and_by_submission(store: Store) -> None:
    people = People(store.source)
    assert list(people) == ENROLLED
    assert (people[1], len(people)) == (ENROLLED[1], 3)
    assert (people.by_key("1"), people.by_key("9")) == (ENROLLED[1], None)
    assert (people.of("1+2"), people.of("bo")) == (ENROLLED[:2], [])


def test_the_names_in_a_delivery_are_found_by_submission(store: Store) -> None:
    names = Deliveries(store.source)
    assert list(names) == [Delivered(submission="bo", is_late=True)]
    assert (len(names), names.of("bo"), names.of("ada")) == (1, Delivered(submission="bo", is_late=True), None)


def test_a_run_in_which_no_submission_has_two_results_has_no_attempts(store: Store) -> None:
    attempts = Attempts(store.source)
    assert (list(attempts), len(attempts), bool(attempts), list(attempts.of("bo"))) == ([], 0, False, [])


def test_attempts_are_those_of_all_submissions_in_the_order_in_which_they_count(store: Store) -> None:
    store.keep_earlier("k", result_of("bo", 0.25), Made(generation=1, digest="0"), 1)
    store.keep_earlier("k", result_of("zoe", 0.5), Made(generation=1, digest="0"), 2)
    generation = store.history.begin(GradingKind.GRADE).number + 1
    store.keep("k", result_of("bo", 2.0), Made(generation=generation, digest="new"))
    attempts = Attempts(store.source)
    found = [(one.submission, one.points, one.digest) for one in attempts]
    of_bo = [("bo", 0.25, "0"), ("bo", 1.0, "bo"), ("bo", 2.0, "new")]
    assert found == [("1+2", 1.0, "1+2"), ("ada", 1.0, "ada"), *of_bo, ("zoe", 0.5, "0")]
    assert (len(attempts), bool(attempts)) == (6, True)
    assert [(one.submission, one.points, one.digest) for one in attempts.of("bo")] == of_bo


def keep_attempts(store: Store, *names: str, count: int) -> None:
    """Keep so many earlier attempts of each submission."""
    for name in names:
        attempt = attempt_of(result_of(name), 1, "0")
        store._database.executemany(
            "INSERT INTO earlier (submission, generation, key, attempt, result) VALUES (?, ?, 'k', ?, '{}')",
            ((name, number % 3, encoded(structs.replace(attempt, number=number))) for number in range(1, count + 1)),
        )


def test_each_attempt_is_there_once_however_many_pages_of_them_are_read(store: Store) -> None:
    keep_attempts(store, "zoe", "ada", "eve", count=200)
    found = [(one.submission, one.number) for one in Attempts(store.source) if one.number]
    assert found == [(name, number) for name in ("ada", "eve", "zoe") for number in range(1, 201)]


def test_the_attempts_of_one_student_cost_as_many_steps_each_however_many_there_are(tmp_path: Path) -> None:
    steps: list[int] = []
    for count in (500, 1000, 2000):
        with Store(tmp_path / str(count), writing=True) as store:
            keep_attempts(store, "zoe", count=count)
            steps.append(0)

            def step() -> None:
                steps[-1] += 1

            store._database.set_progress_handler(step, 1)
            assert len(list(Attempts(store.source))) == count
    few, more, most = steps
    assert (most - more) / (more - few) < 2.2
