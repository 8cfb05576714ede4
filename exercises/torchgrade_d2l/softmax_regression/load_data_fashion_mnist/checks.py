"""Checks of ``load_data_fashion_mnist(batch_size, resize)`` (chapter section 5)."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import dtype_name
from torchgrade.model.numbers import shown
from torchgrade.model.phrases import Phrase, listed
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist.loaded import (
    ITERATORS,
    TEST,
    TRAIN,
    Loaded,
    alike,
    exact,
    has_levels,
    levels,
    load,
    patterns,
)

SIZES = (TRAIN, TEST)
FEW = 8
"""Batch size of most calls; it leaves a smaller last batch in both splits."""
_MOST_SHOWN = 8


def _rows(made: Loaded, split: int, loop: int = 0) -> list[torch.Tensor]:
    """Return the images of a loop; raise if most of the split is missing, because then nothing can be judged."""
    rows = made.rows(split, loop)
    if len(rows) <= SIZES[split] // 2:
        raise CheckFailedError(
            "load_data_fashion_mnist.few", iterator=ITERATORS[split], count=len(rows), want=SIZES[split]
        )
    return rows


def assert_pixels(made: Loaded, split: int) -> None:
    """Compare each image with those of the data set, and its label with its own."""
    rows, labels = _rows(made, split), made.classes(split)
    for row in rows:
        if row.numel() != made.images[0].numel():
            raise CheckFailedError("load_data_fashion_mnist.side", iterator=ITERATORS[split], got_shape=list(row.shape))
    found = exact(rows, made.images)
    if -1 in found:
        row = rows[found.index(-1)].to(torch.float64)
        raise CheckFailedError(
            "load_data_fashion_mnist.pixels",
            iterator=ITERATORS[split],
            low=shown(row.min().item()),
            high=shown(row.max().item()),
        )
    if len(labels) != len(rows):
        raise CheckFailedError(
            "load_data_fashion_mnist.labels", iterator=ITERATORS[split], images=len(rows), labels=len(labels)
        )
    if labels != made.labels[found].tolist():
        raise CheckFailedError("load_data_fashion_mnist.label", iterator=ITERATORS[split])
    if len({*found}) < len(found):
        raise CheckFailedError("load_data_fashion_mnist.twice", iterator=ITERATORS[split])


def assert_shapes(made: Loaded, split: int) -> None:
    """Compare the number of rows of each batch, then the shapes and dtypes of its tensors.

    The rows of the other split are no error here, because another check judges the splits.
    """
    batches = made.loops[split][0]
    got = [len(X) if X.ndim else 0 for X, _ in batches]
    full, rest = divmod(sum(got) if sum(got) in SIZES else SIZES[split], made.batch_size)
    want = [made.batch_size] * full + [rest] * (rest > 0)
    if got != want:
        raise CheckFailedError(
            "load_data_fashion_mnist.sizes", iterator=ITERATORS[split], want=_listed(want), got_sizes=_listed(got)
        )
    for k, (X, y) in zip(want, batches, strict=True):
        shape = [k, 1, made.side, made.side]
        if list(X.shape) != shape or X.dtype != torch.float32:
            raise CheckFailedError(
                "load_data_fashion_mnist.images",
                iterator=ITERATORS[split],
                want=shape,
                got_shape=list(X.shape),
                got_dtype=dtype_name(X),
            )
        if list(y.shape) != [k] or y.dtype != torch.int64:
            raise CheckFailedError(
                "load_data_fashion_mnist.classes",
                iterator=ITERATORS[split],
                want=[k],
                got_shape=list(y.shape),
                got_dtype=dtype_name(y),
            )


def _listed(sizes: list[int]) -> Phrase | str:
    more = ["…"] if len(sizes) > _MOST_SHOWN else []
    return listed([*sizes[:_MOST_SHOWN], *more]) if sizes else "-"


def assert_split(made: Loaded, split: int) -> None:
    """Look only at which images there are, however their values were scaled."""
    found = alike(_rows(made, split), made.images)
    if -1 in found:
        raise CheckFailedError("load_data_fashion_mnist.unknown", iterator=ITERATORS[split])
    strangers = sum((number < TRAIN) != (split == 0) for number in found)
    if strangers:
        raise CheckFailedError(
            "load_data_fashion_mnist.split", iterator=ITERATORS[split], count=strangers, total=len(found)
        )


def assert_resized(made: Loaded, split: int) -> None:
    """Look for the shade of each constant image, which no way to resize changes."""
    side, rows, labels = made.side, _rows(made, split), made.classes(split)
    for row in rows:
        if list(row.shape[-2:]) != [side, side]:
            raise CheckFailedError(
                "load_data_fashion_mnist.resized", iterator=ITERATORS[split], want=side, got_shape=list(row.shape)
            )
    if len(rows) != len(labels):
        raise CheckFailedError(
            "load_data_fashion_mnist.labels", iterator=ITERATORS[split], images=len(rows), labels=len(labels)
        )
    if not has_levels(rows, labels, made):
        raise CheckFailedError("load_data_fashion_mnist.shade", iterator=ITERATORS[split])


@pytest.mark.check(points=1, kind="value")
def test_pixels(student: Student, tensors: Tensors) -> None:
    """Ask for the images as they are; other checks judge the splits and the sizes of the batches."""
    made = load(student, patterns(tensors), FEW)
    for split in range(2):
        assert_pixels(made, split)


@pytest.mark.check(points=1, kind="shape", requires=["pixels"])
def test_shapes(student: Student, tensors: Tensors) -> None:
    """Ask for several batches, for exactly one, and for one that is not full."""
    for batch_size in (FEW, TRAIN, 64):
        made = load(student, patterns(tensors), batch_size)
        for split in range(2):
            assert_shapes(made, split)


@pytest.mark.check(points=1, kind="value", requires=[])
def test_splits(student: Student, tensors: Tensors) -> None:
    """Tell the splits apart by their images."""
    made = load(student, patterns(tensors), FEW)
    for split in range(2):
        assert_split(made, split)


@pytest.mark.check(points=1, kind="value", requires=[])
def test_resize(student: Student, tensors: Tensors) -> None:
    """Make the images larger and smaller."""
    for side in (64, 14):
        made = load(student, levels(tensors), FEW, side)
        for split in range(2):
            assert_resized(made, split)


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_train_order(student: Student, tensors: Tensors) -> None:
    """Compare two orders of the training images with each other and with the stored one.

    False alarm: each of three comparisons finds equal orders of 31 images with probability 1/31!, together 4e-34.
    Power: an order that is never drawn, or drawn once, fails always.
    """
    made = load(student, patterns(tensors), FEW, loops=2)
    # An iterator that is used up has one order; another check asks for the second loop.
    loops = range(2) if made.loops[0][1] else range(1)
    orders = [alike(_rows(made, 0, loop), made.images) for loop in loops]
    for order in orders:
        if -1 in order:
            raise CheckFailedError("load_data_fashion_mnist.unknown", iterator=ITERATORS[0])
        if order == sorted(order):
            raise CheckFailedError("load_data_fashion_mnist.stored_order")
    if len(orders) == 2 and orders[0] == orders[1]:
        raise CheckFailedError("load_data_fashion_mnist.same_order")


@pytest.mark.check(points=0.5, kind="contract", requires=["pixels"])
def test_again(student: Student, tensors: Tensors) -> None:
    """Loop over both iterators twice, because each epoch of a training needs all batches."""
    made = load(student, patterns(tensors), FEW, loops=2)
    for split in range(2):
        first, second = len(_rows(made, split)), len(made.rows(split, 1))
        if first != second:
            raise CheckFailedError(
                "load_data_fashion_mnist.again", iterator=ITERATORS[split], first=first, second=second
            )
