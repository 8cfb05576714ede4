"""Whatever an object yields is an epoch or a failed check; a right epoch passes and has no symptom of a mistake."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.protocol.messages import Opaque, Scalar
from torchgrade_d2l.linear_regression.load_array.checks import SIZES, assert_enough, assert_epoch
from torchgrade_d2l.linear_regression.load_array.loops import draw, epoch_of, epochs_of
from torchgrade_d2l.linear_regression.load_array.mistakes import mistake


def right_items(arrays: tuple[torch.Tensor, ...], batch_size: int) -> list[list[torch.Tensor]]:
    rows = torch.randperm(len(arrays[0]), generator=torch.Generator().manual_seed(7))
    return [[array[j] for array in arrays] for j in rows.split(batch_size)]


@pytest.mark.parametrize(("n", "batch_size"), SIZES)
@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_right_epoch_passes(n: int, batch_size: int, count: int) -> None:
    arrays = draw(Tensors(3), n, count)

    assert_epoch(epoch_of(right_items(arrays, batch_size), arrays, batch_size))


@pytest.mark.parametrize(
    "item",
    [
        None,
        3,
        Opaque("Loader"),
        [],
        [torch.zeros(())],
        [torch.zeros(()), torch.zeros(())],
        [torch.zeros(3), torch.zeros(1)],
        [torch.zeros(2, 3), torch.zeros(3, 1)],
        [torch.zeros(2, 3, dtype=torch.complex64), torch.zeros(2, 1)],
        [torch.full((2, 3), float("nan")), torch.zeros(2, 1)],
        [torch.full((2, 3), 1e300, dtype=torch.float64), torch.full((2, 1), float("inf"))],
        [torch.zeros(0, 3), torch.zeros(0, 1)],
        [torch.zeros(2, 3, dtype=torch.bool), torch.zeros(2, 1, dtype=torch.bool)],
        (torch.zeros(2, 3), torch.zeros(2, 1), torch.zeros(2)),
    ],
    ids=repr,
)
def test_an_item_of_another_form_fails_the_check(item: Any) -> None:
    arrays = draw(Tensors(3), 20)

    with pytest.raises(CheckFailedError):
        assert_epoch(epoch_of([item], arrays, 5))
    with pytest.raises(CheckFailedError):
        assert_enough(epoch_of([item], arrays, 5))


@pytest.mark.parametrize("result", [{}, {"loops": None}, {"loops": [[]]}, {"loops": [[], 3]}, {"loops": {}}], ids=repr)
def test_a_result_without_the_loops_fails_the_check(result: dict[str, Any]) -> None:
    with pytest.raises(CheckFailedError):
        epochs_of(result, draw(Tensors(3), 20), 5, 2)


@pytest.mark.parametrize("check", ["batches", "again", "train_order", "eval_order", "arrays"])
@pytest.mark.parametrize(("n", "batch_size"), SIZES)
def test_a_right_epoch_is_none_of_the_mistakes(check: str, n: int, batch_size: int) -> None:
    arrays = draw(Tensors(3), n)
    answer = Answer(value=right_items(arrays, batch_size), node=Scalar(None), after=(arrays, batch_size))
    names = ("data_arrays", "batch_size", "is_train")
    tried = Tried("iterate", "load_array(…)", names, (arrays, batch_size), answer=answer, written=Written(text=""))

    assert [
        one.id for one in mistake.misconceptions() if f"load_array.{check}" in one.checks and _shows(one, tried)
    ] == []


def _shows(misconception: Any, tried: Tried) -> bool:
    try:
        return bool(misconception.symptom(tried))
    except Exception:  # noqa: BLE001 - a diagnosis takes any exception of a symptom for "no"
        return False
