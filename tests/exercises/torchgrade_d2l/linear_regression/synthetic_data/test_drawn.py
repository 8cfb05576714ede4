"""Parameters are in their ranges, and no order of a right sum rounds by more than the bound."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.linear_regression.synthetic_data.drawn import Drawn, copied_rows, parameters, read

W = torch.tensor([2.5, -1.25])
B = 4.25


def made(w: torch.Tensor, b: float, n: int, seed: int = 3) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return X (n, d) float32, noise (n,) float64 and their exact y (n,) float64."""
    tensors = Tensors(seed)
    X = tensors.normal(n, len(w))
    noise = 0.01 * tensors.normal(n, dtype=torch.float64)
    return X, noise, X.double() @ w.double() + b + noise


def drawn(X: torch.Tensor, y: torch.Tensor) -> Drawn:
    return read(W, B, len(X), (X, y))


@pytest.mark.parametrize("d", [1, 2, 3, 5, 7])
def test_parameters_keep_to_the_ranges_of_the_contract(d: int) -> None:
    for seed in range(200):
        w, b = parameters(Tensors(seed), d)

        assert (w.shape, w.dtype) == ((d,), torch.float32)
        assert bool(((w.abs() >= 0.5) & (w.abs() <= 3)).all())
        assert float(w.norm()) >= 2
        assert 1 <= abs(b) <= 5


@pytest.mark.parametrize("d", [1, 2, 3])
def test_no_two_planes_of_different_mistakes_are_near_each_other(d: int) -> None:
    drawn_parameters = [parameters(Tensors(seed), d) for seed in range(300)]

    assert min(abs(b * float(w.sum() - 1)) for w, b in drawn_parameters) > 0.25
    assert d == 1 or min(float(w.sort().values.diff().min()) for w, _ in drawn_parameters) > 0.25
    assert {b > 0 for _, b in drawn_parameters} == {True, False}


def test_labels_that_follow_x_weakly_or_by_its_squares_are_not_unrelated() -> None:
    X, noise, _ = made(W, B, 2000)

    assert not drawn(X, X.double() @ W.double() * 0.01 + B + noise).unrelated
    assert not drawn(X, X.double() ** 2 @ W.double() + B).unrelated
    assert drawn(X, noise + B).unrelated
    assert drawn(X, torch.zeros(2000)).unrelated


SUMS = {
    "matmul": lambda X, w, b, e: X @ w + b + e.float(),
    "noise first": lambda X, w, b, e: e.float() + b + X @ w,
    "terms one by one": lambda X, w, b, e: sum((X[:, j] * w[j] for j in range(len(w))), e.float()) + b,
    "backwards": lambda X, w, b, e: sum((X[:, j] * w[j] for j in reversed(range(len(w)))), torch.zeros(())) + e + b,
    "in float64": lambda X, w, b, e: (X.double() @ w.double() + b + e).float(),
    "noise times its size": lambda X, w, b, e: X.mv(w).add(b) + 0.01 * (e / 0.01).float(),
}


@pytest.mark.parametrize("d", [1, 2, 7])
@pytest.mark.parametrize("order", SUMS)
def test_no_order_of_the_sum_rounds_by_more_than_the_bound(order: str, d: int) -> None:
    for seed in range(5):
        w, b = parameters(Tensors(seed), d)
        X, noise, _ = made(w, b, 20_000, seed)
        data = read(w, b, len(X), (X, SUMS[order](X, w, b, noise).float()))

        assert bool(((data.noise - noise).abs() <= data.rounding).all())


def test_features_rounded_after_use_stay_within_the_bound_too() -> None:
    tensors = Tensors(9)
    X, noise = tensors.normal(20_000, 2, dtype=torch.float64), 0.01 * tensors.normal(20_000, dtype=torch.float64)
    data = drawn(X.float(), (X @ W.double() + B + noise).float())

    assert bool(((data.noise - noise).abs() <= data.rounding).all())


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e38])
def test_numbers_that_cannot_be_judged_fail(number: float) -> None:
    X, _, y = made(W, B, 50)
    y[7] = number

    with pytest.raises(CheckFailedError) as failed:
        drawn(X, y)

    assert failed.value.message_id == "synthetic_data.not_finite"


def test_copied_rows_are_counted_and_chance_ties_of_one_column_apart() -> None:
    X = made(W, B, 100)[0]
    tied = X.clone()
    tied[:50, 0] = tied[50:, 0]

    assert copied_rows(X.double()) == (0, 0)
    assert copied_rows(X[:50].repeat(2, 1).double()) == (50, 50)
    assert copied_rows(tied.double()) == (0, 50)
