"""Tests of what the judge measures of a long training."""

from __future__ import annotations

import math

import pytest
import torch

from torchgrade_d2l.data import synthetic_fashion
from torchgrade_d2l.softmax_regression.train_ch3.measured import logits, loss_and_accuracy, loss_curve
from torchgrade_d2l.softmax_regression.train_ch3.workload import workload

X = torch.zeros(2, 1, 28, 28)
X[1, 0, 0, 0] = 1.0
W, b = torch.zeros(784, 10), torch.zeros(10)


def test_the_logits_are_those_of_the_flattened_images() -> None:
    weights = W.clone()
    weights[0, 3] = 5.0

    assert logits(X, weights, b).tolist() == [[0.0] * 10, [0.0] * 3 + [5.0] + [0.0] * 6]


def test_equal_scores_have_the_loss_of_a_guess() -> None:
    loss, accuracy = loss_and_accuracy(X, torch.tensor([0, 1]), W, b)

    assert loss == pytest.approx(math.log(10))
    assert accuracy == 0.5


def test_the_curve_has_a_point_for_each_pair_of_parameters_as_json_can_hold_it() -> None:
    given = workload(synthetic_fashion.load(), 0)
    curve = loss_curve(given, [(W, b), (W + math.nan, b)])

    assert [(point.x, point.y) for point in curve.points] == [(0.0, 2.302585), (1.0, "nan")]
