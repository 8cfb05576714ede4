"""Logits of ±10,000: rows at which every step through a probability overflows or underflows, also in float64."""

from __future__ import annotations

from collections.abc import Callable

import torch

from torchgrade.checking.assertions import assert_close, float32_decides
from torchgrade.checking.diagnosis import Symptom, twin
from torchgrade.checking.draws import Tensors
from torchgrade.checking.gradients import assert_pulled_back
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Tried

HUGE = torch.tensor(
    [[1e4, 9999.0, -1e4], [-1e4, -9999.0, -1e4], [1e4, 1e4, 1e4], [0.0, -1e4, 1e4], [0.0, 1.0, 2.0]]
)  # (5, 3)
"""Fixed rows to decide stability, because random logits do not overflow in every draw."""
HUGE_LABELS = torch.tensor([2, 0, 1, 1, 2])  # (5,)

_APART = torch.tensor([[0.0, -1e4, 1e4]] * 2)  # (2, 3)
"""The losses of classes 0 and 1 show at which bounds logits are clamped."""
_FAR = torch.tensor([[0.0, -5000.0], [0.0, -10000.0], [-60.0, -5060.0]])  # (3, 2)

PRECISION = (0.0, 1.1e-8)
"""Tolerance for a guard of 1e-8 beside a sum of at least 1.

A detour through float32 is off by more: by 5e-8 at least in 2,000 draws of losses. A gradient has elements below 1, so
rounding them to float32 may be missed, in about one of a million draws.
"""
_TOLERANCE = (1e-5, 2e-3)
"""Tolerance at 10,000, because one unit in the last place of 10,000 is 1e-3 in float32.

It is the same in float64, because the check of the precision alone judges a detour through float32.
"""
_GRADIENT_TOLERANCE = (1e-4, 6e-3)


def assert_huge(student: Student, right: Callable[..., torch.Tensor], *rest: torch.Tensor) -> None:
    """Check the values for ``HUGE`` in both dtypes.

    An exception in float64 alone is left to the check of the precision, because one mistake costs one kind.

    :param rest: arguments after the logits.
    """
    for X in (HUGE, HUGE.to(torch.float64)):
        with float32_decides(X.dtype):
            assert_close(student.call(X, *rest).value, right(X, *rest), _TOLERANCE)


def assert_huge_gradient(
    student: Student, tensors: Tensors, right: Callable[..., torch.Tensor], *rest: torch.Tensor
) -> None:
    """Check the gradients for ``HUGE`` in both dtypes.

    :param rest: arguments after the logits.
    """
    for X in (HUGE, HUGE.to(torch.float64)):
        with float32_decides(X.dtype):
            assert_pulled_back(student, tensors, (X, *rest), right, _GRADIENT_TOLERANCE)


def stops_at_a_bound(*rest: torch.Tensor) -> Symptom:
    """Return the symptom that logarithms of very different probabilities become the same number, as log ε does.

    A clamp of the logits gives another number in the last row of ``_FAR``, because its logits are lower.

    :param rest: arguments after the logits, for 3 rows of 2 classes. The last result of a row belongs to class 1.
    """

    def same(tried: Tried) -> bool:
        made = tried.again(_FAR, *rest) if tried.again is not None else None
        if made is None or made.answer is None:
            return False
        found = made.answer.value.reshape(len(_FAR), -1)[:, -1].abs().tolist()
        return len(set(found)) == 1 and 5 < found[0] < 200

    return same


def clamps(right: Callable[..., torch.Tensor], *rest: torch.Tensor) -> Symptom:
    """Return the symptom that logits are clamped at some bounds, which the results for ``_APART`` show.

    :param rest: arguments after the logits, which choose class 0 in the first row and class 1 in the second.
    """

    def same(tried: Tried) -> bool:
        made = tried.again(_APART, *rest) if tried.again is not None else None
        found = made.answer.value if made is not None and made.answer is not None else None
        size = len(_APART) if rest else _APART.numel()
        if not isinstance(found, torch.Tensor) or found.numel() != size or not found.is_floating_point():
            return False
        first, second = found.detach().abs().to(torch.float64).reshape(-1)[:2].tolist()
        low, high = first - second, first
        is_clamped = -1e4 <= low < 0 < high <= 1e4 and high - low < 2e4 - 1
        return is_clamped and twin(lambda X, *others: right(X.clamp(low, high), *others))(tried)

    return same
