"""The number of a result is read whatever its type, and nothing else counts as a number."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.numbers import number

THREE = (3.0, 3, torch.tensor(3), torch.tensor([3.0]), Opaque("float64", "shape (), float64", 3.0))
NONE = (Opaque("function"), True, torch.tensor(True), torch.tensor(3j), torch.ones(2), "3", None, [3.0])


@pytest.mark.parametrize(("value", "want"), [*((value, 3.0) for value in THREE), *((value, None) for value in NONE)])
def test_a_number_is_read_whatever_its_type(value: Any, want: float | None) -> None:
    assert number(value) == want
