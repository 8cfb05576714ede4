"""The short scenario is one in which an assert of the student's own stops no training by luck."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.train_ch3.replay import EPOCHS, hopeless_inputs, short_inputs
from torchgrade_d2l.softmax_regression.trainings import Way, replay, scenario

FORMS = ("custom", "optimizer", "modes")
COMMON = [
    Way(epochs=1), Way(epochs=2), Way(epochs=4), Way(used=(0, 1)), Way(used=(0, 7)), Way(used=(1, None)),
    Way(used=(-1, None)), Way(stop=1), Way(stop=12), Way(on="test_"), Way(also_on_test="each"),
    Way(also_on_test="last"), Way(steps=False),
]  # fmt: skip
WAYS = {
    "custom": [
        *COMMON, Way(reduction="mean"), Way(sizes=(6,)), Way(sizes=(1,)), Way(sizes=(256,)), Way(test_backward=True),
    ],
    "optimizer": [*COMMON, Way(reduction="sum"), Way(clear="never"), Way(clear="epoch"), Way(divisor=6)],
    "modes": [Way(mode=mode) for mode in ("eval", "eval_later", "first_batch", "first_batch_ever")],
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Train with one thread, as judges and workers do: with tensors this small more of them only wait."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_float32_is_what_the_chapter_trains_in() -> None:
    """A function that needs float64, or fails in it, is as right as any other."""
    inputs = short_inputs(Tensors(1), "custom")

    assert {t.dtype for t in (*inputs["images"], *inputs["test_images"], inputs["W"], inputs["b"])} == {torch.float32}


def losses_and_accuracies(inputs: dict[str, Any]) -> list[tuple[float, float, float]]:
    """Return what a right training measures in each epoch: its loss, its accuracy, and that on the test data."""
    made, custom = scenario(inputs), inputs["form"] == "custom"
    found = []
    for _ in range(EPOCHS):
        loss = right = rows = 0.0
        if not custom:
            made.net.train()
        for X, y in made.train:
            y_hat = made.net(X)
            losses = made.loss(y_hat, y)
            if custom:
                losses.sum().backward()
                made.updater(len(y))
            else:
                made.updater.zero_grad()
                losses.mean().backward()
                made.updater.step()
            loss, right, rows = loss + losses.sum().item(), right + float((y_hat.argmax(1) == y).sum()), rows + len(y)
        if not custom:
            made.net.eval()
        tested = torch.cat([made.net(X).argmax(1) == y for X, y in made.test])
        found.append((loss / rows, right / rows, float(tested.double().mean())))
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_epoch_is_good_enough_for_the_asserts_of_the_chapter(form: str) -> None:
    for seed in range(20):
        for loss, accuracy, tested in losses_and_accuracies(short_inputs(Tensors(seed), form)):
            assert loss < 0.3, seed
            assert min(accuracy, tested) > 0.9, seed


def test_no_epoch_of_a_hopeless_training_is_good_enough_for_any_assert() -> None:
    for seed in range(20):
        for loss, accuracy, tested in losses_and_accuracies(hopeless_inputs(Tensors(seed))):
            assert loss > 3, seed
            assert accuracy == tested == 0, seed


@pytest.mark.parametrize("form", FORMS)
def test_every_batch_has_several_classes(form: str) -> None:
    for seed in range(20):
        assert all(len(y.unique()) >= min(len(y), 4) for y in short_inputs(Tensors(seed), form)["labels"])


@pytest.mark.parametrize("way", [Way(stop=23), Way(also_on_test="last"), Way(sizes=(6,)), Way(epochs=2)])
def test_the_mistakes_that_come_nearest_end_hundreds_of_tolerances_away(way: Way) -> None:
    for seed in range(20):
        inputs = short_inputs(Tensors(seed), "custom")
        pairs = zip(replay(inputs), replay(inputs, way), strict=True)
        assert max(float((a - b).abs().max()) for a, b in pairs) > 2e-3, seed


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", FORMS)
def test_every_way_to_train_ends_elsewhere(form: str, seed: int) -> None:
    inputs = short_inputs(Tensors(seed), form)
    ends = [torch.cat([p.reshape(-1) for p in replay(inputs, way)]) for way in (Way(), *WAYS[form])]

    assert min(float((a - b).abs().max()) for a, b in itertools.combinations(ends, 2)) > 1e-5
