"""Atomic replacement of a file."""

from __future__ import annotations

from pathlib import Path


def write_atomically(path: Path, data: bytes) -> Path:
    """Replace a file by a file with these bytes, so that a reader sees the old content or the new content.

    The temporary file is in the same folder, because a rename across file systems is a copy.

    Raise ``OSError`` if the folder cannot be written; no temporary file is left then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
