"""Results of several runs on their way into one: what is taken, what is left, and what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial

import pytest

from tests.grading.school import ALL, NAMES, OF, Class
from tests.grading.test_store import result_of
from tests.steps import grows_with
from torchgrade.errors import UsageError
from torchgrade.grading.kept_rows import KeptRow, KeptRows
from torchgrade.grading.shards import shard_of
from torchgrade.grading.store import Made, Store


def test_an_error_of_ours_in_one_run_gives_way_to_a_result_in_another(school: Class) -> None:
    school.room.fails = lambda _: True
    school.shards(1)
    school.room.fails = lambda _: False
    school.grade("again", f"1/{OF}")
    school.shards(2, 3)
    school.grade("whole")

    for number, names in enumerate((("shard-1", "again"), ("again", "shard-1"))):
        school.merge(*names, "shard-2", "shard-3", out=f"merged-{number}")
        assert school.state(f"merged-{number}") == school.state("whole")


def test_a_submission_that_changed_after_a_merge_is_merged_again(school: Class) -> None:
    school.shards(1, 2, 3)
    school.grade("whole")
    school.merge(*ALL)
    changed = next(name for name in NAMES if shard_of(name, OF) == 2)
    school.bench.hand_in(**{changed: "double.values double.large half.values"})
    school.shards(1, 2, 3)
    school.grade("whole")
    school.merge(*ALL)

    assert school.state("merged") == school.state("whole")


def test_a_merged_run_that_was_graded_since_keeps_its_results(school: Class) -> None:
    school.shards(1, 2, 3)
    school.merge(*ALL)
    changed = NAMES[0]
    school.bench.hand_in(**{changed: "double.values double.large half.values"})
    school.grade("merged")
    before = school.state("merged")
    school.merge(*ALL)

    assert school.state("merged") == before


def test_different_results_of_one_submission_are_refused_and_nothing_is_merged(school: Class) -> None:
    school.shards(1)
    school.room.passes = lambda check, text: False
    school.grade("again", "1/3")
    count = sum(shard_of(name, OF) == 1 for name in NAMES)

    with pytest.raises(UsageError, match=f"different results for {count} submissions, such as"):
        school.merge("shard-1", "again")
    with Store(school.place / "merged", writing=False) as store:
        assert (store.kept(), store.graded()) == (None, frozenset())


def test_a_run_whose_database_is_damaged_is_named_and_nothing_is_merged(
    school: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.shards(1, 2)
    damage = sqlite3.DatabaseError("malformed")
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    whole = KeptRows.__iter__

    def broken(rows: KeptRows) -> Iterator[KeptRow]:
        for row in whole(rows):
            yield row
            if row.result.submission == "chen":
                raise damage

    monkeypatch.setattr(KeptRows, "__iter__", broken)
    with pytest.raises(UsageError, match="shard-2' cannot be read"):
        school.merge("shard-1", "shard-2")
    with Store(school.place / "merged", writing=False) as store:
        assert store.graded() == frozenset()


def test_a_damaged_result_is_named_with_its_run_and_nothing_is_merged(school: Class) -> None:
    school.shards(1, 2)
    with Store(school.place / "shard-2", writing=True) as store:
        store._database.execute("UPDATE results SET result = '{\"submission\":'")

    with pytest.raises(UsageError, match="shard-2' contains a damaged result .* Grade this part again"):
        school.merge("shard-1", "shard-2")
    with Store(school.place / "merged", writing=False) as store:
        assert store.graded() == frozenset()


def test_a_result_that_came_back_after_a_merge_is_not_marked_as_gone(school: Class) -> None:
    school.shards(1, 2, 3)
    school.grade("whole")
    school.merge(*ALL)
    back = next(name for name in NAMES if shard_of(name, OF) == 2)
    (school.bench.inputs / f"{back}.py").unlink()
    for name in ("merged", "whole"):
        school.grade(name)
    school.bench.hand_in(**{back: "double.values double.large half.values"})
    school.shards(1, 2, 3)
    school.grade("whole")
    school.merge(*ALL)

    assert school.state("merged")["gone"] == school.state("whole")["gone"] == []


def test_the_earlier_attempts_of_one_student_are_merged_once_and_in_steps_that_grow_with_them(school: Class) -> None:
    counts = (50, 100, 200)
    for count in counts:
        school.grade(f"run-{count}")
        with Store(school.place / f"run-{count}", writing=True) as store, store.at_once():
            for number in range(1, count + 1):
                store.keep_earlier("k", result_of("ada"), Made(digest="0"), number)

    for _ in range(2):
        assert grows_with([partial(school.merge, f"run-{count}", out=f"merged-{count}") for count in counts]) < 2.2
        for count in counts:
            with Store(school.place / f"merged-{count}", writing=False) as store:
                assert [one.number for one in store.history.attempts()] == [*range(1, count + 1)]
