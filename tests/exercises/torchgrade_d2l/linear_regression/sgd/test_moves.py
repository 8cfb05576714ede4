"""How far each parameter moved is told in right steps, whatever its shape and dtype."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Answer, Tried
from torchgrade.protocol.messages import Record, Scalar
from torchgrade.protocol.values import TensorState
from torchgrade_d2l.linear_regression.sgd.moves import moves_of, near
from torchgrade_d2l.linear_regression.sgd.steps import SHAPES, parameters, stepped

LR, BATCH_SIZE = 0.03, 7
FORMS = (*SHAPES, ())


def tried(
    after: Callable[[int, torch.Tensor], torch.Tensor],
    grad: Callable[[int, torch.Tensor], torch.Tensor | None] = lambda i, p: None,
    dtype: torch.dtype = torch.float64,
    record: Record | None = None,
    forms: tuple[tuple[int, ...], ...] = FORMS,
) -> Tried:
    """Return a call after which each parameter has these numbers and this gradient."""
    params = parameters(Tensors(4), dtype, forms)
    states = tuple(
        TensorState(data=after(i, p.detach()).to(dtype), grad=grad(i, p), requires_grad=True, leaf=True)
        for i, p in enumerate(params)
    )
    answer = Answer(value=None, node=Scalar(None), states=(states,), record=record)
    return Tried("call", "sgd(params, lr, batch_size)", (), (params, LR, BATCH_SIZE), answer=answer)


def by(ratio: float, dtype: torch.dtype = torch.float64) -> Callable[[int, torch.Tensor], torch.Tensor]:
    """Return the position after so many right steps."""
    params = parameters(Tensors(4), dtype, FORMS)
    return lambda i, old: old.double() + ratio * (stepped(params[i], LR, BATCH_SIZE) - old.double())


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("ratio", [0.0, 1.0, -1.0, 7.0, 0.7, 1 / 0.03])
def test_steps_that_are_all_scaled_alike_have_one_ratio(ratio: float, dtype: torch.dtype) -> None:
    moves = moves_of(tried(by(ratio, dtype), dtype=dtype))

    assert near(moves.ratio, ratio)
    assert moves.precise is (dtype == torch.float64)


def test_parameters_that_moved_differently_have_no_common_ratio() -> None:
    moves = moves_of(tried(lambda i, p: by(1.0 if i == 0 else 0.0)(i, p)))

    assert moves.ratio is None
    assert moves.alike([1.0, 0.0, 0.0, 0.0])
    assert not moves.alike([1.0, 0.0, 0.0, 1.0])


def test_a_parameter_that_went_another_way_has_no_ratio() -> None:
    # A single number can only go to and fro.
    assert [r is None for r in moves_of(tried(lambda i, p: by(1.0)(i, p) + p)).ratios] == [True, False, True, False]


def test_gradients_are_told_to_be_cleared_or_kept() -> None:
    def grad(i: int, p: torch.Tensor) -> torch.Tensor | None:
        assert p.grad is not None
        return [p.grad, torch.zeros_like(p), None, p.grad / 2][i]

    moves = moves_of(tried(by(1.0), grad))

    assert moves.kept == (True, False, False, False)
    assert moves.cleared == (False, True, True, False)


def test_what_ran_is_told_by_last_names() -> None:
    record = Record(functions=["torch.Tensor.data.__set__", "torch.sub"], operators=["sub_"])
    moves = moves_of(tried(by(1.0), record=record))

    assert (moves.functions, moves.operators) == ({"data.__set__", "torch.sub"}, {"sub_"})


def test_a_parameter_of_another_shape_cannot_be_measured() -> None:
    with pytest.raises(AssertionError):
        moves_of(tried(lambda i, p: p.reshape(-1)))
