"""What ``torchgrade.exports.templates.cell_numbers`` promises."""

from __future__ import annotations

from decimal import Decimal

import pytest

from torchgrade.exports.templates.cell_numbers import count_formulas, number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [("88,5", "88.5"), ("1,234.5", "1234.5"), ("1,234", "1.234"), (" 40 ", "40"), ("-1.5", "-1.5"), ("88.", "88")],
)
def test_the_last_separator_is_the_decimal_point(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "-", "EX", "12%", "1e2", "未交", "1 2", ",", "--1"])
def test_another_text_is_no_number(text: str) -> None:
    assert number_in(text) is None


def test_a_number_is_no_formula() -> None:
    assert count_formulas(["-1.5", "=1", "+x", "x", ""]) == 2
