"""Tests of the choice between files: versions before times, times before depth, never names or ties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slicing.conftest import HOUR, NOON
from torchgrade.slicing.evidence import Dated, Why, is_later, latest_versions, weigh

MINUTE = HOUR // 60


def dated(files: dict[str, int]) -> list[Dated]:
    """Return files with the minutes of their last changes."""
    return [Dated(name, NOON + minute * MINUTE) for name, minute in files.items()]


def left(files: dict[str, int]) -> list[str]:
    return sorted(file.name for file in weigh(dated(files))[0])


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("10/hw.py", "9/hw.py"),
        ("10/softmax.py", "2/all.py"),
        ("v2/hw.py", "v1/hw.py"),
        ("hw_v2.py", "hw_v1.py"),
        ("hw_v10.py", "hw_v9.ipynb"),
        ("hw V1.10.py", "hw V1.9.py"),
        ("version 3/hw.py", "version 2/hw.py"),
        ("attempt_2/hw.py", "attempt_1/other.py"),
        ("Attempt 12 - hw.py", "Attempt 2 - all.py"),
        ("submission-2/hw.py", "submission-1/hw.py"),
        ("第2次/hw.py", "第1次/hw.py"),
        ("hw版本3.py", "hw版本2.py"),
        ("hw_10.py", "hw_9.py"),
        ("hw-2.py", "hw-1.py"),
        ("softmax2.py", "softmax1.py"),
        ("hw_v2.zip/hw.py", "hw_v1.zip/src/hw.py"),
        ("ada/2/hw.py", "ada/1/hw.py"),
        ("HW3_ada_attempt_2025-03-05-08-30-00_one.py", "HW3_ada_attempt_2025-03-03-10-00-00_all.py"),
        ("2025-10-02/hw.py", "2025-10-01/hw.py"),
        ("hw_20251002_101500.py", "hw_20251002_091500.py"),
        ("hw_20251002101500.py", "hw_20251002091500.py"),
    ],
)
def test_a_later_version_is_seen(later: str, earlier: str) -> None:
    assert is_later(later, earlier)
    assert not is_later(earlier, later)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hw.py", "hw - Copy.py"),
        ("hw (2).py", "hw (1).py"),
        ("hw_final.py", "hw.py"),
        ("hw_v2.py", "hw.py"),
        ("hw2.py", "hw1.py"),
        ("week_2.py", "week_1.py"),
        ("part2/hw.py", "part1/hw.py"),
        ("q2.py", "q1.py"),
        ("2.py", "1.py"),
        ("conv2.py", "linear1.py"),
        ("20250103_hw.py", "20250102_hw.py"),
        ("a_v2/hw.py", "b_v1/hw.py"),
        ("old/hw.py", "hw.py"),
        ("hw.py", "hw.py"),
    ],
)
def test_what_numbers_parts_or_people_names_no_version(one: str, other: str) -> None:
    assert not is_later(one, other)
    assert not is_later(other, one)


@pytest.mark.parametrize(
    ("files", "counts"),
    [
        ({f"{number}/hw.py": 0 for number in range(1, 11)}, ["10/hw.py"]),
        ({"v1/hw.py": 90, "v2/hw.py": 0}, ["v2/hw.py"]),
        ({"a.py": 0, "b.py": 5}, ["b.py"]),
        ({"a.py": 0, "deep/b.py": 5}, ["deep/b.py"]),
        ({"a.py": 0, "b.py": 0}, ["a.py", "b.py"]),
        ({"hw.py": 0, "old/hw.py": 0, "hw - Copy.py": 0}, ["hw - Copy.py", "hw.py"]),
        ({"hw.py": 5, "old/hw.py": 0}, ["hw.py"]),
        ({"hw.py": 5, "hw - Copy.py": 0}, ["hw.py"]),
        ({"hw.py": 0, "hw - Copy.py": 5}, ["hw - Copy.py", "hw.py"]),
        ({"hw.py": 0, "old/hw.py": 5}, ["hw.py", "old/hw.py"]),
        ({"hw.py": 0, "hw (1).py": 5}, ["hw (1).py"]),
        ({"main/softmax.py": 0, "main/week1_draft/softmax.py": 0}, ["main/softmax.py"]),
        ({"1/hw.py": 0, "2/hw.py": 0, "final/hw.py": 0}, ["2/hw.py", "final/hw.py"]),
        ({"1/hw.py": 9, "2/hw.py": 0, "final/hw.py": 5}, ["final/hw.py"]),
        ({"a.py": 5}, ["a.py"]),
    ],
)
def test_evidence_is_weighed_in_its_order(files: dict[str, int], counts: list[str]) -> None:
    assert left(files) == counts


def test_times_that_an_unpacking_gives_are_a_tie() -> None:
    files = [Dated("a.py", NOON), Dated("b.py", NOON + 3 * 10**9)]
    assert weigh(files) == (files, [])


def test_a_time_that_no_program_wrote_is_none() -> None:
    files = [Dated("a.py", 0), Dated("b.py", NOON)]
    assert weigh(files) == (files, [])


def test_each_reason_names_the_files_that_fell_behind() -> None:
    files = dated({"v1/hw.py": 0, "v2/hw.py": 0, "x/hw.py": 0, "hw.py": 0, "early.py": -90})
    kept, fell = weigh(files)

    assert [file.name for file in kept] == ["hw.py"]
    assert [(why, [file.name for file in others]) for why, others in fell] == [
        (Why.VERSION, ["v1/hw.py"]),
        (Why.TIME, ["early.py"]),
        (Why.DEPTH, ["v2/hw.py", "x/hw.py"]),
    ]


_NAMES = st.lists(
    st.sampled_from(["v1", "v2", "10", "9", "old", "hw", "hw_2.py", "hw_10.py", "hw.py", "a.py", "part1"]),
    min_size=1,
    max_size=3,
).map("/".join)


@given(st.dictionaries(_NAMES, st.integers(0, 3), min_size=1, max_size=6), st.randoms())
def test_the_order_in_which_files_are_named_decides_nothing(files: dict[str, int], random: object) -> None:
    names = list(files)
    random.shuffle(names)  # type: ignore[attr-defined]
    assert left({name: files[name] for name in names}) == left(files)
    assert left(files) != []


@given(st.lists(_NAMES, min_size=1, max_size=8, unique=True))
def test_of_versions_one_is_always_left(names: list[str]) -> None:
    assert latest_versions([Dated(name, 0) for name in names])


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_can_be_compared(one: str, other: str) -> None:
    assert not (is_later(one, other) and is_later(other, one))
