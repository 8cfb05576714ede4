"""A vector that is asked for a second dimension is explained by the condition around the line, or by its absence."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Tried, Written
from torchgrade.model.results import Frame
from torchgrade_d2l.softmax_regression.accuracy.guards import guard_of, guarded_as, no_dimension

VECTOR = torch.arange(3)
TAKEN = "y_hat = y_hat.argmax(1)"


def tried(*lines: str, at: str = TAKEN, message: str = "tuple index out of range", kind: str = "IndexError") -> Tried:
    """Return the call of a function of these lines, one of which raised."""
    frames = [Frame(place="ada.py, line 2", function="accuracy", line=at)]
    failure = CheckFailedError("raised.exception", frames=frames, type=kind, message=message, place="")
    text = "def accuracy(y_hat, y):\n" + "".join(f"    {line}\n" for line in lines)
    written = Written(text=text, parameters=("y_hat", "y"))
    return Tried("call", "accuracy(y_hat, y)", ("y_hat", "y"), (VECTOR, VECTOR), failure=failure, written=written)


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("y_hat.shape[1] > 1", "second"),
        ("(y_hat.size(1) > 1)", "second"),
        ("y_hat.size(dim=1) != 1", "second"),
        ("len(y_hat) > 1 and y_hat.shape[1] > 1", "rows"),
        ("y_hat.shape[0] > 1 and y_hat.size(1) > 1", "rows"),
        ("y_hat.shape[1] > 1 and len(y_hat.shape) > 1", "late"),
        ("len(y_hat[0]) > 1 and y_hat.ndim > 1", "late"),
        ("len(y_hat[0]) > 1", "late"),
        ("y_hat[0].numel() > 1", "late"),
        ("len(y_hat[0, :]) > 1 and y_hat.dim() == 2", "late"),
    ],
)
def test_a_condition_that_raises_itself(condition: str, kind: str) -> None:
    line = f"if {condition}:"
    apart = tried(line, f"    {TAKEN}", at=line)
    one_line = f"{TAKEN} if {condition} else y_hat"

    assert guard_of(apart) == kind
    assert guard_of(tried(one_line, at=one_line)) == kind
    assert guarded_as(kind)(apart)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((TAKEN,), "none"),
        (("if y.ndim > 5:", "    pass", TAKEN), ""),
        (("if averaged:", f"    {TAKEN}"), "none"),
        (("if len(y_hat) > 1:", f"    {TAKEN}"), "rows"),
        (("n = y_hat.shape[0]", "if n > 1:", f"    {TAKEN}"), "rows"),
        (("if len(y_hat.shape) >= 1:", f"    {TAKEN}"), "through"),
        (("if y_hat.ndim == 2 or len(y_hat) > 1:", f"    {TAKEN}"), "through"),
        (("if y_hat.dim() == 3:", "    pass", "else:", f"    {TAKEN}"), "through"),
        (("if y_hat.dtype == torch.float32:", f"    {TAKEN}"), "through"),
        (("while y_hat.ndim > 0:", f"    {TAKEN}"), "through"),
        (("if y_hat.ndim > 1:", "    pass", TAKEN), ""),
        (("try:", f"    {TAKEN}", "except ValueError:", "    pass"), ""),
    ],
)
def test_a_condition_that_lets_the_line_run(lines: tuple[str, ...], kind: str) -> None:
    assert guard_of(tried(*lines)) == kind


def test_a_condition_that_has_a_name_of_its_own() -> None:
    line = "matrix = y_hat.shape[1] > 1 and y_hat.ndim > 1"

    assert guard_of(tried(line, "if matrix:", f"    {TAKEN}", at=line)) == "late"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("IndexError", "too many indices for tensor of dimension 1"),
        ("TypeError", "len() of a 0-d tensor"),
        ("TypeError", "iteration over a 0-d tensor"),
        ("IndexError", "Dimension out of range (expected to be in range of [-1, 0], but got 1)"),
        ("ValueError", "not enough values to unpack (expected 2, got 1)"),
        ("AxisError", "axis 1 is out of bounds for array of dimension 1"),
    ],
)
def test_every_way_to_miss_a_dimension_is_known(kind: str, message: str) -> None:
    assert no_dimension(tried(TAKEN, kind=kind, message=message)) is True
    assert no_dimension(tried(TAKEN, kind="ZeroDivisionError", message="division by zero")) is False
