"""Logits with labels, of the sizes that the exercises on losses of logits are tested with."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking.draws import Tensors

Pair = tuple[torch.Tensor, torch.Tensor]
"""Logits (n, q) and labels int64 (n,)."""
SIZES = ((4, 5), (4, 4), (1, 3), (5, 3))
OTHER_SIZES = ((2, 5), (7, 2), (6, 6), (9, 3), (1, 2), (300, 12), (4, 17))
"""Sizes of hidden checks, also more than 256 rows and more than 10 classes."""
SQUARE = torch.tensor([[0.1, 1.3, -0.4, 0.8], [1.9, 0.2, 0.6, -1.0], [-0.3, 0.5, 2.2, 0.4], [0.9, -0.7, 0.0, 1.1]])
"""Logits of as many examples as classes, (4, 4): rows and columns may be confused without an error."""
SQUARE_LABELS = torch.tensor([2, 0, 1, 1])  # (4,): without the last class, so that a label plus 1 is a label too

_TRIES = 50
_MARGIN = 0.5


def draw(tensors: Tensors, n: int, q: int, dtype: torch.dtype = torch.float32, scale: float = 3) -> Pair:
    """Return logits (n, q) of N(0, scale²) and labels int64 (n,), the last of them q - 1.

    The last label makes ``one_hot(y)`` as wide as the logits. With more than one row, two labels differ, and the true
    class of one row is clearly not the most probable class. So a column is no label, and the predicted class has
    another loss.
    """
    for _ in range(_TRIES):
        logits = scale * tensors.normal(n, q, dtype=torch.float64)  # (n, q)
        y = tensors.integers(0, q, n)  # (n,)
        y[-1] = q - 1
        lead = logits.max(dim=1).values - logits[torch.arange(n), y]  # (n,)
        if n == 1 or (bool(lead.max() > _MARGIN) and bool((y != y[-1]).any())):
            break
    return logits.to(dtype), y


def labelled(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[Pair]:
    """Yield logits and labels of each size."""
    for n, q in SIZES:
        yield draw(tensors, n, q, dtype)


def labelled_also_without_last_class(tensors: Tensors) -> Iterator[Pair]:
    """Yield logits and labels of each size, and a batch whose largest label is q - 2.

    A one-hot matrix that is as wide as the largest label demands does not fit to the logits of that batch.
    """
    yield from labelled(tensors)
    logits, y = draw(tensors, 4, 5)
    yield logits, (y - 1).clamp(min=0)


def labelled_twice(tensors: Tensors) -> Iterator[Pair]:
    """Yield each size twice, because an answer that is kept from the first call is then wrong."""
    yield from labelled(tensors)
    yield from labelled(tensors)


def labelled_moderately(tensors: Tensors) -> Iterator[Pair]:
    """Yield each size twice, with logits of N(0, 1): their probabilities are far above a guard such as 1e-8."""
    yield from (draw(tensors, n, q, scale=1) for n, q in SIZES * 2)


def precisely_labelled(tensors: Tensors) -> Iterator[Pair]:
    """Yield logits of each size in float64."""
    yield from labelled(tensors, torch.float64)


def labelled_to_differentiate(tensors: Tensors) -> Iterator[Pair]:
    """Yield float64 logits of N(0, 1), a few rows and one row."""
    yield from (draw(tensors, n, q, torch.float64, scale=1) for n, q in ((4, 5), (1, 3)))


def labelled_other_sizes(tensors: Tensors) -> Iterator[Pair]:
    """Yield logits and labels of the sizes that only hidden checks use."""
    for n, q in OTHER_SIZES:
        yield draw(tensors, n, q)


def labelled_whole_and_part(tensors: Tensors) -> Iterator[Pair]:
    """Yield separate tensors, and the last rows of larger tensors, because these have the last class."""
    logits, y = draw(tensors, 4, 5)
    whole, labels = draw(tensors, 6, 5)
    yield from ((logits, y), (whole[2:], labels[2:]))
