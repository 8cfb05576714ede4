"""Results of one grading, and those that it replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grading.test_store import result_of
from torchgrade.grading.replaced import ResultsOf
from torchgrade.grading.store import Store


def regraded(folder: Path, count: int, replaced: int) -> Store:
    """Return the store of a class in which the second grading replaced the results of the first submissions."""
    store = Store(folder, writing=True)
    store.keep("key", result_of("s000000"))
    numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
    store._database.execute(
        f"{numbers} INSERT INTO results SELECT printf('s%06d', n), key, 1, 0, 1 + (n <= ?), '', '', '{{}}', '', brief, result"
        " FROM results, numbers WHERE submission = 's000000'",
        (count, replaced),
    )
    for generation in (1, 1, 2):
        store._database.execute(
            f"{numbers} INSERT INTO earlier (submission, generation, key, attempt, result)"
            " SELECT printf('s%06d', n), ?, key, '{}', result FROM results, numbers WHERE submission = 's000000'",
            (replaced if generation == 1 else replaced // 2, generation),
        )
    store._database.execute("DELETE FROM results WHERE submission = 's000000'")
    return store


def names(numbers: range) -> list[str]:
    return [f"s{number:06}" for number in numbers]


def test_each_submission_of_a_grading_is_there_once_and_in_order(tmp_path: Path) -> None:
    with regraded(tmp_path / "run", 300, 200) as store:
        assert list(store.history.results_of(1)) == names(range(1, 301))
        assert list(store.history.results_of(2)) == names(range(1, 201))
        assert list(store.history.results_before(2)) == names(range(1, 201))
        assert list(store.history.results_of(3)) == []


def steps_of(store: Store, results: ResultsOf) -> int:
    """Return the steps of the database for all names."""
    steps: list[None] = []
    store._database.set_progress_handler(lambda: steps.append(None), 1)
    assert list(results)
    store._database.set_progress_handler(None, 1)
    return len(steps)


@pytest.mark.parametrize("generation", [1, 2])
def test_twice_the_submissions_take_twice_the_steps(tmp_path: Path, generation: int) -> None:
    steps = []
    for count in (256, 512, 1024):
        with regraded(tmp_path / str(count), count, count) as store:
            steps.append(steps_of(store, store.history.results_of(generation)))
    few, more, most = steps

    assert (most - more) / (more - few) < 2.2
