"""Symptoms of a wrong plane: equal to that of a wrong way, pulled to 0, through some rows only, or badly rounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, requests
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.linear_regression.normal_equation.oracle import precisely
from torchgrade_d2l.linear_regression.normal_equation.planes import plane

_NEAR = {torch.float32: 2e-3, torch.float64: 1e-6}
"""Largest difference, relative to the larger of 1 and the number, of two ways to compute the same numbers."""
_NEAR_IN_FLOAT32 = 5e-2
_PARALLEL = 0.999
"""Smallest cosine between two vectors that are parallel except for rounding."""
_LONGEST = 400
"""Most characters of an exception that are searched."""
_INVERSES = frozenset({
    "inv", "inv_ex", "inverse", "pinv", "pinverse", "solve", "solve_ex", "cholesky", "cholesky_solve",
    "cholesky_inverse", "lu", "lu_factor", "lu_solve", "ldl_factor", "ldl_solve", "eigh", "eig", "matrix_power",
})  # fmt: skip
"""Functions that invert a square matrix or solve an equation with it."""
_OUTER = re.compile(
    r"\b(\w+) *(?:@|\.matmul\(|\.mm\(|\.dot\() *\1\.(?:T|t\(\)|mT|transpose)\b"
    r"|\b(?:matmul|mm|dot)\( *(\w+) *, *\2\.(?:T|t\(\)|mT|transpose)\b"
)
"""A product of a matrix with its own transpose, in this order."""
_SINGULAR = r"singular|not positive-definite|not full rank|ill-conditioned"


def solves(function: Callable[..., Any]) -> Symptom:
    """Return the symptom of a wrong twin, which returns the same numbers, or raises the same, in every call."""
    return lambda tried: all(_agrees(function, one) for one in requests(tried))


def _agrees(function: Callable[..., Any], tried: Tried) -> bool:
    if tried.verb != "call":
        return False
    try:
        want = function(*(argument.detach().clone() for argument in tried.arguments))
    except Exception as error:  # noqa: BLE001 - a wrong function may raise anything, as the student's does
        return tried.raised == f"{type(error).__name__}: {error}"
    return tried.answer is not None and _same(tried.answer.value, want, _NEAR[tried.arguments[0].dtype])


def _same(got: Any, want: Any, near: float) -> bool:
    """Return whether two results have the same parts, and in them the same numbers in order."""
    if isinstance(want, tuple):
        whole = isinstance(got, list | tuple) and len(got) == len(want)
        return whole and all(_same(a, b, near) for a, b in zip(got, want, strict=True))
    if not isinstance(got, torch.Tensor | float):
        return False
    a, b = (torch.as_tensor(value).detach().reshape(-1).to(torch.float64) for value in (got, want))
    return len(a) == len(b) and bool(((a - b).abs() <= near * b.abs().clamp(min=1)).all())


def found(tried: Tried) -> torch.Tensor:
    """Return w and b of a result in one tensor (d + 1, 1), float64; raise if it has another number of elements."""
    assert tried.answer is not None
    w, b = plane(tried.answer.value)
    assert w.numel() == tried.arguments[0].shape[1]
    both = torch.cat([w.reshape(-1).to(torch.float64), torch.as_tensor(b).reshape(-1).to(torch.float64)])
    return both.reshape(table(tried).shape[1], 1)


def table(tried: Tried) -> torch.Tensor:
    """Return [X, 1] of a call, (n, d + 1) in float64."""
    X = tried.arguments[0].to(torch.float64)
    return torch.cat([X, torch.ones(len(X), 1, dtype=torch.float64)], dim=1)


def _wanted(tried: Tried) -> torch.Tensor:
    w, b = precisely(*tried.arguments)
    return torch.cat([w, b.reshape(1, 1)])


def shrunk(tried: Tried) -> bool:
    """Return whether a constant was added to the diagonal of XᵀX, for the weights only or for the bias too.

    Then the gradient of the squared error is the constant times the coefficients. A few steps of gradient descent from
    0 look the same, so the text must not make them.
    """
    if descends(tried):
        return False
    theta, A = found(tried), table(tried)
    gradient = A.T @ (tried.arguments[1].to(torch.float64) - A @ theta)  # (d + 1, 1)
    of_weights = torch.cat([theta[:-1], torch.zeros(1, 1, dtype=torch.float64)])
    parallel = any(
        float((gradient * part).sum()) > _PARALLEL * float(gradient.norm()) * float(part.norm())
        for part in (theta, of_weights)
    )
    return parallel and not _same(theta, _wanted(tried), 1e-9)


def some_rows(tried: Tried) -> bool | dict[str, Value]:
    """Return how many of the first or of the last rows the plane is the right one for, if not for all."""
    X, y = tried.arguments
    theta, n = found(tried), len(X)
    # One row of many hardly moves the plane, so a rounded solution would be that of all rows but one.
    if _same(theta, _wanted(tried), 5 * _NEAR[X.dtype]):
        return False
    for k in range(X.shape[1] + 1, n):
        for rows in (slice(k), slice(n - k, n)):
            w, b = precisely(X[rows], y[rows])
            if _same(theta, torch.cat([w, b.reshape(1, 1)]), _NEAR[X.dtype]):
                return {"k": k, "n": n}
    return False


def descends(tried: Tried) -> bool:
    """Return whether the text has a loop of gradient steps, whatever they reached."""
    text = tried.written.text
    # An elimination subtracts rows, so only a name without an index counts.
    if re.search(r"\b(?:for|while)\b[\s\S]{0,400}?\n[ \t]+\w+ *-=[^\n]*(?:@|matmul|\.mm\()", text) is not None:
        return True
    steps = r"\.backward\(|\.grad\b|\boptim\b|\b(?:lr|learning_rate|alpha|eta|epochs?|num_epochs|n_iters?)\b"
    return re.search(r"\b(?:for|while)\b", text) is not None and re.search(steps, text) is not None


def takes_solve_wrongly(tried: Tried) -> bool:
    """Return whether the right side of the equations was given to ``solve`` as its matrix."""
    match = re.search(r"square matrices, but they are (\d{1,6}) by 1 matrices", tried.raised[:_LONGEST])
    return match is not None and int(match[1]) <= tried.arguments[0].shape[1] + 1


def is_not_square(tried: Tried) -> bool:
    """Return whether a matrix with a row for each example was inverted."""
    refused = re.search("must be batches of square matrices", tried.raised[:_LONGEST]) is not None
    return refused and not takes_solve_wrongly(tried)


def in_float32(tried: Tried) -> bool:
    """Return whether float64 arguments gave numbers that are or were float32, near the right ones."""
    theta = found(tried)
    assert tried.answer is not None
    rounded = torch.equal(theta.to(torch.float32).to(torch.float64), theta)
    return tried.arguments[0].dtype == torch.float64 and rounded and _same(theta, _wanted(tried), _NEAR_IN_FLOAT32)


def outer_product(tried: Tried) -> bool:
    """Return whether an (n, n) matrix was inverted, or multiplied by a matrix of d + 1 rows.

    Rounding may make the singular matrix invertible. Then the numbers are useless, and the text shows the product. A
    singular matrix alone proves nothing, because XᵀX of a column of zeros is singular too.
    """
    n, d = tried.arguments[0].shape
    product = _OUTER.search(tried.written.text) is not None
    if tried.answer is not None:
        inverts = not _INVERSES.isdisjoint(name.rpartition(".")[2] for name in tried.references)
        return inverts and product and not _same(found(tried), _wanted(tried), _NEAR_IN_FLOAT32)
    text = tried.raised[:_LONGEST]
    if re.search(_SINGULAR, text) is None:
        return f"mat1 and mat2 shapes cannot be multiplied ({n}x{n} and" in text
    element = re.search(r"(?:element|minor of order) (\d{1,6})", text)
    return product or (element is not None and int(element[1]) > d + 1)


def zero_column(tried: Tried) -> bool:
    """Return whether XᵀX was singular and the text appends zeros."""
    zeros = re.search(r"\b(?:new_)?zeros(?:_like)?\b", tried.written.text) is not None
    return zeros and re.search(_SINGULAR, tried.raised[:_LONGEST]) is not None and not outer_product(tried)


def no_solution(tried: Tried) -> bool:
    """Return whether the text solves by ``lstsq`` and takes parts of its result, which is a tuple."""
    value = tried.answer.value if tried.answer is not None else None
    calls = re.search(r"\blstsq\(", tried.written.text) is not None
    return calls and isinstance(value, list | tuple) and any(isinstance(part, list | tuple) for part in value)


def _parts(tried: Tried) -> tuple[torch.Tensor, torch.Tensor | float, int]:
    """Return w and b of a result, and the number of features."""
    assert tried.answer is not None
    return *plane(tried.answer.value), tried.arguments[0].shape[1]


def other_count(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of weights if it is neither that of the features nor 1 more."""
    w, b, d = _parts(tried)
    k = w.numel()
    one = isinstance(b, float) or b.numel() == 1
    return {"k": k, "d": d} if one and k != 1 and k not in (d, d + 1) else False


