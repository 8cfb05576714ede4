"""Where the files of a data set lie and whether they are there; imports neither numpy nor torch, for ``doctor``."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

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


def look(place: Path, mend: str) -> Availability:
    """Say whether a folder holds the four files, plain or as ``.gz``; ``mend`` tells what to do where it does not."""
    there = all(any(_has_bytes(place / f"{name}{suffix}") for suffix in ("", ".gz")) for name in NAMES)
    return Availability(there=there, place=str(place), next="" if there else mend)


def fashion_mnist(root: str) -> Availability:
    """Say whether the real Fashion-MNIST lies under ``root``."""
    if not root:
        need = (
            f"To train on it, put its files into DIR/{FASHION_MNIST.as_posix()} and name DIR: "
            "--data fashion-mnist --data-root DIR. torchgrade downloads nothing."
        )
        return Availability(there=False, place="", next=need)
    place = Path(root).expanduser().absolute()
    return look(place / FASHION_MNIST, mend_fashion_mnist(place))


def mend_fashion_mnist(root: Path) -> str:
    """Return the sentence that says what to do where a file is missing or damaged."""
    place = show_name(str(root / FASHION_MNIST))
    return f"Put the four files of Fashion-MNIST, plain or as .gz, into {place}, or leave --data away."


def _has_bytes(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False
