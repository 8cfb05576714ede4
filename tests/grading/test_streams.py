"""Results of a run, read one after another."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from tests.grading.test_store import result_of
from torchgrade.grading.store import Store
from torchgrade.grading.streams import ByName, Results
from torchgrade.model.results import Note, SubmissionResult

NAMES = [f"s{number:03d}" for number in range(70)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("streams") / "run"
    with Store(place, writing=True) as store:
        for name in reversed(NAMES):
            store.keep("k", result_of(name))
    return place


@pytest.fixture
def results(folder: Path) -> Iterator[Results]:
    with Store(folder, writing=False) as store:
        yield store.results()


def test_each_pass_gives_every_result_in_the_order_of_the_ids(results: Results) -> None:
    assert [one.submission for one in results] == NAMES
    assert [one.submission for one in results] == NAMES
    assert len(results) == len(NAMES)


@pytest.mark.parametrize("place", [slice(None), slice(2, 9, 3), slice(-3, None), slice(9, 2, -1), slice(500, 600)])
def test_a_part_is_that_of_a_list(results: Results, place: slice) -> None:
    assert results[place] == list(results)[place]


def test_a_place_is_that_of_a_list(results: Results) -> None:
    assert [results[place].submission for place in (0, 69, -1, -70)] == [NAMES[0], NAMES[69], NAMES[69], NAMES[0]]
    for place in (70, -71):
        with pytest.raises(IndexError):
            results[place]


def test_a_result_is_found_by_its_submission(results: Results) -> None:
    assert results.of("s007") == result_of("s007")
    assert results.of("nobody") is None


def test_results_by_their_submission_are_those_of_a_dictionary(results: Results) -> None:
    assert ByName(results) == {name: result_of(name) for name in NAMES}
    assert (list(ByName(results)), ByName(results).get("nobody"), "s007" in ByName(results)) == (NAMES, None, True)


def test_the_results_can_be_read_after_the_store_was_closed(folder: Path) -> None:
    with Store(folder, writing=False) as store:
        results = store.results()
    assert list(results) == [result_of(name) for name in NAMES]
    assert results.of("s007") == result_of("s007")


def test_a_pass_blocks_no_writer_and_gives_no_result_twice(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as writer, Store(tmp_path / "run", writing=False) as reader:
        for name in NAMES[::2]:
            writer.keep("k", result_of(name))
        seen = []
        for number, result in enumerate(reader.results()):
            seen.append(result.submission)
            if number < len(NAMES[1::2]):
                writer.keep("k", result_of(NAMES[1::2][number]))
    assert seen == sorted(set(seen))
    assert {*NAMES[::2]} <= {*seen}


def peak(results: Results) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        assert sum(1 for _ in results) == len(results)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_pass_keeps_only_a_few_results_in_memory(tmp_path: Path) -> None:
    peaks = []
    with Store(tmp_path / "run", writing=True) as store:
        for start in (0, 12):
            for number in range(start, start * 4 + 12):
                store.keep("k", _large(f"s{number:04d}"))
            peaks.append(peak(store.results()))
    assert peaks[1] < 1.1 * peaks[0]


def _large(name: str) -> SubmissionResult:
    return structs.replace(result_of(name), problems=[Note(message_id="a.b", message=name * 1000)])
