"""One call of ``load_data_fashion_mnist``: the data set that went in, and the batches of both iterators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import phrase
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.garments import garments

TRAIN, TEST = 31, 17
"""Sizes of the splits: primes, so that no batch size but 1 divides both."""
SIDE = 28
LEVELS = 3
"""Distance of two shades of constant images, so that rounding never makes one shade another."""
ITERATORS = ("train_iter", "test_iter")
"""Names of the two results, as the statement calls them."""
_NEAR = 0.01
"""Difference of two equal shades from 0 to 1, because a function may round them to 256 steps."""

Batch = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A call with the batches that its iterators yielded."""

    images: torch.Tensor
    """All images, uint8 (48, 28, 28), those of the training split first."""
    labels: torch.Tensor
    """Their classes, int64 (48,)."""
    batch_size: int
    resize: int | None
    loops: tuple[tuple[tuple[Batch, ...], ...], ...]
    """For each iterator, the batches of each loop over it."""

    @property
    def side(self) -> int:
        """Expected height and width of the images."""
        return self.resize or SIDE

    def rows(self, split: int, loop: int = 0) -> list[torch.Tensor]:
        """Return the images of a loop over an iterator, one by one.

        Three equal channels count once, because another check judges the shape.
        """
        return [_one_channel(image) for X, _ in self.loops[split][loop] if X.ndim for image in X]

    def classes(self, split: int, loop: int = 0) -> list[Any]:
        """Return the labels of a loop over an iterator, one by one.

        Labels (k, 1) and one-hot rows (k, q) count as classes too, because another check judges the shape.
        """
        return [label for _, y in self.loops[split][loop] if y.ndim for label in _classes(y).tolist()]


def _one_channel(image: torch.Tensor) -> torch.Tensor:
    """Return the first of several equal channels (c, h, w); an image of any other form stays as it is."""
    is_copied = image.ndim == 3 and len(image) > 1 and torch.equal(image, image[:1].expand_as(image))
    return image[:1] if is_copied else image


def _classes(y: torch.Tensor) -> torch.Tensor:
    """Return the labels (k,) of a batch; labels of any other form stay as they are."""
    if y.ndim == 2 and y.shape[1] == 1:
        return y.squeeze(1)
    is_one_hot = y.ndim == 2 and y.shape[1] > 1 and bool((((y == 0) | (y == 1)).all(1) & (y.sum(1) == 1)).all())
    return y.argmax(1) if is_one_hot else y


@cache
def driver() -> str:
    """Return the text of the scenario."""
    place = files("torchgrade_d2l.softmax_regression.load_data_fashion_mnist")
    return (place / "load.py.txt").read_text("utf-8")


def patterns(tensors: Tensors) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw garments, each different from the others, with their classes."""
    return garments(tensors, TRAIN + TEST)


def levels(tensors: Tensors) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw images of one shade each, which no way to resize changes, with any classes."""
    shades = LEVELS * tensors.permutation(TRAIN + TEST)  # (48,)
    images = shades.to(torch.uint8)[:, None, None].expand(-1, SIDE, SIDE).contiguous()
    return images, tensors.integers(0, 10, TRAIN + TEST)


def load(
    student: Student,
    drawn: tuple[torch.Tensor, torch.Tensor],
    batch_size: int,
    resize: int | None = None,
    *,
    loops: int = 1,
) -> Loaded:
    """Call the function once and loop over both iterators.

    :param drawn: images and classes of both splits, those of the training split first.
    """
    images, labels = drawn
    sent = {
        "train_images": images[:TRAIN], "test_images": images[TRAIN:],
        "train_labels": labels[:TRAIN], "test_labels": labels[TRAIN:],
        "arguments": [batch_size] if resize is None else [batch_size, resize],
        "loops": loops,
    }  # fmt: skip
    call = f"load_data_fashion_mnist({', '.join(map(str, sent['arguments']))})"
    return _loaded(sent, student.run(driver(), call, **sent))


def last_loaded(tried: Tried) -> Loaded:
    """Return the last call of a check with its batches; raise if there is none."""
    assert tried.answer is not None
    return _loaded(tried.inputs, tried.answer.value)


