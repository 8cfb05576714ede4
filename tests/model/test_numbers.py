"""Numbers have 4 significant digits, and as many more as it takes to tell those apart that differ."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.numbers import apart, shown, told_apart

FLOAT = st.floats(allow_nan=False)
NUMBER = FLOAT | st.integers(-(10**20), 10**20)


@st.composite
def near(draw: st.DrawFn) -> tuple[float, float]:
    """Return a number and another some steps of float64 away from it."""
    first = second = draw(FLOAT.filter(math.isfinite))
    for _ in range(draw(st.integers(1, 40))):
        second = math.nextafter(second, math.inf)
    return first, second


@pytest.mark.parametrize(
    ("value", "text"), [(0.123456, "0.1235"), (1e-9, "1e-09"), (123456, "123456"), (-math.inf, "-inf"), (2.0, "2")]
)
def test_a_number_alone_has_four_digits(value: float, text: str) -> None:
    assert shown(value) == text
    assert told_apart([value]) == {value: text}


@given(st.tuples(NUMBER, NUMBER) | near())
@example((0.0, -0.0))
def test_two_numbers_that_differ_never_look_alike(numbers: tuple[float, float]) -> None:
    first, second = numbers

    assert (apart(first, second) == apart(second, first)) is (first == second)


@given(st.lists(NUMBER | near().map(lambda pair: pair[1]), max_size=8))
def test_no_two_of_many_numbers_that_differ_look_alike(numbers: list[float]) -> None:
    texts = told_apart(numbers)

    assert len(set(texts.values())) == len(set(numbers))
    assert all(len(text) <= 24 for number, text in texts.items() if isinstance(number, float))


@given(near() | st.tuples(FLOAT, FLOAT))
def test_a_sentence_never_gives_one_text_for_two_numbers(numbers: tuple[float, float]) -> None:
    first, second = numbers
    catalogue = Catalogue({"value.differs": "{want}|{got}"})
    want, got = catalogue.render("value.differs", {"want": first, "got": second}).split("|")

    assert (want == got) is (first == second)


def test_a_sentence_tells_apart_what_stands_in_lists_too() -> None:
    catalogue = Catalogue({"a": "{w} {b}"})

    assert catalogue.render("a", {"w": [0.12345678, 2.0], "b": 0.12345679}) == "(0.12345678, 2) 0.12345679"


def test_more_digits_come_only_where_they_are_needed() -> None:
    texts = told_apart([0.6437312, 0.6437314, 1 / 3, 6, 6.0000001])

    assert texts == {0.6437312: "0.6437312", 0.6437314: "0.6437314", 1 / 3: "0.3333", 6: "6", 6.0000001: "6.0000001"}


def test_nothing_is_said_of_nan() -> None:
    assert told_apart([math.nan]) == {}
    assert apart(math.nan, 1.0) == "nan"


def test_digits_grow_one_by_one() -> None:
    lengths = [len(apart(1.0 + 10.0**-k, 1.0)) for k in range(4, 16)]

    assert all(b - a == 1 for a, b in pairwise(lengths))
