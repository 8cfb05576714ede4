"""Tests of what the judge measures of a long training."""

from __future__ import annotations

import math

import pytest
import torch

from torchgrade_d2l.softmax_regression.train_ch3.measured import accuracy_of, logits, loss_curve, mean_losses

X = torch.zeros(2, 1, 28, 28)
X[1, 0, 0, 0] = 1.0
W, b = torch.zeros(784, 10), torch.zeros(10)


def test_the_logits_are_those_of_the_flattened_images_for_each_pair_of_parameters() -> None:
    weights = W.clone()
    weights[0, 3] = 5.0
    scores = logits(X, [(W, b + 1.0), (weights, b)])

    assert scores[:, 0].tolist() == [[1.0] * 10] * 2
    assert scores[:, 1].tolist() == [[0.0] * 10, [0.0] * 3 + [5.0] + [0.0] * 6]


def test_equal_scores_have_the_loss_of_a_guess() -> None:
    labels = torch.tensor([0, 1])
    scores = logits(X, [(W, b)])

    assert mean_losses(scores, labels) == [pytest.approx(math.log(10))]
    assert accuracy_of(scores[:, 0], labels) == 0.5


def test_parameters_that_are_not_finite_change_the_loss_of_no_others() -> None:
    losses = mean_losses(logits(X, [(W, b), (W + math.nan, b), (W, b)]), torch.tensor([0, 1]))

    assert losses[0] == losses[2] == pytest.approx(math.log(10))
    assert math.isnan(losses[1])


def test_the_curve_has_a_point_for_each_loss_as_json_can_hold_it() -> None:
    curve = loss_curve([2.30258509, math.nan])

    assert [(point.x, point.y) for point in curve.points] == [(0.0, 2.302585), (1.0, "nan")]