def _loaded(sent: Mapping[str, Any], report: Mapping[str, Any]) -> Loaded:
    kind, loops = report.get("type"), report.get("loops")
    if not isinstance(kind, str) or not isinstance(loops, list):
        raise _other_form()
    if kind == "nothing":
        raise CheckFailedError("load_data_fashion_mnist.nothing")
    if not loops:
        count = report.get("count")
        if type(count) is int and count != 1:
            raise CheckFailedError("load_data_fashion_mnist.other_count", count=count)
        raise CheckFailedError("load_data_fashion_mnist.no_pair", type=show_name(kind))
    if len(loops) != 2 or not all(isinstance(each, list) and len(each) == sent["loops"] for each in loops):
        raise _other_form()
    arguments = [*sent["arguments"], None]
    return Loaded(
        images=torch.cat([sent["train_images"], sent["test_images"]]),
        labels=torch.cat([sent["train_labels"], sent["test_labels"]]),
        batch_size=arguments[0],
        resize=arguments[1],
        loops=tuple(tuple(_batches(name, loop) for loop in each) for name, each in zip(ITERATORS, loops, strict=True)),
    )


def _batches(iterator: str, loop: Any) -> tuple[Batch, ...]:
    if not isinstance(loop, list):
        raise _other_form()
    made = []
    for item in loop:
        match item:
            case [torch.Tensor() as X, torch.Tensor() as y] if not X.is_complex() and not y.is_complex():
                made.append((X, y))
            case str():
                raise CheckFailedError("load_data_fashion_mnist.no_batch", iterator=iterator, type=show_name(item))
            case _:
                raise _other_form()
    return tuple(made)


def _other_form() -> CheckFailedError:
    return CheckFailedError("worker.protocol", detail=phrase("protocol.batches"))


def exact(rows: Sequence[torch.Tensor], images: torch.Tensor) -> list[int]:
    """Return which image each row is, to 1e-6, or -1 if it is none.

    :param rows: images of any shape with values from 0 to 1.
    :param images: uint8 (n, h, w).
    """
    known = {bytes(image.flatten().tolist()): number for number, image in enumerate(images)}

    def number(row: torch.Tensor) -> int:
        shades = row.to(torch.float64).flatten() * 255
        whole = shades.round()
        if not bool(((shades - whole).abs() <= 255e-6).all()) or not bool(((whole >= 0) & (whole <= 255)).all()):
            return -1
        return known.get(bytes(whole.to(torch.uint8).tolist()), -1)

    return [number(row) for row in rows]


def alike(rows: Sequence[torch.Tensor], images: torch.Tensor) -> list[int]:
    """Return which image each row looks like if its values were shifted and scaled, or -1 if it looks like none.

    :param images: uint8 (n, h, w), each of several shades.
    """
    known = torch.stack([_stretched(image) for image in images])  # (n, h * w)

    def number(row: torch.Tensor) -> int:
        if row.numel() != known.shape[1]:
            return -1
        distances = (known - _stretched(row)).abs().amax(1).nan_to_num(nan=1.0)  # (n,)
        nearest = int(distances.argmin())
        return nearest if distances[nearest] < _NEAR else -1

    return [number(row) for row in rows]


def _stretched(image: torch.Tensor) -> torch.Tensor:
    """Return the values of an image in one dimension, the darkest 0 and the lightest 1."""
    values = image.to(torch.float64).flatten()
    low, high = values.min(), values.max()
    return (values - low) / (high - low)


def has_levels(rows: Sequence[torch.Tensor], labels: Sequence[Any], made: Loaded) -> bool:
    """Return whether each row has one shade, that of an image with its label, however the values were scaled.

    Another check judges the values, so that a wrong scale fails once. Two numbers describe a scale: the images of one
    split, or of the same split in both iterators, keep the distances of their shades.

    :param rows: images of any shape, from a data set of images with one shade each.
    """
    if not all(_is_even(row) for row in rows):
        return False
    found = torch.stack([row.to(torch.float64).mean() for row in rows])  # (n,)
    shades = made.images[:, 0, 0].to(torch.float64)  # (48,)
    own = {int(shade): int(label) for shade, label in zip(shades, made.labels, strict=True)}
    for known in (shades[:TRAIN], shades[TRAIN:], shades):
        slope = (known.max() - known.min()) / (found.max() - found.min())
        scaled = [found * 255, (found - found.min()) * slope + known.min()]
        for values in scaled if bool(slope.isfinite()) else scaled[:1]:
            whole = LEVELS * (values / LEVELS).round()
            near = bool(((values - whole).abs() <= 1).all())
            if near and [own.get(int(shade)) for shade in whole] == list(labels):
                return True
    return False


def _is_even(row: torch.Tensor) -> bool:
    """Return whether all values of an image are equal, up to the two shades that rounding may make of one."""
    values = row.to(torch.float64)
    low, high = values.min(), values.max()
    return bool((high - low) * 255 <= 2 * max(1.0, float(high.abs()), float(low.abs())))
