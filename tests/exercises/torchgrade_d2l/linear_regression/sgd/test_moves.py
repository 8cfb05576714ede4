"""A step that only looks like a mistake is not named: the audit shows that each mistake is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Answer, Tried
from torchgrade.protocol.messages import Record, Scalar
from torchgrade.protocol.values import TensorState
from torchgrade_d2l.linear_regression.sgd.mistakes import mistake
from torchgrade_d2l.linear_regression.sgd.moves import moves_of, near
from torchgrade_d2l.linear_regression.sgd.steps import SHAPES, parameters, stepped

LR, BATCH_SIZE = 0.03, 7
FORMS = (*SHAPES, ())
STEP = [(one.id.rpartition(".")[2], one.symptom) for one in mistake.misconceptions() if one.checks == ("sgd.step",)]


def tried(
    after: Callable[[int, torch.Tensor], torch.Tensor], dtype: torch.dtype = torch.float64, *operators: str
) -> Tried:
    """Return a call after which each parameter has these numbers and no gradient."""
    params = parameters(Tensors(4), dtype, FORMS)
    states = tuple(
        TensorState(data=after(i, p.detach()).to(dtype), grad=None, requires_grad=True, leaf=True)
        for i, p in enumerate(params)
    )
    record = Record(operators=list(operators)) if operators else None
    answer = Answer(value=None, node=Scalar(None), states=(states,), record=record)
    return Tried("call", "sgd(params, lr, batch_size)", (), (params, LR, BATCH_SIZE), answer=answer)


def by(ratio: float, dtype: torch.dtype = torch.float64) -> Callable[[int, torch.Tensor], torch.Tensor]:
    """Return the position after so many right steps."""
    params = parameters(Tensors(4), dtype, FORMS)
    return lambda i, old: old.double() + ratio * (stepped(params[i], LR, BATCH_SIZE) - old.double())


def named(what: Tried) -> set[str]:
    """Return the mistakes of the check ``step`` whose symptom is there; a symptom that raises is not, as in a run."""
    found = set()
    for name, symptom in STEP:
        with suppress(Exception):
            found |= {name} if symptom(what) else set()
    return found


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("ratio", [0.0, 1.0, -1.0, 7.0, 0.7, 1 / 0.03])
def test_steps_that_are_all_scaled_alike_have_one_ratio(ratio: float, dtype: torch.dtype) -> None:
    moves = moves_of(tried(by(ratio, dtype), dtype))

    assert near(moves.ratio, ratio)
    assert moves.precise is (dtype == torch.float64)


def test_a_parameter_that_moved_in_another_direction_has_no_ratio() -> None:
    # A scalar has only one direction.
    assert [r is None for r in moves_of(tried(lambda i, p: by(1.0)(i, p) + p)).ratios] == [True, False, True, False]


@pytest.mark.parametrize(
    ("ratio", "names"),
    [(1.0, set()), (7.0, {"batch_size_unused"}), (7 / 256, {"divisor"}), (49.0, {"scaled"}), (2.0, {"scaled"})],
)
def test_a_length_has_one_name_and_the_right_length_none(ratio: float, names: set[str]) -> None:
    assert named(tried(by(ratio))) == names


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.001, 0.5, 0.02])
def test_a_learning_rate_from_elsewhere_is_not_called_a_wrong_divisor(lr: float) -> None:
    assert named(tried(by(lr / LR))) == {"scaled"}


def test_parameters_left_out_in_another_pattern_are_not_named() -> None:
    assert named(tried(lambda i, p: by(float(i in {1, 2}))(i, p))) == set()


@pytest.mark.parametrize(
    "operators", [("clone", "mul", "div", "sub_", "zero_"), ("add", "mul", "div", "sub_", "zero_")]
)
def test_parameters_that_did_not_move_for_another_reason_are_not_called_cleared_first(operators: tuple[str]) -> None:
    assert named(tried(by(0.0), torch.float64, *operators)) == set()
