"""Data set of one call of ``synthetic_data``: its parameters, its numbers, and the noise around the plane."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch

from torchgrade.checking.assertions import assert_tensor
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Student
from torchgrade.checking.statistics import MAX_SCORE, correlation_score
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase

NOISE_SD = 0.01
FEATURES, LABELS = phrase("what.features_named", name="X"), phrase("what.labels_named", name="y")
"""Words for the two values of the result."""
FIT_TOLERANCE = 0.1
"""Largest distance of a fitted coefficient from the requested one."""
PROBE = 11
"""Rows of the first, small call, because an (n, n) result is cheap there."""
_UNIT = 2.0**-24  # half the distance from 1 to the next float32
_SMALLEST_SPREAD = 1e-10
_LARGEST = 1e30


@dataclass(frozen=True)
class Drawn:
    """One data set."""

    w: torch.Tensor
    """Weights (d,) float64."""
    b: float
    X: torch.Tensor
    """Features (n, d) float64."""
    y: torch.Tensor
    """Labels (n,) float64."""

    @cached_property
    def beyond(self) -> torch.Tensor:
        """Bias and noise, y - Xw, (n,)."""
        return self.y - self.X @ self.w

    @cached_property
    def fit(self) -> tuple[torch.Tensor, float]:
        """Weights (d,) and bias that least squares find.

        The fit finds the smallest change of the requested w and b. Otherwise repeated columns, which leave w open,
        would fail.
        """
        table = torch.cat([self.X, torch.ones(len(self.X), 1, dtype=torch.float64)], dim=1)  # (n, d + 1)
        products = table.T @ table, table.T @ (self.beyond - self.b)
        # Use numpy, because the first use of torch.linalg costs more than all checks of the exercise together.
        change = torch.from_numpy(np.linalg.lstsq(*(p.numpy() for p in products), rcond=_SMALLEST_SPREAD)[0])
        return self.w + change[:-1], self.b + float(change[-1])

    @cached_property
    def along_w(self) -> bool:
        """Whether the fitted weights are near enough to w, whatever the bias is."""
        return bool(((self.fit[0] - self.w).abs() <= FIT_TOLERANCE).all())

    @cached_property
    def varied(self) -> bool:
        """Whether no column of X has the same number in every row, which would leave its weight open."""
        return not bool(self.X.eq(self.X[0]).all(0).any())

    @cached_property
    def unrelated(self) -> bool:
        """Whether y depends on no column of X, nor on its square; small weights count as a relation too."""
        if not self.varied:
            return False
        scores = [correlation_score(self.y, column) for X in (self.X, self.X**2) for column in X.T]
        # Use `not any`, because the score of a constant y is NaN, and a constant y depends on no column.
        return not any(abs(score) > MAX_SCORE for score in scores)

    @cached_property
    def on_plane(self) -> bool:
        """Whether the fit is near enough to w and b."""
        return self.along_w and abs(self.fit[1] - self.b) <= FIT_TOLERANCE

    @cached_property
    def noise(self) -> torch.Tensor:
        """Distance of y from the plane, (n,): the requested plane, or the fitted one if it differs.

        A wrong w or b must fail the check of the line only.
        """
        if self.on_plane:
            return self.beyond - self.b
        w, b = self.fit
        return self.y - self.X @ w - b

    @cached_property
    def rounding(self) -> torch.Tensor:
        """Largest difference of each entry of the noise from the drawn one, (n,).

        In float32, and for any order of the sum of d products, b and the noise, no term is rounded more than d + 4
        times. These are the term itself, its product, d + 1 sums and the result. Each rounding is at most 2^-24 of a
        partial sum.
        """
        sizes = self.X.abs() @ self.w.abs() + abs(self.b) + self.noise.abs()
        return (len(self.w) + 4) * _UNIT * sizes

    @cached_property
    def has_noise(self) -> bool:
        """Whether the noise differs between rows by more than rounding can."""
        return float(self.noise.std()) > float(self.rounding.max())


def copied_rows(X: torch.Tensor) -> tuple[int, int]:
    """Return how many rows of X (n, d) equal another row, and how many do at least in column 0.

    After sorting by column 0, a row counts if it equals the row before it.
    """
    ordered = X[X[:, 0].argsort()]
    same = ordered[1:] == ordered[:-1]
    return int(same.all(1).sum()), int(same[:, 0].sum())


def parameters(tensors: Tensors, d: int) -> tuple[torch.Tensor, float]:
    """Return w (d,) float32 with 0.5 <= |w_j| <= 3 and a norm of at least 2, and b with 1 <= |b| <= 5.

    If d is at most 3, no two weights are within 0.25 of each other, because a swap must show. Their sum is not within
    0.25 of 1, because b added to X must differ from b added to y.
    """
    w = torch.empty(0)
    for _ in range(50):
        sizes = 0.5 + 2.5 * tensors.uniform(d)
        sizes[0] = 2 + tensors.uniform(1)[0]
        w = sizes * (2 * tensors.integers(0, 2, d) - 1)
        gaps = torch.cat([w.sort().values.diff(), (w.sum() - 1).abs().reshape(1)])
        if d > 3 or float(gaps.min()) > 0.25:
            break
    size = 1 + 4 * float(tensors.uniform(1))
    return w, size if int(tensors.integers(0, 2, 1)) else -size


@contextmanager
def explained() -> Iterator[None]:
    """Explain the exception of a function that treats w as a matrix."""
    try:
        yield
    except CheckFailedError as error:
        text = str(error.values.get("message", ""))
        if error.message_id != "raised.exception" or "must be a matrix" not in text:
            raise
        values = {name: error.values[name] for name in ("type", "place", "message")}
        raise CheckFailedError("synthetic_data.matrix", frames=error.frames, **values) from error


def call_each(student: Student, *several: tuple[torch.Tensor, float, int]) -> Iterator[Answer]:
    """Yield the answer to each call; explain the exception if the function treats w as a matrix."""
    answers = student.call_each(*several)
    for _ in several:
        with explained():
            answer = next(answers)
        yield answer


def pair(answer: Answer) -> tuple[Any, Any]:
    """Return the two tensors of the result, whatever their shapes are."""
    value = answer.value
    if value is None:
        assert_tensor(value, "synthetic_data.what.data_set")
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise CheckFailedError("synthetic_data.pair", got=view(value))
    return assert_tensor(value[0], FEATURES), assert_tensor(value[1], LABELS)


def read(w: torch.Tensor, b: float, n: int, value: tuple[torch.Tensor, torch.Tensor]) -> Drawn:
    """Return the data set with its numbers in their places; only their count must be right (contracts 0.4)."""
    d, (X, y) = len(w), value
    if X.numel() != n * d or y.numel() != n:
        raise CheckFailedError(
            "synthetic_data.sizes", n=n, d=d, X_shape=list(X.shape), y_shape=list(y.shape),
            want_X=[n, d], want_y=[n, 1],
        )  # fmt: skip
    # Examples in columns are a wrong shape, but the numbers can still be found.
    table = X.T if list(X.shape) == [d, n] else X.reshape(n, d)
    drawn = Drawn(w.to(torch.float64), b, table.to(torch.float64), y.reshape(n).to(torch.float64))
    # NaN fails this comparison too; larger numbers would overflow in the statistics.
    if not bool((drawn.X.abs() <= _LARGEST).all() and (drawn.y.abs() <= _LARGEST).all()):
        raise CheckFailedError("synthetic_data.not_finite")
    return drawn


def ask(student: Student, w: torch.Tensor, b: float, n: int) -> Drawn:
    """Return one data set of n rows."""
    with explained():
        answer = student.call(w, b, n)
    return read(w, b, n, pair(answer))


def draw(student: Student, tensors: Tensors, d: int, n: int) -> Drawn:
    """Return a data set of n rows for new parameters, after a small one."""
    w, b = parameters(tensors, d)
    ask(student, w, b, PROBE)
    return ask(student, w, b, n)
