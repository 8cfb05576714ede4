"""What is drawn and measured: parameters in their ranges, fits, and a bound on rounding that really is one."""

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

        assert w.shape == (d,)
        assert w.dtype == torch.float32
        assert bool(((w.abs() >= 0.5) & (w.abs() <= 3)).all())
        assert float(w.norm()) >= 2
        assert 1 <= abs(b) <= 5


@pytest.mark.parametrize("d", [2, 3])
def test_no_weight_can_be_taken_for_another(d: int) -> None:
    gaps = [float(parameters(Tensors(seed), d)[0].sort().values.diff().min()) for seed in range(300)]

    assert min(gaps) > 0.25


@pytest.mark.parametrize("d", [1, 2, 3])
def test_b_added_to_the_features_never_gives_the_same_plane(d: int) -> None:
    shifts = [abs(b * float(w.sum() - 1)) for w, b in (parameters(Tensors(seed), d) for seed in range(300))]

    assert min(shifts) > 0.25


def test_both_signs_of_b_come() -> None:
    signs = {parameters(Tensors(seed), 2)[1] > 0 for seed in range(40)}

    assert signs == {True, False}


def test_the_fit_finds_the_parameters() -> None:
    X, _, y = made(W, B, 2000)
    data = drawn(X, y)

    assert data.fit[0].tolist() == pytest.approx(W.tolist(), abs=0.002)
    assert data.fit[1] == pytest.approx(B, abs=0.002)
    assert data.on_plane


def test_the_fit_finds_other_parameters_where_the_data_have_others() -> None:
    X, _, y = made(torch.tensor([-1.0, 3.0]), 0.0, 2000)
    data = drawn(X, y)

    assert data.fit[0].tolist() == pytest.approx([-1, 3], abs=0.002)
    assert data.fit[1] == pytest.approx(0, abs=0.002)
    assert not data.along_w


def test_labels_that_follow_x_weakly_or_by_its_squares_are_not_unrelated() -> None:
    X, noise, _ = made(W, B, 2000)

    assert not drawn(X, X.double() @ W.double() * 0.01 + B + noise).unrelated
    assert not drawn(X, X.double() ** 2 @ W.double() + B).unrelated
    assert drawn(X, noise + B).unrelated
    assert drawn(X, torch.zeros(2000)).unrelated


def test_equal_columns_leave_the_fit_where_it_belongs() -> None:
    X = made(W, B, 2000)[0][:, :1].repeat(1, 2)
    data = drawn(X, X.double() @ W.double() + B)

    assert data.on_plane


def test_a_forgotten_b_leaves_the_noise_as_it_is() -> None:
    X, noise, y = made(W, B, 2000)
    data = drawn(X, y - B)

    assert not data.on_plane
    assert float((data.noise - noise).abs().max()) < 0.002


def test_around_the_plane_asked_for_a_shift_of_the_noise_stays_visible() -> None:
    X, noise, y = made(W, B, 2000)

    assert float(drawn(X, y + 0.05).noise.mean() - noise.mean()) == pytest.approx(0.05)


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


@pytest.mark.parametrize(
    ("shapes", "fits"),
    [(((50, 2), (50, 1)), True), (((50, 2), (50,)), True), (((2, 50), (1, 50)), True), (((50, 2), (50, 50)), False)],
    ids=["right", "flat", "in columns", "table"],
)
def test_only_the_count_of_numbers_must_be_right(shapes: tuple[tuple[int, ...], ...], fits: bool) -> None:
    X, _, y = made(W, B, 50)
    X = X.T if shapes[0] == (2, 50) else X
    y = y.reshape(shapes[1]) if fits else torch.zeros(shapes[1])
    try:
        data = read(W, B, 50, (X, y))
    except CheckFailedError as failed:
        assert (failed.message_id, fits) == ("synthetic_data.sizes", False)
    else:
        assert fits
        assert data.on_plane


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
