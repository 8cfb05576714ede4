"""Tests of the data set around a known plane, and of the question whether a training has found this plane."""

from __future__ import annotations

import math

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.linear_regression.recovery import (
    BATCH_SIZE,
    ROWS,
    WITHIN,
    assert_recovered,
    beside_true,
    curve,
    known,
    names,
)

GIVEN = known(Tensors(1), 3)


def test_the_errors_of_the_true_parameters_are_the_noise() -> None:
    noise = GIVEN.errors(GIVEN.true_w, GIVEN.true_b)

    assert noise.shape == (ROWS, 1)
    assert float(noise.std()) == pytest.approx(0.01, rel=0.2)


def test_the_start_is_far_from_the_true_parameters() -> None:
    assert float((GIVEN.w - GIVEN.true_w).abs().min()) > 0.9
    assert float((GIVEN.b - GIVEN.true_b).abs()) == 4
    assert ROWS % BATCH_SIZE == 0


def test_parameters_within_the_bound_pass() -> None:
    assert_recovered(GIVEN, GIVEN.true_w + 0.9 * WITHIN, GIVEN.true_b - 0.9 * WITHIN, "train_linreg.not_recovered")


@pytest.mark.parametrize("wrong", [1.5 * WITHIN, math.nan, math.inf, -math.inf])
def test_the_message_names_the_parameter_that_is_wrong(wrong: float) -> None:
    w = GIVEN.true_w.clone()
    w[1] += wrong

    with pytest.raises(CheckFailedError) as failed:
        assert_recovered(GIVEN, w, GIVEN.true_b, "train_linreg.not_recovered")

    assert failed.value.values["name"] == "w2"


def test_the_picture_has_each_parameter_beside_its_true_value() -> None:
    picture = beside_true("recovered.train_linreg", GIVEN, GIVEN.w, GIVEN.b)

    assert [parameter.name for parameter in picture.parameters] == names(3) == ["w1", "w2", "w3", "b"]
    assert picture.parameters[3].true == float(GIVEN.true_b)


def test_a_curve_starts_before_the_first_epoch_and_may_have_any_number() -> None:
    points = curve("curve.train_linreg", [8.0, 0.5, math.nan, math.inf]).points

    assert [(point.x, point.y) for point in points] == [(0.0, 8.0), (1.0, 0.5), (2.0, "nan"), (3.0, "inf")]
