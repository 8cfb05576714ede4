"""Gradients against central differences of the worker's own values, and against the closed form (contracts 0.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.assertions import (
    RESULT,
    TOLERANCES,
    Tolerance,
    assert_close,
    assert_tensor,
    float32_decides,
    is_close,
)
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade.model.phrases import Words, words

GRADIENT = "what.gradient"
_STEP = 1e-6
_DIRECTIONS = 3


def assert_gradient(
    student: Student,
    tensors: Tensors,
    arguments: tuple[torch.Tensor, ...],
    oracle: Callable[..., torch.Tensor],
    wrt: int = 0,
    tolerance: Tolerance = (1e-4, 1e-6),
) -> None:
    """Check the vector-Jacobian product of the function for a random cotangent.

    The cotangent is random because the gradient of a plain sum can be zero for any function. For example, the entries
    of a softmax always add to one. Central differences in 3 random directions catch a backward that does not belong to
    the forward. The closed form catches the case that both are wrong alike.

    If the values are right only in float32, differences prove little. If float64 raises, the function is asked in
    float32, because a check of precision judges that failure.

    :param arguments: float64 tensors at the differentiated positions.
    :param oracle: the right function, differentiable.
    :param wrt: position of the argument to differentiate by.
    """
    with float32_decides(arguments[wrt].dtype):
        _assert_pulled(student, tensors, arguments, oracle, wrt, tolerance)
        return
    single = tuple(a.to(torch.float32) if getattr(a, "dtype", None) == torch.float64 else a for a in arguments)
    _assert_pulled(student, tensors, single, oracle, wrt, tolerance)


def _assert_pulled(
    student: Student,
    tensors: Tensors,
    arguments: tuple[torch.Tensor, ...],
    oracle: Callable[..., torch.Tensor],
    wrt: int,
    tolerance: Tolerance,
) -> None:
    inputs = list(arguments)
    X = inputs[wrt].detach().clone().requires_grad_()
    inputs[wrt] = X
    value = oracle(*inputs)
    cotangent = tensors.normal(*value.shape, dtype=value.dtype)
    pull_back(value, cotangent)
    closed_form = X.grad
    answer = student.vjp(*arguments, wrt=(wrt,), cotangent=cotangent)
    got = assert_tensor(answer.value)
    gradient = answer.gradients[0]
    if gradient is None:
        _assert_elements(got, value, RESULT)
        raise CheckFailedError("gradient.none", got=view(got))
    assert closed_form is not None
    _assert_elements(gradient, closed_form, GRADIENT)
    if got.dtype == X.dtype == torch.float64 and not _is_rounded(got, value):
        _assert_differences(student, tensors, arguments, cotangent, gradient, wrt)
        assert_close(gradient, closed_form, tolerance, what=GRADIENT)
    else:
        assert_close(gradient, closed_form, (1e-3, 1e-3), what=GRADIENT)


def _is_rounded(got: torch.Tensor, want: torch.Tensor) -> bool:
    """Return whether float64 values are right to float32 precision only."""
    if got.numel() != want.numel():
        return False
    single, double = (
        is_close(got.reshape(want.shape), want, *TOLERANCES[dtype]) for dtype in (torch.float32, torch.float64)
    )
    return single and not double


def pull_back(value: torch.Tensor, cotangent: torch.Tensor) -> None:
    """Add the vector-Jacobian product of ``value`` for this cotangent to the leaves' gradients.

    The numbers equal those of ``value.backward(cotangent)``, which imports 487 modules at its first use.
    """
    (value * cotangent).sum().backward()


def assert_pulled_back(
    student: Student,
    tensors: Tensors,
    arguments: tuple[Any, ...],
    right: Callable[..., torch.Tensor],
    tolerance: Tolerance | dict[torch.dtype, Tolerance],
) -> None:
    """Check that the gradient by the first argument equals the closed form, for inputs that make differences useless.

    :param right: the right function, differentiable.
    """
    first, *rest = arguments
    X = first.detach().clone().requires_grad_()
    value = right(X, *rest)
    cotangent = tensors.normal(*value.shape, dtype=first.dtype)
    pull_back(value, cotangent)
    assert X.grad is not None
    answer = student.vjp(first, *rest, wrt=(0,), cotangent=cotangent)
    if answer.gradients[0] is None:
        raise CheckFailedError("gradient.none", got=view(answer.value))
    assert_close(answer.gradients[0], X.grad, tolerance, what=GRADIENT)


def _assert_elements(got: torch.Tensor, want: torch.Tensor, what: Words) -> torch.Tensor:
    tensor = assert_tensor(got, what)
    if tensor.numel() != want.numel():
        raise CheckFailedError(
            "shape.elements", got=view(tensor), expected=view(want), what=words(what),
            expected_shape=list(want.shape), got_shape=list(tensor.shape),
        )  # fmt: skip
    return tensor


def _assert_differences(
    student: Student,
    tensors: Tensors,
    arguments: tuple[torch.Tensor, ...],
    cotangent: torch.Tensor,
    gradient: torch.Tensor,
    wrt: int,
) -> None:
    X = arguments[wrt]
    for _ in range(_DIRECTIONS):
        u = tensors.normal(*X.shape, dtype=torch.float64)
        sides = []
        for sign in (1, -1):
            moved = list(arguments)
            moved[wrt] = X + sign * _STEP * u
            # A function may return another shape and dtype at each call.
            side = _assert_elements(student.call(*moved).value, cotangent, RESULT)
            sides.append(side.reshape(-1).to(torch.float64))
        difference = float((cotangent.reshape(-1) * (sides[0] - sides[1])).sum() / (2 * _STEP))
        product = float((gradient.reshape(-1) * u.reshape(-1)).sum())
        if not abs(product - difference) <= 1e-6 * (1 + abs(product)):
            raise CheckFailedError("gradient.differences", product=product, difference=difference)
