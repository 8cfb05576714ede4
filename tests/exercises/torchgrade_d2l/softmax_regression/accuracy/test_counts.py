"""Draws tell the right count from every known mistake, and a result's number is read whatever its type."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.accuracy import counts

Y_HAT = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5], [0.9, 0.05, 0.05]])
Y = torch.tensor([2, 1, 0])


def test_the_right_count_takes_scores_and_classes() -> None:
    assert counts.right(Y_HAT, Y) == 2.0
    assert counts.right(torch.tensor([2.0, 2.0, 0.0]), Y) == 2.0


@pytest.mark.parametrize("seed", range(30))
def test_no_mistake_counts_right_in_any_draw(seed: int) -> None:
    tensors = Tensors(seed)
    for mistakes, draws in (
        (counts.MATRIX, counts.matrices(tensors)),
        (counts.VECTOR, counts.vectors(tensors)),
    ):
        for y_hat, y in draws:
            want = counts.right(y_hat, y)
            assert 1 < want < len(y)
            for name, mistake in mistakes.items():
                try:
                    assert mistake(y_hat, y) != want, name
                except RuntimeError:
                    assert name in ("dim_0", "no_argmax")


@pytest.mark.parametrize("seed", range(30))
def test_one_index_for_the_whole_matrix_counts_something(seed: int) -> None:
    for y_hat, y in counts.matrices(Tensors(seed)):
        assert counts.flat_argmax(y_hat, y) > 0


@pytest.mark.parametrize("seed", range(30))
def test_leaving_out_the_first_or_the_last_row_shows(seed: int) -> None:
    y_hat, y = counts.matrix(Tensors(seed), 7, 4)

    assert counts.right(y_hat[1:], y[1:]) != counts.right(y_hat, y) != counts.right(y_hat[:-1], y[:-1])


def test_the_index_of_the_greatest_score_of_all_is_a_class() -> None:
    for y_hat, _ in counts.matrices(Tensors(7)):
        assert int(y_hat.argmax()) < y_hat.shape[1]


def test_draws_have_the_sizes_and_dtypes_of_the_contract() -> None:
    tensors = Tensors(1)
    matrices, vectors = list(counts.matrices(tensors)), list(counts.vectors(tensors))

    assert [(*y_hat.shape,) for y_hat, _ in matrices] == [(7, 4), (5, 5), (12, 3), (40, 6), (7, 4)]
    assert float(matrices[4][0].max()) < -40
    assert [y_hat.dtype for y_hat, _ in vectors] == [torch.int64] * 3 + [torch.float32] * 3 + [torch.int64]
    assert len(vectors[-1][0]) > 256
    assert {y.dtype for _, y in matrices + vectors} == {torch.int64}


def test_a_single_row_is_right_or_wrong_and_no_score_is_a_label() -> None:
    drawn = list(counts.rows(Tensors(2)))

    assert [counts.right(y_hat, y) for y_hat, y in drawn] == [1.0, 0.0, 1.0] * 2
    for y_hat, y in drawn:
        assert y_hat.shape == (1, 5)
        assert float(y_hat.min()) >= 20
        assert 0 <= int(y) < 5


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3.0, 3.0),
        (3, 3.0),
        (torch.tensor(3), 3.0),
        (torch.tensor([3.0]), 3.0),
        (Opaque("float64", "shape (), float64", 3.0), 3.0),
        (Opaque("function"), None),
        (True, None),
        (torch.tensor(True), None),
        (torch.tensor(3j), None),
        (torch.ones(2), None),
        ("3", None),
        (None, None),
        ([3.0], None),
    ],
)
def test_a_number_is_read_whatever_its_type(value: Any, number: float | None) -> None:
    assert counts.number(value) == number
