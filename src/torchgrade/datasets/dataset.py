"""Record of every data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Labelled grey images in two splits."""

    name: str
    """Name for ``--data``."""
    digest: str
    """SHA-256 of the images and labels, in hexadecimal."""
    train_images: torch.Tensor
    """uint8 (n, 28, 28)."""
    train_labels: torch.Tensor
    """int64 (n,)."""
    test_images: torch.Tensor
    """uint8 (m, 28, 28)."""
    test_labels: torch.Tensor
    """int64 (m,)."""
    classes: tuple[str, ...] = ()
    """Names of the ten classes."""
