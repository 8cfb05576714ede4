"""Shards of a class: who belongs to which, what their runs hold and what they refuse."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grading.room import Room
from torchgrade.deliveries.reading import Delivery
from torchgrade.errors import UsageError
from torchgrade.grading.class_run import Summary, grade_class
from torchgrade.grading.regrade import RegradeOrder, regrade
from torchgrade.grading.shards import LEAST_SEED, is_in, read_shard, require_seed, shard_of
from torchgrade.grading.store import Store
from torchgrade.model.runs import Shard

SEED = LEAST_SEED + 5
NAMES = [f"s{number:02}" for number in range(12)]


def run(bench: Any, shard: str, **options: Any) -> Summary:
    asked = {"seed": SEED, "shard": read_shard(shard), **options}
    return grade_class(bench.order(**asked), bench.plugins(), bench.watcher)


@pytest.fixture
def shared(bench: Any) -> Any:
    """A class of twelve, whose runs are in folders of their own."""
    bench.hand_in(**{name: name for name in NAMES})
    return bench


@given(st.text(), st.integers(1, 1000))
def test_each_submission_is_in_exactly_one_shard(submission: str, of: int) -> None:
    number = shard_of(submission, of)

    assert 1 <= number <= of
    assert [one for one in range(1, of + 1) if is_in(Shard(number=one, of=of), submission)] == [number]


@given(st.integers(2, 20), st.integers(0, 10**6))
def test_shards_are_balanced_within_the_chance_of_a_draw(of: int, first: int) -> None:
    counts = [0] * of
    for number in range(first, first + 1000):
        counts[shard_of(f"s{number}", of) - 1] += 1
    mean = 1000 / of

    assert all(abs(count - mean) < 6 * mean**0.5 for count in counts)


def test_membership_stays_the_same_in_every_version() -> None:
    assert [shard_of(name, 4) for name in ("ada", "bo", "李雷", "s1~2", "")] == [4, 1, 2, 4, 1]


@pytest.mark.parametrize("text", ["0/4", "5/4", "1/0", "2", "a/b", "1/2/3", "-1/4", "1/", "٣/4", " 1/4", "1/4\n", ""])
def test_a_text_that_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--shard 2/4"):
        read_shard(text)


@given(st.integers(1, 1000), st.integers(0, 1000))
def test_a_shard_is_read_as_it_is_written(number: int, further: int) -> None:
    shard = Shard(number=number, of=number + further)

    assert read_shard(str(shard)) == shard


@pytest.mark.parametrize("seed", [None, 7, LEAST_SEED - 1])
def test_a_shard_needs_a_seed_that_nobody_guesses_and_is_offered_one(seed: int | None) -> None:
    with pytest.raises(UsageError, match=r"--seed \d{19}$") as raised:
        require_seed(seed)

    require_seed(int(str(raised.value).rpartition(" ")[2]))


def test_every_submission_is_graded_in_one_of_the_shards(shared: Any) -> None:
    asked = []
    for number in range(1, 5):
        shared.out = shared.inputs.parent / f"run-{number}"
        summary = run(shared, f"{number}/4")
        asked.append(set(shared.executor.asked))
        assert {result.submission for result in summary.results} == asked[-1]
        assert shared.watcher.plan == (len(asked[-1]), 0)
        shared.executor.asked.clear()

    assert set().union(*asked) == set(NAMES)
    assert sum(map(len, asked)) == len(NAMES)


def test_a_shard_reports_its_part_and_no_submission_of_the_others(shared: Any) -> None:
    (shared.inputs / "notes.txt").write_text("x")
    summary = run(shared, "2/4")
    here = [name for name in NAMES if shard_of(name, 4) == 2]

    with (shared.out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["submission"] for row in csv.DictReader(file)] == ["notes.txt", *here]
    sentence = f"This is shard 2 of 4, with {len(here)} of 12 submissions."
    assert sentence in (shared.out / "index.html").read_text("utf-8")
    assert summary.left == 0
    assert [note.message_id for note in summary.rows.failures] == ["shard.part"]
    assert sentence not in (shared.out / "students" / f"{here[0]}.html").read_text("utf-8")


def test_a_run_of_a_shard_knows_the_whole_class(shared: Any) -> None:
    run(shared, "1/4")

    with Store(shared.out, writing=False) as store:
        assert [one.submission for one in store.register.enrolled()] == NAMES


def test_a_shard_without_a_submission_is_a_run_too(bench: Any) -> None:
    bench.hand_in(ada="1")
    number = shard_of("ada", 4) % 4 + 1
    summary = run(bench, f"{number}/4")

    assert (list(summary.results), summary.left, bench.executor.asked) == ([], 0, [])
    assert (bench.out / "results.jsonl").read_bytes() == b""
    assert "0 of 1 submissions" in (bench.out / "index.html").read_text("utf-8")


def test_an_interrupted_shard_goes_on_without_its_seed(shared: Any) -> None:
    shared.executor.verdict = lambda job: None
    first = run(shared, "1/4")
    shared.executor.verdict = lambda job: 2.0
    second = run(shared, "1/4", seed=None)

    assert (second.graded, len(second.results)) == (len(first.results), len(first.results))
    assert {one.seed for one in shared.executor.configs} == {SEED}


@pytest.mark.parametrize(
    ("shard", "difference"), [("3/4", "1/4, now 3/4"), ("1/3", "1/4, now 1/3"), (None, "1/4, now none")]
)
def test_another_shard_in_the_same_folder_is_refused_by_name(shared: Any, shard: str | None, difference: str) -> None:
    run(shared, "1/4")

    with pytest.raises(UsageError, match=f"--shard was {difference}"):
        grade_class(
            shared.order(seed=None, shard=None if shard is None else read_shard(shard)),
            shared.plugins(), shared.watcher,
        )  # fmt: skip


def test_a_shard_in_the_folder_of_a_whole_run_is_refused_by_name(shared: Any) -> None:
    grade_class(shared.order(seed=SEED), shared.plugins(), shared.watcher)

    with pytest.raises(UsageError, match="--shard was none, now 1/4"):
        run(shared, "1/4")


def test_a_shard_without_a_seed_grades_nothing(shared: Any) -> None:
    with pytest.raises(UsageError, match="same --seed"):
        run(shared, "1/4", seed=None)

    assert shared.executor.asked == []


def test_a_submission_has_the_same_result_in_its_shard_as_in_the_whole_class(shared: Any) -> None:
    run(shared, "1/4")
    part = (shared.out / "results.jsonl").read_text("utf-8").splitlines()
    shared.out = shared.inputs.parent / "whole"
    grade_class(shared.order(seed=SEED), shared.plugins(), shared.watcher)
    whole = (shared.out / "results.jsonl").read_text("utf-8").splitlines()

    assert part == [line for line in whole if shard_of(json.loads(line)["submission"], 4) == 1]


def test_a_regrade_of_a_shard_touches_its_submissions_alone(shared: Any) -> None:
    shared.executor = Room()
    run(shared, "1/4", exercises=("double", "half"))
    before = [name for name, _ in shared.executor.asked]
    shared.executor.asked.clear()
    shared.executor.change(half="2")
    order = RegradeOrder(run=shared.out, paths=(shared.inputs,), delivery=Delivery(), executor="memory")
    done = regrade(order, shared.plugins(), shared.watcher)

    assert shared.executor.asked == [(name, ("half",)) for name in before]
    assert done.plan.left == ()
