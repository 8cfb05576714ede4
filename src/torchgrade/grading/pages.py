"""Records of the students' pages, kept in ``run.sqlite``."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from torchgrade.grading.database import DATABASE, connect
from torchgrade.reports.page_records import PageFile, PageRecord

_AT_ONCE = 100
"""Records of one transaction. Those of a command that ends before are lost, and their pages are written again."""
_WAIT_MS = 2000
"""Milliseconds to wait for a command that writes the database."""
_CACHE_KIB = 256
"""Pages of the database in memory. The records are read and written in their order, so no page is needed again."""


class Pages:
    """Records of the pages of a run: a context manager with a connection of its own, beside a store that reads."""

    def __init__(self, folder: Path) -> None:
        self._database = connect(folder / DATABASE)
        self._database.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._new: dict[str, PageRecord] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.closing(self._database):
            self._write()

    def get(self, submission: str) -> PageRecord | None:
        """Return the record of a submission; None if it is not known."""
        row = self._database.execute("SELECT digest, files FROM pages WHERE submission = ?", (submission,)).fetchone()
        return None if row is None else PageRecord(row[0], msgspec.json.decode(row[1], type=tuple[PageFile, ...]))

    def keep(self, submission: str, record: PageRecord) -> None:
        """Keep the record of pages that were written."""
        self._new[submission] = record
        if len(self._new) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        rows = [(name, one.digest, msgspec.json.encode(one.files).decode()) for name, one in self._new.items()]
        self._new.clear()
        # Without its record a page is only written again, so it is not worth waiting for a locked database.
        with contextlib.suppress(sqlite3.OperationalError), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", rows)