def bias_among_weights(tried: Tried) -> bool:
    """Return whether w has a number more than the features have columns, and all its numbers are right."""
    w, _, d = _parts(tried)
    want = _wanted(tried).reshape(-1)
    orders = (want, want.roll(1))
    return w.numel() == d + 1 and any(_same(w, one, _NEAR[tried.arguments[0].dtype]) for one in orders)


def bias_of_each_row(tried: Tried) -> bool:
    """Return whether the weights are right, and b has a number for each row."""
    w, b, d = _parts(tried)
    near = _NEAR[tried.arguments[0].dtype]
    rows = isinstance(b, torch.Tensor) and b.numel() == len(tried.arguments[0]) > 1
    return rows and w.numel() == d and _same(w, _wanted(tried)[:-1], near)


def squared(tried: Tried) -> bool:
    """Return whether XᵀX was singular, or was inverted so that rounding destroyed the weights of two similar columns.

    An error in the difference of these weights alone shows XᵀX too, whatever the text says.
    """
    if tried.answer is None:
        return re.search(_SINGULAR, tried.raised[:_LONGEST]) is not None
    error = found(tried) - _wanted(tried)
    along = abs(float(error[0] - error[-2])) / 2**0.5 > _PARALLEL * float(error.norm())
    inverts = not _INVERSES.isdisjoint(name.rpartition(".")[2] for name in tried.references)
    return (inverts or along) and not equalised(tried)


def equalised(tried: Tried) -> bool:
    """Return whether two nearly equal columns got nearly equal weights: a small singular value was cut off."""
    theta, want = found(tried), _wanted(tried)
    return abs(float(theta[0] - theta[-2])) < 1e-3 * abs(float(want[0] - want[-2]))


def flat(tried: Tried) -> bool | dict[str, Value]:
    """Return the shape of the weights if they are right and have one row or one dimension."""
    assert tried.answer is not None
    w, _ = plane(tried.answer.value)
    d = tried.arguments[0].shape[1]
    right = _same(found(tried), _wanted(tried), _NEAR[tried.arguments[0].dtype])
    return {"got_shape": list(w.shape)} if right and list(w.shape) in ([d], [1, d]) else False


def agrees(made: Tried, X: torch.Tensor, y: torch.Tensor) -> bool:
    """Return whether a call with the arguments in another order returned the right plane."""
    assert made.answer is not None
    w, b = plane(made.answer.value)
    return _same((w, b), precisely(X, y), _NEAR[X.dtype])
