"""Every mistake of ``evaluate_accuracy`` gives another number than the accuracy, and hostile results fail."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.softmax_regression.evaluate_accuracy.batches import (
    EVEN,
    UNEVEN,
    batches,
    counts,
    data_sets,
    regrouped,
    scores,
)
from torchgrade_d2l.softmax_regression.evaluate_accuracy.checks import assert_accuracy, assert_same
from torchgrade_d2l.softmax_regression.evaluate_accuracy.measures import (
    ALIKE_IF_EVEN,
    MISTAKES,
    Measure,
    accuracy,
    assumed_size,
    last_rows,
    mean_of_ratios,
    sum_of_ratios,
)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Use one thread, as judges do: with tensors this small more of them only wait."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize(
    ("groups", "measures"), [(EVEN, [m for m in MISTAKES if m not in ALIKE_IF_EVEN]), (UNEVEN, [*MISTAKES])]
)
def test_every_mistake_differs_from_the_accuracy_on_both_data_sets_and_from_every_other_on_one(
    groups: tuple[tuple[int, ...], ...], measures: list[Measure]
) -> None:
    for seed in range(10):
        both = data_sets(Tensors(seed), groups)
        numbers = [
            [accuracy(counts(one)), accuracy(counts(one, -1)), *(mistake(counts(one)) for mistake in measures)]
            for one in both
        ]
        assert all(abs(wrong - one[0]) > 1e-4 for one in numbers for wrong in one[1:]), seed
        for a, b in itertools.combinations(zip(*numbers, strict=True), 2):
            assert max(abs(x - y) for x, y in zip(a, b, strict=True)) > 1e-4, seed


def test_even_batches_hide_an_average_of_their_accuracies() -> None:
    for one in data_sets(Tensors(3)):
        made = counts(one)
        assert mean_of_ratios(made) == pytest.approx(accuracy(made))
        assert assumed_size(made) == pytest.approx(accuracy(made))
        assert last_rows(made) == pytest.approx(sum_of_ratios(made))


def test_regrouped_batches_have_the_same_rows_in_two_unequal_batches() -> None:
    one = data_sets(Tensors(3))[0]
    other = regrouped(one)
    assert counts(other).rows == (13, 2)
    assert counts(other).all_right == counts(one).all_right
    assert torch.equal(torch.cat(other["images"]), torch.cat(one["images"]))


def test_no_rounding_changes_a_prediction() -> None:
    for seed in range(10):
        for y_hat in scores(batches(Tensors(seed), (300, 7, 40), 13, 30)):
            ordered = y_hat.sort(dim=1).values
            assert float((ordered[:, -1] - ordered[:, -2]).min()) > 1e-3, seed
            assert float((ordered[:, 1] - ordered[:, 0]).min()) > 1e-3, seed


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "0.5",
        [0.5],
        {},
        float("nan"),
        float("inf"),
        torch.tensor(3j),
        torch.ones(3),
        torch.zeros(0),
    ],
)
def test_a_result_of_any_other_kind_fails(value: Any) -> None:
    with pytest.raises(CheckFailedError):
        assert_accuracy(value, data_sets(Tensors(1))[0])


@pytest.mark.parametrize(
    "after", [None, [], [torch.ones(2)] * 3, [None], ["x"], [torch.ones(3)], [torch.ones(2).double()]]
)
def test_tensors_of_another_form_are_changed_ones(after: Any) -> None:
    with pytest.raises(CheckFailedError):
        assert_same(after, {"W": torch.ones(2)})


def test_tensors_that_stayed_are_accepted() -> None:
    assert_same([torch.ones(2)], {"W": torch.ones(2)})
