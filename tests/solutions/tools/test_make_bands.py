"""Tests of the script that makes the curves of the references, and of the files that it has made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
import torch

from tests.leaving_out import REAL
from torchgrade.checking import bands
from torchgrade.datasets import fashion_mnist
from torchgrade.datasets.dataset import Dataset
from torchgrade.plugins.resources import BandSource
from torchgrade_d2l.data import synthetic_fashion
from torchgrade_d2l_solutions import torchgrade_solutions

SOURCES = [source for solution in torchgrade_solutions() for source in solution.bands]
AGAIN = (3, 17)
"""The trainings that are made again."""


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One thread, as in the bench."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def script(tool: Callable[[str], ModuleType]) -> ModuleType:
    """The script, imported from its file."""
    return tool("make_bands")


@pytest.fixture(scope="module")
def drawn() -> Dataset:
    """The set that is shipped."""
    return synthetic_fashion.load()


def hold_to_the_file(source: BandSource, dataset: Dataset) -> None:
    """Make two of the trainings again; machines may differ in the last digit that is kept."""
    (kept,) = [curves for curves in bands.read(source) if curves.data_digest == dataset.digest]
    assert kept.reference_digest == bands.reference_digest(source), "run solutions/tools/make_bands.py"
    assert len(kept.curves) == source.trainings
    for number in AGAIN:
        points = bands.train(source, dataset, number)
        assert [point.x for point in points] == kept.x
        assert [point.y for point in points] == pytest.approx(kept.curves[number], abs=1e-4)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.curve)
def test_two_trainings_made_again_are_those_of_the_file_on_the_drawn_set(source: BandSource, drawn: Dataset) -> None:
    hold_to_the_file(source, drawn)


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.curve)
def test_two_trainings_made_again_are_those_of_the_file_on_the_real_set(source: BandSource) -> None:
    hold_to_the_file(source, fashion_mnist.load(str(REAL)))


def test_making_one_data_set_again_keeps_what_the_file_holds_of_the_other(script: ModuleType, drawn: Dataset) -> None:
    source = next(source for source in SOURCES if source.curve == "curve.train_loss")
    made = script.remade(source, [drawn])

    assert sorted(curves.data for curves in made) == ["fashion-mnist", "synthetic-fashion"]
    assert next(curves for curves in made if curves.data == "fashion-mnist") in bands.read(source)
