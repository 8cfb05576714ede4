"""Text of a mark."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.exports.marks.numbers import is_rounded, mark_text


@pytest.mark.parametrize(
    ("points", "of", "out_of", "whole", "text"),
    [
        (38.0, 40.0, None, False, "38.00"),
        (38.0, 40.0, 100.0, False, "95.00"),
        (1.0, 3.0, 100.0, False, "33.33"),
        (2.5, 5.0, None, True, "3"),
        (3.5, 5.0, None, True, "4"),
        (0.0, 0.0, 100.0, False, "0.00"),
        (1.005, 2.0, None, False, "1.01"),
    ],
)
def test_a_mark_is_scaled_and_rounded_half_up(points: float, of: float, out_of: float, whole: bool, text: str) -> None:
    assert mark_text(points, of, out_of, whole=whole) == text


@given(st.integers(0, 2000), st.integers(1, 2000), st.sampled_from([None, 10.0, 100.0, 12.5]))
def test_every_importer_reads_the_same_number(halves: int, of: int, out_of: float | None) -> None:
    text = mark_text(halves / 2, of / 2, out_of)

    assert re.fullmatch(r"[0-9]+\.[0-9]{2}", text)
    exact = Fraction(halves, 2) * (1 if out_of is None else Fraction(out_of) * 2 / of)
    assert abs(Fraction(text) - exact) <= Fraction(1, 200)
    assert is_rounded(halves / 2, of / 2, out_of) == (Fraction(text) != exact)
