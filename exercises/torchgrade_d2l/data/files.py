"""Folder of the shipped data set, and whether its files are present. ``doctor`` imports this without numpy or torch."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from torchgrade.datasets.files import Availability, look

NAME = "synthetic-fashion"
MEND = "Install torchgrade-d2l again."


def folder() -> Path:
    """Return the folder of the four files of ``synthetic-fashion`` and their digests."""
    return Path(str(files("torchgrade_d2l.data"))) / NAME


def synthetic_fashion(root: str) -> Availability:
    """Return whether the four files are in ``root``, or in the shipped folder if ``root`` is empty."""
    return look(Path(root).absolute() if root else folder(), MEND)
