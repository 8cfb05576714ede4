"""Tests of the data sets around a plane, and of the plane that a submission returns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.linear_regression.normal_equation.oracle import precisely
from torchgrade_d2l.linear_regression.normal_equation.pictures import line_picture
from torchgrade_d2l.linear_regression.normal_equation.planes import coefficients, example, features, plane

SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_data_set_is_harder_than_float32_can_solve(seed: int) -> None:
    for n, d in ((4, 3), (60, 3), (2, 1)):
        table = torch.cat([features(Tensors(seed), n, d), torch.ones(n, 1, dtype=torch.float64)], dim=1)

        assert np.linalg.cond(table.numpy()) <= 10


@pytest.mark.parametrize("seed", SEEDS)
def test_similar_columns_have_weights_of_different_signs(seed: int) -> None:
    made = coefficients(Tensors(seed), 3).reshape(-1)

    assert float(made[0] * made[2]) < 0
    assert float(made.sort().values.diff().min()) >= 0.25


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("near", [0.0, 1e-2, 1e-7])
def test_the_oracle_finds_the_plane_of_the_labels(seed: int, near: float) -> None:
    X, y = example(Tensors(seed), 60, 3, near=near, dtype=torch.float64)
    w, b = precisely(X, y)

    assert float((X @ w + b - y).abs().max()) < 1e-8


W = torch.ones(3, 1)


@pytest.mark.parametrize("b", [2.0, 2, Opaque("float64", "shape (), float64", 2.0)])
def test_a_number_may_be_the_bias(b: Any) -> None:
    assert plane((W, b))[1] == 2.0


@pytest.mark.parametrize(
    "value",
    [
        None, 1.0, W, [], [W], (W, W, W), {"w": W, "b": 1.0}, "w, b", (1.0, 1.0), (W, True), (W, None), (None, W),
        (W, Opaque("ndarray", "shape (1,), float64")), (W, [1.0]), Opaque("Plane"), (W, W * 1j),
    ],
)  # fmt: skip
def test_any_other_result_is_a_mistake_of_the_student(value: Any) -> None:
    with pytest.raises(CheckFailedError):
        plane(value)


@pytest.mark.parametrize("value", [None, (torch.ones(2, 2), torch.zeros(0)), (W, float("nan"))])
def test_a_picture_shows_least_squares_beside_any_result(value: Any) -> None:
    X, y = example(Tensors(1), 60, 1, noise=0.5)
    picture = line_picture(X, y, value)

    assert len(picture.points) == 60
    assert picture.lines[-1].name == "least_squares"
