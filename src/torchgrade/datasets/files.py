"""Where the files of a data set lie and whether they are there; imports neither numpy nor torch, for ``doctor``."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from msgspec import Struct, structs

from torchgrade.model.showable import show_name

NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
"""The four files of a data set, in the order in which digests join them."""

FASHION_MNIST = Path("FashionMNIST") / "raw"
"""Where torchvision keeps the four files of Fashion-MNIST below its root."""


class Availability(Struct, frozen=True, kw_only=True):
    """Whether the files of a data set are there; what is in them only a run can tell."""

    there: bool
    """Whether every file is there and has bytes in it."""
    place: str
    """The folder that they are or belong in; empty where none was named."""
    next: str = ""
    """What to do where they are not there: one sentence."""
    root: str = ""
    """Folder that a download writes to, and in which the files are looked for, if no folder was named."""


def look(place: Path, mend: str) -> Availability:
    """Say whether a folder holds the four files, plain or as ``.gz``; ``mend`` tells what to do where it does not."""
    there = all(any(_has_bytes(place / f"{name}{suffix}") for suffix in ("", ".gz")) for name in NAMES)
    return Availability(there=there, place=str(place), next="" if there else mend)


def fashion_mnist(root: str) -> Availability:
    """Say whether the real Fashion-MNIST is below ``root``, or in the user's folder for data if that is empty."""
    if root:
        place = Path(root).expanduser().absolute()
        return look(place / FASHION_MNIST, mend_fashion_mnist(place))
    own = Path(platformdirs.user_data_dir("torchgrade", appauthor=False))
    found = structs.replace(look(own / FASHION_MNIST, NO_FASHION_MNIST), root=str(own))
    return found if found.there else structs.replace(found, place="")


NO_FASHION_MNIST = (
    "Fashion-MNIST is not on this machine. Add --download to `check` or `grade`, or name the folder that contains "
    f"{FASHION_MNIST.as_posix()}: --data fashion-mnist --data-root DIR."
)
"""Sentence for a run that names no folder."""


def mend_fashion_mnist(root: Path) -> str:
    """Return the sentence that says what to do where a file is missing or damaged."""
    place = show_name(str(root / FASHION_MNIST))
    return f"Put the four files of Fashion-MNIST, plain or as .gz, into {place}, add --download, or omit --data."


def _has_bytes(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False
