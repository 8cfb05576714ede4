"""What ``torchgrade.exports.marks.formula_cells`` promises."""

from __future__ import annotations

import pytest

from torchgrade.exports.marks.formula_cells import is_formula


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0", "＝1", "＋", "－", "＠"])
def test_a_cell_that_a_spreadsheet_may_compute_is_found(text: str) -> None:
    assert is_formula(text)
    assert not is_formula(f"a{text}")
