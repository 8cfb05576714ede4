"""Write a file whole or not at all."""

from __future__ import annotations

from pathlib import Path


def write_atomically(path: Path, data: bytes) -> Path:
    """Replace a file by one with these bytes, so that a reader sees the old one or the new one.

    The temporary file lies in the same folder, because a rename across file systems is a copy.
    Raise ``OSError`` where the folder cannot be written; no temporary file is left then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
