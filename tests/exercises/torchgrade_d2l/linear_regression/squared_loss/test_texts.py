"""Tests of the symptom of a tensor that is reshaped to its own shape."""

from __future__ import annotations

import pytest

from torchgrade.checking.tried import Tried, Written
from torchgrade_d2l.linear_regression.squared_loss.texts import reshapes_to_itself


def tried(line: str) -> Tried:
    text = f"def squared_loss(y_hat, y):\n    return ({line}) ** 2 / 2\n"
    return Tried("call", "", ("y_hat", "y"), (), written=Written(text=text))


@pytest.mark.parametrize(
    "line",
    [
        "y_hat - y.reshape(y.shape)",
        "y_hat - y.view(y.size())",
        "y_hat - y.reshape( (y.shape) )",
        "y_hat.view_as(y_hat) - y",
        "y_hat - y.reshape_as(y)",
        "y_hat - torch.reshape(y, y.shape)",
    ],
)
def test_a_reshape_to_the_own_shape_is_seen(line: str) -> None:
    assert reshapes_to_itself(tried(line))


@pytest.mark.parametrize(
    "line",
    [
        "y_hat - y.reshape(y_hat.shape)",
        "y_hat - y.view(y_hat.size())",
        "y_hat - y.view_as(y_hat)",
        "y_hat.reshape(y.shape) - y",
        "y_hat - torch.reshape(y, y_hat.shape)",
        "y_hat - y",
        "y_hat - y.reshape(-1, 1)",
    ],
)
def test_any_other_reshape_is_not(line: str) -> None:
    assert not reshapes_to_itself(tried(line))
