"""Right answer of the judge, and images with the parameters of a model."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking.draws import Tensors

Model = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Images or flat rows X, weights W (d, q) and biases b (q,)."""
NARROW = 0.05
"""Scale of the weights of 784 pixels, so that their logits have a standard deviation of 1.4."""


def softmax_regression(X: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the probabilities of each class for each example, float64 (n, q)."""
    flat, weights, biases = (one.to(torch.float64) for one in (X.reshape(len(X), -1), W, b))
    return torch.softmax(flat @ weights + biases, dim=1)


def draw(tensors: Tensors, *shape: int, q: int, scale: float = 1.0, dtype: torch.dtype = torch.float32) -> Model:
    """Return examples of that shape, and the parameters of a model with q classes."""
    X = tensors.normal(*shape, dtype=dtype)
    d = X[0].numel()
    return X, scale * tensors.normal(d, q, dtype=dtype), tensors.normal(q, dtype=dtype)


def images(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[Model]:
    """Yield images of 28 by 28, flat rows of as many pixels, and a single image."""
    for shape in ((2, 1, 28, 28), (3, 784), (1, 1, 28, 28)):
        yield draw(tensors, *shape, q=10, scale=NARROW, dtype=dtype)


def sizes(tensors: Tensors) -> Iterator[Model]:
    """Yield examples of other sizes; one model has as many classes as examples, one batch has one example."""
    for shape, q in (((4, 1, 2, 3), 5), ((5, 1, 4, 4), 5), ((1, 1, 2, 3), 3), ((3, 6), 4)):
        yield draw(tensors, *shape, q=q)


def to_differentiate(tensors: Tensors) -> Iterator[Model]:
    """Yield a small batch of images in float64.

    They have 28 by 28 pixels and 10 classes, because a fixed size is the mistake of another check.
    """
    yield draw(tensors, 2, 1, 28, 28, q=10, scale=NARROW, dtype=torch.float64)
