"""Folder of the shipped data set, and whether its files are present. ``doctor`` imports this without numpy or torch."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from torchgrade.datasets.files import Availability, look
from torchgrade.model.catalogue import Told
from torchgrade.model.told import told

NAME = "synthetic-fashion"


def mend() -> Told:
    """Return the sentence with the next step if a file is missing or damaged."""
    return told("error.data.install_again", name="torchgrade-d2l")


def folder() -> Path:
    """Return the folder of the four files of ``synthetic-fashion`` and their digests."""
    return Path(str(files("torchgrade_d2l.data"))) / NAME


def synthetic_fashion(root: str) -> Availability:
    """Return whether the four files are in ``root``, or in the shipped folder if ``root`` is empty."""
    return look(Path(root).absolute() if root else folder(), mend())
