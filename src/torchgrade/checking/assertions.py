"""Comparisons that report what differs, where and by how much.

NaN equals no number. Shapes must be equal and not merely broadcast. One mistake costs one kind of check: only
:func:`assert_form` judges shape and dtype (contracts 0.3 and 0.4).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy
import torch
from msgspec import structs

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.views import Beside, dtype_name, view
from torchgrade.model.phrases import Words, words
from torchgrade.model.results import Comparison, plain
from torchgrade.protocol.messages import Opaque

Tolerance = tuple[float, float]
"""Relative and absolute tolerance."""

RESULT = "what.result"
"""Entry that names the value of a call in a sentence; ``what`` of each assertion names another value."""

TOLERANCES: dict[torch.dtype, Tolerance] = {
    torch.float64: (1e-9, 1e-12),
    torch.float32: (1e-5, 1e-5),
    torch.bfloat16: (2e-2, 1e-2),
    torch.float16: (1e-2, 1e-3),
}
"""The default tolerance T of the contracts, by dtype."""


def assert_tensor(got: Any, what: Words = RESULT) -> torch.Tensor:
    """Return the value if it is a tensor. Raise with its real type otherwise."""
    if got is None:
        raise CheckFailedError("value.none", got=view(got), what=words(what))
    if not isinstance(got, torch.Tensor):
        kind = got.type if isinstance(got, Opaque) else type(got).__name__
        raise CheckFailedError("value.not_tensor", got=view(got), what=words(what), type=view(got).type or kind)
    if got.is_complex():
        raise CheckFailedError("value.complex", got=view(got), what=words(what), dtype=dtype_name(got))
    return got


def assert_form(got: Any, shape: Sequence[int], dtype: torch.dtype | None = None, what: Words = RESULT) -> None:
    """Check that a value is a tensor of exactly this shape and, if given, this dtype."""
    tensor = assert_tensor(got, what)
    if list(tensor.shape) != list(shape):
        raise CheckFailedError(
            "shape.differs",
            got=view(tensor),
            what=words(what),
            want=list(shape),
            got_shape=list(tensor.shape),
        )
    if dtype is not None:
        _assert_dtype(tensor, dtype, what)


def _assert_dtype(tensor: torch.Tensor, dtype: torch.dtype, what: Words) -> None:
    if tensor.dtype != dtype:
        expected = str(dtype).removeprefix("torch.")
        raise CheckFailedError(
            "dtype.differs",
            got=view(tensor),
            what=words(what),
            want=expected,
            got_dtype=dtype_name(tensor),
        )


def assert_precise(got: Any, want: torch.Tensor, tolerance: Tolerance | None = None, what: Words = RESULT) -> None:
    """Check that a result for float64 arguments is float64 and as precise. Another check judges its shape.

    :param tolerance: relative and absolute, if it is not the tolerance of float64.
    """
    tensor = assert_tensor(got, what)
    _assert_dtype(tensor, torch.float64, what)
    try:
        assert_close(tensor, want, tolerance, what)
    except CheckFailedError as error:
        found = error.comparison
        if found is None or compare(tensor.reshape(want.shape), want, *TOLERANCES[torch.float32]).mismatched:
            raise
        raise CheckFailedError(
            _of_one(found, "value.rounded"), got=error.got, expected=error.expected, comparison=found, what=words(what),
            index=found.worst_index, expected_value=found.worst_expected, got_value=found.worst_got,
        ) from error  # fmt: skip


@contextmanager
def float32_decides(dtype: torch.dtype) -> Iterator[None]:
    """Ignore an exception in float64, because a failure in float64 alone costs only the check of precision."""
    try:
        yield
    except CheckFailedError as error:
        if dtype != torch.float64 or error.message_id not in ("raised.exception", "raised.outside"):
            raise


def _less_precise(got: torch.Tensor, want: torch.Tensor) -> torch.dtype:
    order = [torch.bfloat16, torch.float16, torch.float32, torch.float64]
    known = [order.index(t.dtype) for t in (got, want) if t.dtype in order]
    return order[min(known)] if known else torch.float64


def assert_close(
    got: Any,
    want: torch.Tensor,
    tolerance: Tolerance | dict[torch.dtype, Tolerance] | None = None,
    what: Words = RESULT,
) -> None:
    """Check that the numbers equal those of ``want``, in order, whatever their shape.

    :param got: value from the worker; flattened if its number of elements is right.
    :param want: float64, made by the judge from the very numbers sent.
    :param tolerance: relative and absolute, or a table by dtype; the less precise of the two dtypes counts.
    """
    tensor = assert_tensor(got, what)
    if tensor.numel() != want.numel():
        raise CheckFailedError(
            "shape.elements", got=view(tensor), expected=view(want), what=words(what),
            expected_shape=list(want.shape), got_shape=list(tensor.shape),
        )  # fmt: skip
    table = TOLERANCES if tolerance is None else tolerance
    if isinstance(table, dict):
        dtype = _less_precise(tensor, want)
        table = table.get(dtype, TOLERANCES[dtype])
    if not is_close(tensor.reshape(want.shape), want, *table):
        comparison = compare(tensor.reshape(want.shape), want, *table)
        # Shown in the dtype of the result, because students need not know that the judge computes in float64.
        worst = comparison.worst_index
        wrong = _wrong(tensor.reshape(want.shape), want, *table)
        expected = structs.replace(view(want, worst, Beside(tensor, wrong)), dtype=dtype_name(tensor))
        got_view = view(tensor, worst if tensor.shape == want.shape else (), Beside(want, wrong))
        raise CheckFailedError(
            _difference_id(comparison), got=got_view, expected=expected,
            comparison=comparison, what=words(what), mismatched=comparison.mismatched, elements=comparison.elements,
            index=comparison.worst_index, expected_value=comparison.worst_expected, got_value=comparison.worst_got,
        )  # fmt: skip


def _difference_id(comparison: Comparison) -> str:
    if comparison.worst_got == "nan":
        return "value.nan"
    if isinstance(comparison.worst_got, str) and not isinstance(comparison.worst_expected, str):
        return "value.infinite"
    return _of_one(comparison, "value.differs")


def _of_one(comparison: Comparison, entry: str) -> str:
    """Return the entry for a scalar, which names no index and no other elements, or the entry itself."""
    return entry if comparison.worst_index else f"{entry}_alone"


def _deviation(a: torch.Tensor, b: torch.Tensor, rtol: float, atol: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the difference of two float64 tensors, element by element, and the largest allowed difference."""
    # An infinity allows no deviation, because rtol * inf would let every number pass, and 0 * inf is NaN.
    bound = atol + rtol * torch.where(b.isinf(), 0.0, b.abs())
    return torch.where(a == b, 0.0, (a - b).abs()), bound


