"""Opening of a submitted file without following a link or waiting for a pipe."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from torchgrade.model.told import told


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading.

    :raises OSError: the file cannot be opened, is a link, or is not a regular file.
    """
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(0, told("error.file.not_regular"))
    return file
