"""Data of one feature with the line that a submission returns, beside the line of least squares."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.pictured import cloud
from torchgrade.model.attachments import Cloud
from torchgrade_d2l.linear_regression.normal_equation.oracle import precisely
from torchgrade_d2l.linear_regression.normal_equation.planes import plane


def line_picture(X: torch.Tensor, y: torch.Tensor, value: Any) -> Cloud:
    """Return the points (X, y) with both lines; leave out the student's line if the value is not a line."""
    w, b = precisely(X, y)
    lines: dict[str, tuple[Any, Any]] = {"least_squares": (w, b)}
    # Another assertion judges the form.
    with suppress(CheckFailedError):
        lines = {"fitted": plane(value), **lines}
    return cloud("cloud.normal_equation", torch.cat([X, y], dim=1), lines)