def _wrong(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> torch.Tensor:
    """Return the places at which two tensors of equal shape differ by more than the tolerance."""
    difference, bound = _deviation(got.detach().to(torch.float64), want.detach().to(torch.float64), rtol, atol)
    return ~(difference <= bound)


def is_close(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> bool:
    """Return whether two tensors of equal shape agree everywhere, without the details of :func:`compare`.

    Infinities equal themselves, and NaN equals nothing.
    """
    return torch.allclose(got.detach().to(torch.float64), want.detach().to(torch.float64), rtol, atol)


def compare(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> Comparison:
    """Compare two tensors of equal shape element by element. Infinities equal themselves."""
    a, b = got.detach().to(torch.float64), want.detach().to(torch.float64)
    difference, bound = _deviation(a, b, rtol, atol)
    count = int((~(difference <= bound)).sum())
    if a.numel() == 0:
        return Comparison(
            elements=0, mismatched=0, worst_index=[], worst_expected=0.0, worst_got=0.0,
            greatest_difference=0.0, rtol=rtol, atol=atol,
        )  # fmt: skip
    # A NaN or an infinity is worse than any number. Among numbers the largest excess is the worst.
    badness = torch.where(difference.isnan(), math.inf, difference - bound)
    at = int(badness.reshape(-1).argmax())
    # numpy's, because the first use of torch's imports 485 modules.
    index = [int(i) for i in numpy.unravel_index(at, tuple(a.shape))] if a.ndim else []
    return Comparison(
        elements=a.numel(),
        mismatched=count,
        worst_index=index,
        worst_expected=plain(float(b.reshape(-1)[at])),
        worst_got=plain(float(a.reshape(-1)[at])),
        greatest_difference=plain(float(difference.reshape(-1)[at])),
        rtol=rtol,
        atol=atol,
    )


def assert_unchanged(before: Sequence[torch.Tensor], after: Sequence[Any], names: Sequence[str]) -> None:
    """Check that arguments equal the sent ones in shape, dtype and bits (contracts 0.8)."""
    for name, old, new in zip(names, before, after, strict=True):
        same = isinstance(new, torch.Tensor) and new.shape == old.shape and new.dtype == old.dtype
        if not same:
            raise CheckFailedError("argument.changed_form", expected=view(old), got=view(new), name=name)
        if torch.equal(new, old):
            continue
        both_nan = new.isnan() & old.isnan() if new.is_floating_point() else torch.zeros((), dtype=torch.bool)
        changed = ~((new == old) | both_nan)
        if bool(changed.any()):
            comparison = compare(new, old, 0.0, 0.0)
            worst = comparison.worst_index
            raise CheckFailedError(
                "argument.changed",
                expected=view(old, worst, Beside(new, changed)),
                got=view(new, worst, Beside(old, changed)),
                comparison=comparison,
                name=name,
            )
