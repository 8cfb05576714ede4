"""Error map of a result that fails, for the student's page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from torchgrade.checking.data import Data
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.pictured import matrix


@contextmanager
def errors_shown(data: Data, name: str, got: Any, want: torch.Tensor) -> Iterator[None]:
    """Attach got - want if a comparison in the block fails and the result has the right shape.

    A right result gets no map, because the colours would show rounding errors.
    """
    try:
        yield
    except CheckFailedError:
        if isinstance(got, torch.Tensor) and got.shape == want.shape and not got.is_complex():
            data.attach(matrix(name, got.to(torch.float64) - want.to(torch.float64), signed=True))
        raise
