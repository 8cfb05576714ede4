"""Digests of the files of a data set, and the file `digest.toml` that keeps them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

FILE = "digest.toml"


def of_bytes(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def joined(parts: Iterable[str]) -> str:
    """Return one digest for several in a fixed order."""
    return of_bytes("\n".join(parts).encode())


def write(folder: Path, found: Mapping[str, str]) -> None:
    """Write ``digest.toml``: the SHA-256 of each file's unpacked bytes, by name."""
    lines = [f'"{name}" = "{digest}"' for name, digest in found.items()]
    text = "# SHA-256 of each file, unpacked.\n[sha256]\n" + "\n".join(lines) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path, mend: str) -> dict[str, str]:
    """Return the contents of a folder's ``digest.toml``.

    :param mend: sentence with the next step if the file is missing or damaged (a UsageError).
    """
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["sha256"]
        return {str(name): str(digest) for name, digest in table.items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UsageError(told("error.data.missing_or_damaged", name=show_name(str(path)), mend=mend)) from error
