"""Location and existence of the files of a data set; imports neither numpy nor torch because ``doctor`` uses it."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from msgspec import Struct, structs

from torchgrade.model.catalogue import Told
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
"""The four files of a data set, in the order for joining their digests."""

FASHION_MNIST = Path("FashionMNIST") / "raw"
"""Folder below torchvision's root with the four files of Fashion-MNIST."""


class Availability(Struct, frozen=True, kw_only=True):
    """Existence of the files of a data set; their content is checked only during a run."""

    there: bool
    """True if every file exists and is not empty."""
    place: str
    """Existing or intended folder of the files; empty if no folder was named."""
    next: str = ""
    """Next step if the files are missing: one sentence."""
    root: str = ""
    """Folder for downloads and for the search, if no folder was named."""


def look(place: Path, mend: str) -> Availability:
    """Return the availability of the four files in a folder, plain or as ``.gz``.

    :param mend: sentence with the next step if files are missing.
    """
    there = all(any(_has_bytes(place / f"{name}{suffix}") for suffix in ("", ".gz")) for name in NAMES)
    return Availability(there=there, place=str(place), next="" if there else mend)


def fashion_mnist(root: str) -> Availability:
    """Return the availability of the real Fashion-MNIST below ``root``; if empty, use the user's data folder."""
    if root:
        place = Path(root).expanduser().absolute()
        return look(place / FASHION_MNIST, mend_fashion_mnist(place))
    own = Path(platformdirs.user_data_dir("torchgrade", appauthor=False))
    found = structs.replace(look(own / FASHION_MNIST, no_fashion_mnist()), root=str(own))
    return found if found.there else structs.replace(found, place="")


def no_fashion_mnist() -> Told:
    """Return the sentences for a run without a named folder."""
    return told("error.data.no_fashion_mnist", folder=FASHION_MNIST.as_posix())


def mend_fashion_mnist(root: Path) -> Told:
    """Return the sentence with the next step if a file is missing or damaged."""
    return told("error.data.mend_fashion_mnist", place=show_name(str(root / FASHION_MNIST)))


def _has_bytes(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False
