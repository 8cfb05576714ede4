"""Tests of the logits and labels that the losses of logits are asked for."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.labelled_logits import (
    OTHER_SIZES,
    SIZES,
    SQUARE,
    SQUARE_LABELS,
    draw,
    labelled,
    labelled_also_without_last_class,
    labelled_whole_and_part,
)


@pytest.mark.parametrize(("n", "q"), [*SIZES, *OTHER_SIZES])
def test_a_draw_confuses_no_one_hot_label_predicted_label_or_column(n: int, q: int) -> None:
    for seed in range(30):
        logits, y = draw(Tensors(seed), n, q)

        assert (logits.shape, logits.dtype) == ((n, q), torch.float32)
        assert F.one_hot(y).shape == logits.shape
        assert n == 1 or not torch.equal(logits.argmax(1), y)
        assert n == 1 or len(set(y.tolist())) > 1


def test_every_size_is_drawn_in_the_given_dtype() -> None:
    found = [(logits.shape, logits.dtype) for logits, _ in labelled(Tensors(0), torch.float64)]

    assert found == [(size, torch.float64) for size in SIZES]


def test_a_single_batch_of_the_shape_lacks_the_last_class() -> None:
    for seed in range(30):
        widths = [
            (F.one_hot(y).shape[1], logits.shape[1]) for logits, y in labelled_also_without_last_class(Tensors(seed))
        ]

        assert [one_hot - q for one_hot, q in widths] == [0, 0, 0, 0, -1]
        assert all(F.one_hot(y).shape == logits.shape for logits, y in labelled_whole_and_part(Tensors(seed)))


def test_the_square_logits_have_a_class_beside_each_label() -> None:
    rows = range(len(SQUARE))

    assert not torch.equal(SQUARE[rows, SQUARE_LABELS], SQUARE[SQUARE_LABELS, rows])
    assert int(SQUARE_LABELS.max()) + 1 < SQUARE.shape[1]
