"""Tests of student numbers that spreadsheets changed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from torchgrade.deliveries.rosters.numbers import ChangedNumbers, Rounded, agree, is_date, read_number

DIGITS = st.from_regex("0{0,3}[1-9][0-9]{0,17}", fullmatch=True)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("20250001", "20250001"),
        ("00712345", "00712345"),
        ("20250001.0", "20250001"),
        ("20250001,00", "20250001"),
        ("2.0250001E+07", "20250001"),
        ("AB123", "AB123"),
        ("12.5", "12.5"),
        ("", ""),
        ("1E+999", "1E+999"),
        ("1.23456E+2", "1.23456E+2"),
    ],
)
def test_a_cell_whose_number_is_whole_is_that_number(cell: str, number: str) -> None:
    assert read_number(cell) == (number, None)


@pytest.mark.parametrize(
    ("cell", "rounded"),
    [
        ("2.0231E+17", Rounded("20231", 18)),
        ("2,0231e17", Rounded("20231", 18)),
        ("2E+17", Rounded("2", 18)),
        ("202310010101001000", Rounded("202310010101001", 18)),
        ("2.0231001010100122e+17", Rounded("20231001010100122", 18)),
    ],
)
def test_a_cell_that_lost_digits_is_a_rounded_number(cell: str, rounded: Rounded) -> None:
    assert read_number(cell) == ("", rounded)


@given(st.integers(10**15, 10**19), st.integers(1, 6))
def test_a_number_that_is_written_with_few_digits_may_be_itself(number: int, digits: int) -> None:
    _, rounded = read_number(f"{number:.{digits}E}")

    assert rounded is not None
    assert rounded.may_be(str(number))


@given(st.integers(10**15, 10**19))
def test_a_number_that_was_cut_to_fifteen_digits_may_be_itself(number: int) -> None:
    text = str(number)
    _, rounded = read_number(text[:15] + "0" * (len(text) - 15))

    assert rounded is not None
    assert rounded.may_be(text)


@given(st.integers(10**16, 10**19))
def test_a_number_that_went_through_a_binary_fraction_may_be_itself(number: int) -> None:
    _, rounded = read_number(repr(float(number))) if "e" in repr(float(number)) else ("", Rounded(str(number), 17))

    assert rounded is not None
    assert ChangedNumbers([(0, "", rounded)]).find(str(number)) == {0} or not rounded.may_be(str(number))


@given(DIGITS, DIGITS)
def test_two_numbers_agree_only_apart_from_zeros_in_front(one: str, other: str) -> None:
    assert agree(one, None, other) == (int(one) == int(other))


@given(st.lists(DIGITS, min_size=1, max_size=20), DIGITS)
@example(["0001000000000000"], "0001000000000000")
def test_what_is_found_by_a_changed_number_is_what_agrees(rows: list[str], number: str) -> None:
    read = [(position, *read_number(row)) for position, row in enumerate(rows)]
    agreeing = {position for position, own, rounded in read if agree(own, rounded, number)}

    assert ChangedNumbers(read).find(number) == agreeing


@given(st.text(max_size=60))
def test_a_cell_of_any_text_is_read(cell: str) -> None:
    number, rounded = read_number(cell)

    assert (number == "") <= (rounded is not None or not cell.strip() or not cell)


def test_days_are_told_from_numbers() -> None:
    assert [is_date(text) for text in ("20251003", "251003", "20251303", "20250100", "3412345")] == [
        True, True, False, False, False,
    ]  # fmt: skip
