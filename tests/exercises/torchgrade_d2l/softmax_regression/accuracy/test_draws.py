"""Draws tell the right count from that of the commonest mistakes, so that no mistake passes by luck."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.accuracy import draws
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy


@pytest.mark.parametrize("seed", range(20))
def test_no_mistake_counts_right_in_any_draw(seed: int) -> None:
    tensors = Tensors(seed)
    for mistakes, drawn in ((draws.MATRIX, draws.matrices(tensors)), (draws.VECTOR, draws.vectors(tensors))):
        for y_hat, y in drawn:
            want = accuracy(y_hat, y)
            assert 1 < want < len(y)
            for mistake in mistakes:
                try:
                    assert mistake(y_hat, y) != want
                except RuntimeError as error:
                    assert "must match" in str(error)


def test_the_index_of_the_greatest_score_of_all_is_a_class_that_is_counted() -> None:
    for y_hat, y in draws.matrices(Tensors(7)):
        assert int((y_hat.argmax() == y).sum()) > 0


def test_draws_have_the_sizes_and_dtypes_of_the_contract() -> None:
    tensors = Tensors(1)
    matrices, vectors = list(draws.matrices(tensors)), list(draws.vectors(tensors))

    assert [(*y_hat.shape,) for y_hat, _ in matrices] == [(7, 4), (5, 5), (12, 3), (40, 6), (7, 4)]
    assert float(matrices[4][0].max()) < -40
    assert [y_hat.dtype for y_hat, _ in vectors] == [torch.int64] * 3 + [torch.float32] * 3 + [torch.int64]
    assert len(vectors[-1][0]) > 256
    assert {y.dtype for _, y in matrices + vectors} == {torch.int64}


def test_a_single_row_is_correct_or_wrong_and_no_score_is_a_label() -> None:
    drawn = list(draws.rows(Tensors(2)))

    assert [accuracy(y_hat, y) for y_hat, y in drawn] == [1.0, 0.0, 1.0] * 2
    for y_hat, y in drawn:
        assert y_hat.shape == (1, 5)
        assert float(y_hat.min()) >= 20
        assert 0 <= int(y) < 5
