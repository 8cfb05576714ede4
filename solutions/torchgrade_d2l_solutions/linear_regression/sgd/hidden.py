"""Hidden checks of ``sgd``: parameters, learning rates and batch sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade.model.phrases import phrase
from torchgrade_d2l.linear_regression.sgd.checks import TOLERANCE, states_of
from torchgrade_d2l.linear_regression.sgd.steps import parameters

_CASES: tuple[tuple[float, int, tuple[tuple[int, ...], ...]], ...] = (
    (0.2, 3, ((5, 2),)),
    (0.01, 10, ((2, 1), (1,))),
    (0.9, 32, ((4,), (2, 2), (1, 1), (3,), (2, 1, 2))),
    (2.5, 300, ((300, 12), (12,))),
    (0.4, 2, ((2,),) * 12),
)
"""Learning rate, batch size and shapes of the parameters."""


@pytest.mark.check(points=1, kind="value", requires=["step"])
def test_other_shapes(student: Student, tensors: Tensors, reference: Callable[..., Any]) -> None:
    """Compare with the reference, also for more than 10 parameters, and for a parameter of more than 256 rows."""
    for lr, batch_size, shapes in _CASES:
        params = parameters(tensors, torch.float32, shapes)
        states = states_of(student.call(params, lr, batch_size), params)
        # Use float64, because the reference makes the step on the same numbers more precisely.
        wanted = [param.detach().to(torch.float64).requires_grad_() for param in params]
        for want, param in zip(wanted, params, strict=True):
            want.grad = param.grad.to(torch.float64) if param.grad is not None else None
        reference(wanted, lr, batch_size)
        for index, (state, want) in enumerate(zip(states, wanted, strict=True)):
            assert_close(state.data, want, TOLERANCE, what=phrase("what.parameter", name=f"params[{index}]"))
