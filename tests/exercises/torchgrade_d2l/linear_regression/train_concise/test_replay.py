"""Tests of the judge's trainings: each wrong way ends far from the right one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.linear_regression.recovery import known
from torchgrade_d2l.linear_regression.train_concise.checks import assert_steps
from torchgrade_d2l.linear_regression.train_concise.measured import pairs
from torchgrade_d2l.linear_regression.train_concise.replay import Way, inputs, replay

SEEDS = range(10)
WAYS = [
    Way(by_size=True), Way(clears="never"), Way(clears="epoch"), Way(steps_first=True), Way(epochs=1), Way(epochs=2),
    Way(epochs=4), Way(used=(0, 1)), Way(used=(-1, None)), Way(used=(0, 2)), Way(stop=1), Way(stop=5),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Train with one thread, as judges and workers do."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def distance(given: dict[str, Any], way: Way) -> float:
    return max(float((a - b).abs().max()) for a, b in zip(replay(given), replay(given, way), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_wrong_way_ends_a_hundred_tolerances_from_the_right_one_under_sgd(seed: int) -> None:
    given = inputs(Tensors(seed), "mse", "sgd")

    assert min(distance(given, way) for way in WAYS) > 1e-3


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("way", [Way(loss="mse"), Way(clears="never"), Way(steps_first=True), Way(stop=8)])
def test_the_mistakes_that_adam_must_show_end_elsewhere(seed: int, way: Way) -> None:
    assert distance(inputs(Tensors(seed), "l1", "adam"), way) > 1e-3


@pytest.mark.parametrize("got", [None, "9", [1] * 9, True, 9.0, 8])
def test_a_log_of_the_worker_may_contain_anything(got: Any) -> None:
    with pytest.raises(CheckFailedError):
        assert_steps(got)


GIVEN = known(Tensors(1), 2)


@pytest.mark.parametrize(
    "result",
    [{}, {"parameters": 1.0}, {"parameters": [GIVEN.w]}, {"parameters": [GIVEN.w.double(), GIVEN.b]},
     {"parameters": [GIVEN.w, GIVEN.b], "snapshots": [[GIVEN.b, GIVEN.w]]}],
)  # fmt: skip
def test_parameters_of_another_form_break_the_protocol(result: dict[str, Any]) -> None:
    with pytest.raises(CheckFailedError) as failed:
        pairs(result, GIVEN)

    assert failed.value.message_id == "worker.protocol"


def test_a_pass_without_a_step_gives_no_point_of_the_curve() -> None:
    pair = [GIVEN.w, GIVEN.b]

    assert len(pairs({"snapshots": [pair, pair, [GIVEN.w + 1, GIVEN.b]], "parameters": pair}, GIVEN)) == 3
