"""Tests of the picture of a data set: labels against Xw with the fitted and the true line."""

from __future__ import annotations

import pytest
import torch

from torchgrade_d2l.linear_regression.synthetic_data.drawn import Drawn
from torchgrade_d2l.linear_regression.synthetic_data.pictures import line_of

W = torch.tensor([2.0, -3.4], dtype=torch.float64)


def drawn(b: float, got_b: float, n: int = 1000) -> Drawn:
    generator = torch.Generator().manual_seed(0)
    X = torch.randn(n, 2, generator=generator, dtype=torch.float64)
    return Drawn(W, b, X, X @ W + got_b)


@pytest.mark.parametrize("got_b", [4.2, 0.0])
def test_a_forgotten_bias_moves_the_fitted_line_from_the_true_one(got_b: float) -> None:
    found = line_of(drawn(4.2, got_b))
    fitted, true = found.lines

    assert len(found.points) == found.total == 200
    assert (true.slope, true.intercept) == (1.0, 4.2)
    assert fitted.slope == pytest.approx(1)
    assert fitted.intercept == pytest.approx(got_b, abs=1e-6)


def test_a_single_row_and_equal_rows_have_no_fitted_line() -> None:
    equal = Drawn(W, 4.2, torch.ones(5, 2, dtype=torch.float64), torch.ones(5, dtype=torch.float64))

    for found in (line_of(drawn(4.2, 4.2, 1)), line_of(equal)):
        assert found.lines[0].slope == "nan"
