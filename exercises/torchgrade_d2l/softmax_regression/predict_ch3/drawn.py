"""One call of ``predict_ch3``: what went in, and the pictures of its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.figures import Picture, driver, figures, index_of
from torchgrade_d2l.softmax_regression.garments import CLASSES, garments

BATCH = 9
LARGE = 10
"""Batch size of a call without n: a default somewhat above the right one fits, and no row number exceeds a class."""
BATCHES = 2
SHOWN = 6
"""Default of the last parameter."""
_MARGIN = 0.3
_MOST_DRAWS = 50
_NAMES = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(CLASSES, key=len, reverse=True))})(?![a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A call with the pictures that it drew."""

    images: tuple[torch.Tensor, ...]
    """Images (28, 28) of all batches."""
    true: tuple[str, ...]
    """Names of the true classes of all batches."""
    scores: torch.Tensor
    """Scores of the net for all batches, (n, 10)."""
    batch_size: int
    n: int
    """Number of images to draw."""
    pictures: tuple[Picture, ...]
    """Axes with an image: figure by figure, each row by row."""

    @property
    def predicted(self) -> tuple[str, ...]:
        """Names of the predicted classes of all batches."""
        return names_of(self.scores.argmax(1))

    @property
    def numbers(self) -> list[int]:
        """Number of the image in each picture, counted over all batches; -1 for any other image."""
        return [index_of(picture.image, self.images) for picture in self.pictures]


def names_of(classes: torch.Tensor) -> tuple[str, ...]:
    """Return the names of class numbers; a number that is no class has none."""
    return tuple(CLASSES[c] if 0 <= c < len(CLASSES) else "" for c in classes.tolist())


def names_in(title: str) -> list[str]:
    """Return the names of classes in a title, in their order; a part of a longer word is none."""
    return _NAMES.findall(title.lower())


def is_plain(title: str) -> bool:
    """Return whether a title contains two names and no other word."""
    return len(names_in(title)) == 2 and re.search(r"\w", _NAMES.sub("", title.lower())) is None


def inputs(
    tensors: Tensors, form: str, further: list[int], batch_size: int = BATCH, batches: int = BATCHES
) -> dict[str, Any]:
    """Draw garments and a net that predicts a third of them correctly.

    Draw again until the commonest mistakes give other titles for the first two images.

    :param form: ``function`` or ``module``.
    :param further: arguments after ``test_iter``.
    """
    for _ in range(_MOST_DRAWS):
        pixels, y = garments(tensors, batches * batch_size)
        X = (pixels / 255).unsqueeze(1)  # (m, 1, 28, 28)
        wanted = _scores(tensors, y)
        W = (torch.linalg.pinv(X.flatten(1).double()) @ wanted).float()  # (784, 10)
        scores = X.flatten(1) @ W
        if (scores - wanted).abs().max() < _MARGIN and _tells(scores[:batch_size], y[:batch_size]):
            break
    return {"form": form, "X": X, "y": y, "W": W, "batch_size": batch_size, "further": further}


def _scores(tensors: Tensors, y: torch.Tensor) -> torch.Tensor:
    """Draw scores (m, 10), float64; the whole part of the largest one is a class too, but not the predicted one."""
    m = len(y)
    wrong = tensors.permutation(m) % 3 > 0  # (m,)
    predicted = (y + wrong * tensors.integers(1, len(CLASSES), m)) % len(CLASSES)
    other = (predicted + tensors.integers(1, len(CLASSES), m)) % len(CLASSES)
    scores = other[:, None] - 1.0 - 3 * tensors.uniform(m, len(CLASSES), dtype=torch.float64)
    scores[torch.arange(m), predicted] = other.double() + 0.5
    return scores


def _tells(scores: torch.Tensor, y: torch.Tensor) -> bool:
    """Return whether the first two predictions are different wrong ones, which no usual mistake gives."""
    right = scores.argmax(1)[:2]
    others = (scores.argmax(0)[:2], scores.argmin(1)[:2], y[:2], right.flip(0))
    return all(bool((right != other).all()) for other in others)


def draw(student: Student, given: dict[str, Any]) -> Drawn:
    """Call the function once and return its pictures."""
    n = f", {given['further'][0]}" if given["further"] else ""
    return _drawn(given, student.run(driver("predict_ch3"), f"predict_ch3(net, test_iter{n})", **given))


def last_drawn(tried: Tried) -> Drawn:
    """Return the last call of a check with its pictures; raise if there is none."""
    assert tried.answer is not None
    return _drawn(tried.inputs, tried.answer.value)


def _drawn(given: Mapping[str, Any], report: Mapping[str, Any]) -> Drawn:
    found = figures(report.get("figures"))
    shown = [sorted(one.with_image, key=lambda picture: picture.place) for one in found]
    if not any(shown):
        raise CheckFailedError("predict_ch3.no_images")
    return Drawn(
        images=tuple(given["X"][:, 0]),
        true=names_of(given["y"]),
        scores=given["X"].flatten(1) @ given["W"],
        batch_size=given["batch_size"],
        n=(given["further"] or [SHOWN])[0],
        pictures=tuple(picture for group in shown for picture in group),
    )
