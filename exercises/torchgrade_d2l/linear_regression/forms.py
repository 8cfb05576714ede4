"""Check of shape, dtype and precision together, for exercises of few points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
import torch

from torchgrade.checking.assertions import Tolerance, assert_form, assert_precise
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade.checking.standard import Check, Right

Inputs = Callable[[Tensors, torch.dtype], Iterable[tuple[Any, ...]]]
"""Function that yields the arguments of one call after another, in a dtype."""


def form(
    right: Right, inputs: Inputs, *, points: float, requires: Sequence[str], tolerance: Tolerance | None = None
) -> Check:
    """Return the check that the result has the right shape and keeps the dtype and the precision of its arguments.

    :param tolerance: relative and absolute in float64, if not that of the dtype.
    """

    @pytest.mark.check(points=points, kind="shape", requires=list(requires))
    def check(student: Student, tensors: Tensors) -> None:
        for dtype in (torch.float32, torch.float64):
            several = list(inputs(tensors, dtype))
            for arguments, answer in zip(several, student.call_each(*several), strict=True):
                got, want = answer.value, right(*arguments)
                assert_form(got, want.shape, dtype)
                if dtype == torch.float64:
                    assert_precise(got, want, tolerance)

    return check
