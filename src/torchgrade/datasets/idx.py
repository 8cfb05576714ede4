"""Reader and writer of the IDX files of Fashion-MNIST, plain and gzipped, with limits."""

from __future__ import annotations

import gzip
import math
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from torchgrade.datasets import files
from torchgrade.errors import UsageError
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

NAMES = files.NAMES
"""The four files of a data set, in the order for joining their digests."""

LIMIT = 64 << 20
"""Maximum number of unpacked bytes of one file; the largest of the full Fashion-MNIST has 47 million."""

_UBYTE = 0x08
_MOST_DIMENSIONS = 3


class DamagedError(UsageError):
    """Error for a file that is not the IDX file that its name promises."""


def unpack(path: Path, mend: str, *, limit: int = LIMIT) -> bytes:
    """Return the bytes of an IDX file, decompressed if its name ends in ``.gz``.

    :param mend: sentence with the next step if the file is missing or damaged.
    :param limit: maximum number of unpacked bytes; a file with more is damaged.

    Raise UsageError if the file cannot be read, and its subclass DamagedError if it is damaged.
    """
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise UsageError(told("error.data.missing", name=_shown(path), mend=mend)) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _damaged(path, phrase("error.data.ends"), mend) from error
    except OSError as error:
        values = {"name": _shown(path), "reason": error.strerror, "mend": mend}
        raise UsageError(told("error.data.unreadable", **values)) from error
    if len(data) > limit:
        raise _damaged(path, phrase("error.data.large", limit=limit), mend)
    return bytes(data)


def decode(data: bytes, path: Path, mend: str) -> npt.NDArray[np.uint8]:
    """Return the uint8 array of an IDX file's bytes; it owns its memory.

    :param path: source of the bytes; the DamagedError of bytes that are not such an array names it.
    :param mend: as in ``unpack``.
    """
    dimensions = data[3] if len(data) > 3 else 0
    start = 4 + 4 * dimensions
    if data[:3] != bytes((0, 0, _UBYTE)) or not 1 <= dimensions <= _MOST_DIMENSIONS or len(data) < start:
        raise _damaged(path, phrase("error.data.begins"), mend)
    shape = [int.from_bytes(data[at : at + 4], "big") for at in range(4, start, 4)]
    if math.prod(shape) != len(data) - start:
        found = phrase("error.data.promises", promised=math.prod(shape), got=len(data) - start)
        raise _damaged(path, found, mend)
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape).copy()


def encode(array: npt.NDArray[np.uint8]) -> bytes:
    """Return a uint8 array of 1 to 3 dimensions as the bytes of an IDX file."""
    if array.dtype != np.uint8 or not 1 <= array.ndim <= _MOST_DIMENSIONS:
        raise ValueError(f"An IDX file of bytes cannot contain {array.dtype} {array.shape}.")
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes((0, 0, _UBYTE, array.ndim)) + sizes + np.ascontiguousarray(array).tobytes()


def write(path: Path, array: npt.NDArray[np.uint8]) -> None:
    """Write an array as an IDX file, compressed if the name ends in ``.gz``, with the same bytes each time."""
    data = encode(array)
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def require_pair(
    images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], paths: tuple[Path, Path], mend: str
) -> None:
    """Raise DamagedError unless a split has n >= 1 images (n, 28, 28) and n labels of 0 to 9.

    :param paths: the files of the two, named in the DamagedError.
    """
    if images.ndim != 3 or images.shape[1:] != (28, 28) or len(images) == 0:
        raise _damaged(paths[0], phrase("error.data.images_shape", shape=list(images.shape)), mend)
    if labels.shape != images.shape[:1]:
        found = phrase("error.data.labels_shape", shape=list(labels.shape), images=len(images))
        raise _damaged(paths[1], found, mend)
    if labels.max() > 9:
        raise _damaged(paths[1], phrase("error.data.label", label=int(labels.max())), mend)


def _damaged(path: Path, found: Phrase, mend: str) -> DamagedError:
    return DamagedError(told("error.data.damaged", name=_shown(path), found=found, mend=mend))


def _shown(path: Path) -> str:
    return show_name(str(path))
