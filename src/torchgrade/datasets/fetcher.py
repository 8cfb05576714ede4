"""Process for downloads: ``python -I -m torchgrade.datasets.fetcher REFERENCE FOLDER``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from torchgrade.datasets.fetching import FetchError, Refused, Told
from torchgrade.plugins.resources import resolve


def main(arguments: Sequence[str], out: BinaryIO) -> None:
    """Call the function that the first argument names, and write each of its steps as a line of JSON."""
    reference, folder = arguments

    def write(told: Told) -> None:
        try:
            out.write(msgspec.json.encode(told) + b"\n")
            out.flush()
        except BrokenPipeError:
            # Remove the folder, because the command has ended and cannot do it. Raise SystemExit, because a library
            # might treat this error as a network error and retry.
            shutil.rmtree(folder, ignore_errors=True)
            raise SystemExit(1) from None

    try:
        resolve(reference)(folder, write)
    except FetchError as error:
        write(Refused(file=error.file, reason=error.reason))


if __name__ == "__main__":
    lines = sys.stdout.buffer
    # Redirect stdout, because a library that prints must not write between the lines.
    sys.stdout = sys.stderr
    main(sys.argv[1:], lines)
