"""Tests of the garments that a page shows with their true and predicted classes."""

from __future__ import annotations

import math

import pytest
import torch

from torchgrade.datasets.dataset import Dataset
from torchgrade.model.results import Picture
from torchgrade_d2l.data import synthetic_fashion
from torchgrade_d2l.softmax_regression.train_ch3.measured import Parameters, logits
from torchgrade_d2l.softmax_regression.train_ch3.pictures import SHOWN, confusion, predicted_classes, predicted_pictures
from torchgrade_d2l.softmax_regression.train_ch3.workload import Workload, permuted, workload

PLAIN = torch.arange(10)


def scores_of(given: Workload, trained: Parameters) -> torch.Tensor:
    """Return the logits (n, 10) of the held-out images."""
    return logits(given.held_images, [trained])[:, 0]


@pytest.fixture(scope="module")
def drawn() -> Dataset:
    """The set that is shipped."""
    return synthetic_fashion.load()


def nearest_mean(given: Workload) -> Parameters:
    """Return parameters that are right about many images and wrong about some: nearest mean image."""
    flat = given.train_images.reshape(-1, 784)
    means = torch.stack([flat[given.train_labels == j].mean(0) for j in range(10)])  # (10, 784)
    return means.T, -(means**2).sum(1) / 2


def places(pictures: list[Picture], *, right: bool) -> list[int]:
    return [p.index for p in pictures if (p.true == p.predicted) is right]


def pictures_of(
    drawn: Dataset, given: Workload, trained: Parameters, permutation: torch.Tensor = PLAIN
) -> list[Picture]:
    classes = predicted_classes(given, scores_of(given, trained), permutation)
    assert classes is not None
    return predicted_pictures(drawn, given, classes)


def test_the_first_four_of_each_kind_are_shown_those_that_are_right_before_the_others(drawn: Dataset) -> None:
    given = workload(drawn, 1)
    trained = nearest_mean(given)
    pictures = pictures_of(drawn, given, trained)
    agrees = scores_of(given, trained).argmax(1) == given.held_labels

    assert places(pictures, right=True) == given.held_places[agrees][:SHOWN].tolist()
    assert places(pictures, right=False) == given.held_places[~agrees][:SHOWN].tolist()
    assert [p.true == p.predicted for p in pictures] == [True] * SHOWN + [False] * SHOWN


def test_pixels_and_class_are_those_of_the_data_set(drawn: Dataset) -> None:
    given = workload(drawn, 1)
    for picture in pictures_of(drawn, given, nearest_mean(given)):
        assert picture.pixels == drawn.test_images[picture.index].numpy().tobytes()
        assert picture.true == int(drawn.test_labels[picture.index])


def test_classes_that_were_renamed_for_the_worker_are_shown_under_their_own_names(drawn: Dataset) -> None:
    given = workload(drawn, 1)
    plain = pictures_of(drawn, given, nearest_mean(given))
    for seed in range(3):
        permutation = torch.randperm(10, generator=torch.Generator().manual_seed(seed))
        renamed = permuted(given, permutation)
        assert pictures_of(drawn, renamed, nearest_mean(renamed), permutation) == plain


def test_a_model_that_is_never_wrong_has_fewer_pictures(drawn: Dataset) -> None:
    given = workload(drawn, 1)
    W, b = torch.zeros(784, 10), torch.zeros(10)
    b[7] = 1.0
    sneakers = drawn.test_labels[given.held_places] == 7
    only = Workload(
        **{name: getattr(given, name) for name in given.__dataclass_fields__ if not name.startswith("held")},
        held_images=given.held_images[sneakers],
        held_labels=given.held_labels[sneakers],
        held_places=given.held_places[sneakers],
    )

    assert [p.predicted for p in pictures_of(drawn, only, (W, b))] == [7] * SHOWN


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_parameters_that_are_not_finite_predict_nothing(drawn: Dataset, bad: float) -> None:
    W, b = torch.zeros(784, 10), torch.zeros(10)
    b[3] = bad
    given = workload(drawn, 1)

    assert predicted_classes(given, scores_of(given, (W, b)), PLAIN) is None


def test_the_confusion_matrix_counts_every_held_image_under_its_own_class(drawn: Dataset) -> None:
    given = workload(drawn, 1)
    permutation = torch.randperm(10, generator=torch.Generator().manual_seed(1))
    renamed = permuted(given, permutation)
    classes = predicted_classes(renamed, scores_of(renamed, nearest_mean(renamed)), permutation)
    assert classes is not None
    counts = confusion(drawn, classes)
    numbers = torch.tensor(counts.cells)

    assert counts.rows == counts.columns == list(drawn.classes)
    assert numbers.sum(1).tolist() == torch.bincount(given.held_labels, minlength=10).tolist()
    assert float(numbers.trace()) == sum(scores_of(given, nearest_mean(given)).argmax(1) == given.held_labels)
