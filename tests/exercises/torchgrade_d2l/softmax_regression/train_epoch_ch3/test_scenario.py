"""Every mistake in the two numbers of an epoch shows, and hostile results fail."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.softmax_regression.train_epoch_ch3.checks import assert_metrics, updates_of
from torchgrade_d2l.softmax_regression.train_epoch_ch3.measures import MISTAKES, right
from torchgrade_d2l.softmax_regression.train_epoch_ch3.scenario import (
    epoch_inputs,
    epoch_of,
    epochs_seen,
    numbers,
    states,
)
from torchgrade_d2l.softmax_regression.trainings import Way, replay

FORMS = ("custom", "optimizer")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Train with one thread, as judges do: with tensors this small more of them only wait."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize("form", FORMS)
def test_every_two_mistakes_in_the_numbers_differ(form: str) -> None:
    for seed in range(4):
        inputs = epoch_inputs(Tensors(seed), form)
        epoch = epoch_of(inputs, states(inputs))
        for a, b in itertools.combinations([right(epoch), *(mistake(epoch) for mistake in MISTAKES)], 2):
            assert max(abs(x - y) for x, y in zip(a, b, strict=True)) > 5e-4, seed


WAYS = {
    "custom": [Way(reduction="mean"), Way(sizes=(5,)), Way(sizes=(1,)), Way(sizes=(256,))],
    "optimizer": [Way(reduction="sum"), Way(clear="never")],
    "modes": [Way(mode="eval"), Way(mode="first_batch")],
}
COMMON = [Way(steps=False), Way(epochs=3), Way(used=(0, 1)), Way(used=(0, 2)), Way(used=(-1, None))]


@pytest.mark.parametrize("form", WAYS)
def test_every_wrong_epoch_ends_hundreds_of_tolerances_away(form: str) -> None:
    for seed in range(4):
        inputs = epoch_inputs(Tensors(seed), form)
        ends = [torch.cat([p.reshape(-1) for p in replay(inputs, way)]) for way in (Way(), *WAYS[form], *COMMON)]
        assert min(float((a - b).abs().max()) for a, b in itertools.combinations(ends, 2)) > 2e-3, seed


def answer(inputs: dict[str, Any], returned: Any, reduction: str = "") -> dict[str, Any]:
    """Return the result of a worker that trained with that reduction."""
    first = [inputs["W"], inputs["b"]]
    path = [first, *(replay(inputs, Way(stop=k, reduction=reduction)) for k in (1, 2, 3))]
    return {"returned": returned, "snapshots": path[:-1], "parameters": path[-1]}


def test_the_numbers_of_a_wrong_training_are_right_if_they_are_those_of_its_parameters() -> None:
    inputs = epoch_inputs(Tensors(1), "custom")
    given = answer(inputs, None, reduction="mean")
    _, own = epochs_seen(inputs, given)

    assert_metrics(inputs, {**given, "returned": right(own)})
    assert_metrics(inputs, {**given, "returned": torch.tensor(right(epoch_of(inputs, states(inputs))))})
    with pytest.raises(CheckFailedError):
        assert_metrics(inputs, {**given, "returned": right(own)[::-1]})


NO_PAIRS = (
    None,
    1.0,
    [],
    [1.0],
    [1.0, None],
    [1.0, "x"],
    (1.0, 2.0, 3.0),
    {"loss": 1.0},
    torch.ones(3),
    torch.ones(1, 2),
)


@pytest.mark.parametrize("value", [*NO_PAIRS, [float("nan"), 0.5], [float("inf"), float("inf")], torch.ones(2) * 1j])
def test_a_result_of_any_other_kind_fails(value: Any) -> None:
    inputs = epoch_inputs(Tensors(1), "custom")
    with pytest.raises(CheckFailedError):
        assert_metrics(inputs, answer(inputs, value))


def test_two_numbers_of_any_type_are_a_pair() -> None:
    assert numbers([1, torch.tensor(0.5)]) == numbers(torch.tensor([1.0, 0.5])) == (1.0, 0.5)


@pytest.mark.parametrize(
    "parameters", [None, 3, [], [torch.ones(2)] * 2, [1, 2], [torch.ones(6, 4).double(), torch.ones(4)]]
)
def test_parameters_of_another_form_are_not_used(parameters: Any) -> None:
    inputs = epoch_inputs(Tensors(1), "custom")
    given = {**answer(inputs, None), "parameters": parameters}

    assert len(epochs_seen(inputs, given)) == 1
    assert len(epochs_seen(inputs, {**given, "snapshots": parameters})) == 1


@pytest.mark.parametrize("value", [None, 3, "abc", torch.ones(3), {}])
def test_a_log_of_another_type_is_empty(value: Any) -> None:
    assert updates_of({"updates": value}) == []
