"""Writing of a planned export: files, and zips that are split at a size."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.exports.planned import Planned, PlannedArchive, PlannedFile
from torchgrade.model.files import replacing, write_atomically

MEGABYTE = 10**6
_TIME = (1980, 1, 1, 0, 0, 0)
"""Time of every member, because the same pages must give the same bytes: Moodle skips a file that did not change."""
_MEMBER_BYTES = 200
"""Upper limit of the bytes that a zip needs for a member beside its name and its content."""


def write_planned(planned: Planned, folder: Path, zip_mb: int) -> list[Path]:
    """Write the files of an export below a folder, and return their paths.

    :param zip_mb: largest size of a zip in megabytes.
    :raises OSError: a file cannot be read or written.
    """
    written: list[Path] = []
    for file in planned.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(file, PlannedFile):
            written.append(write_atomically(path, file.data))
        else:
            written += _write_archive(file, path, zip_mb * MEGABYTE)
    return written


def _write_archive(archive: PlannedArchive, path: Path, limit: int) -> Iterator[Path]:
    for number, members in enumerate(parts(archive.members, limit), start=1):
        place = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        with replacing(place) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as opened:
            for name, file in members:
                opened.writestr(zipfile.ZipInfo(name, _TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
        yield place


def parts(members: Sequence[tuple[str, Path]], limit: int) -> Iterator[list[tuple[str, Path]]]:
    """Yield the members of each zip of at most ``limit`` bytes; a member that is larger alone has a zip of its own."""
    part: list[tuple[str, Path]] = []
    size = 0
    for name, file in members:
        # A zip has the name of a member twice.
        needed = len(zlib.compress(file.read_bytes())) + 2 * len(name.encode()) + _MEMBER_BYTES
        if part and size + needed > limit:
            yield part
            part, size = [], 0
        part.append((name, file))
        size += needed
    if part:
        yield part
