"""Sentences for a disk or a database that fails while a command has a run open."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from torchgrade.errors import StorageError, TorchgradeError, UsageError
from torchgrade.model.phrases import Words, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Errors of a file that cannot grow: a full disk, a used quota, a limit on the size of files."""
_LEAST_BYTES = 1 << 20
"""Free bytes below which a disk counts as full, because SQLite reports some full disks as failed ones."""
_KINDS = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_IOERR: "failed",
    sqlite3.SQLITE_READONLY: "unusable",
    sqlite3.SQLITE_CANTOPEN: "unusable",
    sqlite3.SQLITE_PERM: "unusable",
    sqlite3.SQLITE_CORRUPT: "unreadable",
    sqlite3.SQLITE_NOTADB: "unreadable",
}
"""Entry of the sentence for each error of SQLite."""

Counting = Callable[[], int]


def is_full(error: OSError) -> bool:
    """Return whether a file cannot grow."""
    return error.errno in _FULL


def full(place: Path) -> StorageError:
    """Return the error for a full disk on which only files that can be written again are missing."""
    return StorageError(told("error.run.full_files", name=_shown(place)))


def storage_error(folder: Path, error: BaseException | None, count: Counting | None) -> TorchgradeError | None:
    """Return the sentence for an error of the disk or the database; None for every other error.

    :param count: counts the kept results, and may fail as well; None if the database is not open.
    """
    kind, reason = _kind(folder, error), str(error)
    if kind in {"full", "locked"}:
        return _sentence(kind, folder, count)
    if kind == "failed":
        return _sentence(kind, folder, count, reason=reason)
    return None if kind is None else UsageError(told(f"error.run.{kind}", name=_shown(folder), reason=reason))


def _kind(folder: Path, error: BaseException | None) -> str | None:
    """Return the entry of the sentence for an error, or None if it is not one of a disk or a database."""
    if isinstance(error, OSError):
        return "full" if is_full(error) else None
    # The lowest byte is the kind of the error, the next one its details.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_IOERR and _has_no_room(folder):
        return "full"
    return _KINDS.get(code)


def _sentence(entry: str, folder: Path, count: Counting | None, **values: str) -> StorageError:
    kept: Words = phrase("error.run.all_kept")
    with contextlib.suppress(sqlite3.Error):
        kept = str(count()) if count else kept
    return StorageError(told(f"error.run.{entry}", name=_shown(folder), kept=kept, **values))


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_BYTES
    except OSError:
        return False


def _shown(path: Path) -> str:
    return show_name(str(path))
