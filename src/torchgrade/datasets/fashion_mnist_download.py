"""Download of Fashion-MNIST through torchvision, which knows its servers and its checksums."""

from __future__ import annotations

import os
import socket
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

from torchvision.datasets import FashionMNIST, utils

from torchgrade.datasets.fetching import FetchError, Step, Tell
from torchgrade.datasets.files import FASHION_MNIST
from torchgrade.model.phrases import Words, phrase

MIRROR = "TORCHGRADE_FASHION_MNIST_MIRROR"
"""Environment variable: URL of a folder with the four ``.gz`` files, if the usual servers are not reachable."""
_SECONDS = 30.0
"""Maximum time without data from a server before the download fails."""
_TOLD_BYTES = 1 << 18


def fetch(folder: str, tell: Tell) -> None:
    """Download the four files into ``folder`` in torchvision's layout, and unpack them.

    :raises FetchError: a file is not available, or its checksum is not the one that torchvision lists.
    """
    socket.setdefaulttimeout(_SECONDS)
    place = Path(folder) / FASHION_MNIST
    mirror = os.environ.get(MIRROR, "").strip()
    mirrors = [f"{mirror.rstrip('/')}/"] if mirror else list(FashionMNIST.mirrors)
    resources = list(FashionMNIST.resources)
    for number, (name, md5) in enumerate(resources, start=1):
        _listen(Step(file=name, number=number, of=len(resources), done=0, total=None), tell)
        _fetch_one(name, md5, mirrors, place)


def _fetch_one(name: str, md5: str, mirrors: list[str], place: Path) -> None:
    error = FetchError(name, phrase("error.download.no_server"))
    for mirror in mirrors:
        try:
            utils.download_and_extract_archive(f"{mirror}{name}", str(place), filename=name, md5=md5)
        except (OSError, HTTPException, RuntimeError, ValueError) as failure:
            # The reason is empty, because torchvision raises a RuntimeError if the file exists with another checksum.
            reason = "" if type(failure) is RuntimeError and (place / name).is_file() else _say(failure)
            error = FetchError(name, reason)
        else:
            return
    raise error


def _say(failure: Exception) -> Words:
    reason = failure.reason if type(failure) is URLError else failure
    if isinstance(reason, TimeoutError):
        return phrase("error.download.no_answer")
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason) or type(failure).__name__


def _listen(start: Step, tell: Tell) -> None:
    """Report the progress of the next file instead of torchvision's progress bar."""

    class Bar:
        def __init__(self, *, total: int | None = None, **_: object) -> None:
            self._total = total
            self._done = self._told = 0
            self._tell()

        def __enter__(self) -> Bar:
            return self

        def __exit__(self, *_: object) -> None:
            self._tell()

        def update(self, count: int) -> None:
            self._done += count
            if self._done - self._told >= _TOLD_BYTES:
                self._tell()

        def _tell(self) -> None:
            self._told = self._done
            step = Step(file=start.file, number=start.number, of=start.of, done=self._done, total=self._total)
            tell(step)

    tell(start)
    # If a version of torchvision has no bar with this name, each file is one step.
    if hasattr(utils, "tqdm"):
        utils.tqdm = Bar
