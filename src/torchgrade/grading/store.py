"""``run.sqlite``: the whole knowledge of a class run, each result committed as soon as it is known.

One command at a time writes a run. It has the lock ``run.lock``, which the system releases however the command ends.
Reading (``report``) needs no lock.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.grading.brief import brief_text
from torchgrade.grading.database import (
    DATABASE,
    connect,
    connect_reading,
    encoded,
    lock,
    make_folder,
    prepare,
    require_writable,
    text_digest,
    transaction,
)
from torchgrade.grading.history import History
from torchgrade.grading.kept_rows import KeptRows
from torchgrade.grading.register import Register
from torchgrade.grading.storage import storage_error
from torchgrade.grading.streams import Results, Source
from torchgrade.model.course import CourseInfo
from torchgrade.model.files import remove_leftovers
from torchgrade.model.history import attempt_of
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_KEY_BYTES = 32
_ORIGIN = "SELECT submission, generation, digest, at, versions FROM results"
_EARLIER = "INSERT INTO earlier (submission, generation, key, attempt, result) VALUES (?, ?, ?, ?, ?)"


_NEVER_COUNTED = 1 << 62
"""Grading in the row of an attempt that never counted, so that no comparison of two gradings takes it for a mark."""


class Kept(Struct, frozen=True, kw_only=True):
    """Contents of a run's configuration row."""

    config: RunConfig
    """Options and seeds of the run."""
    course: CourseInfo
    """Exercises and versions of the run's results."""


class Made(Struct, frozen=True, kw_only=True):
    """Origin of a kept result."""

    generation: int = 1
    """Number of the grading that made it."""
    digest: str = ""
    """Digest of the submitted files; empty for a result of an earlier version of torchgrade."""
    at: str = ""
    """Time of submission according to the delivery; empty if it is not known."""
    versions: Mapping[str, str] = {}
    """Digest of each graded exercise; empty for a result of an earlier version of torchgrade."""


class Store:
    """Database of one run folder: a context manager that has the lock if it may write."""

    def __init__(self, folder: Path, *, writing: bool) -> None:
        """Open the run. If ``writing``, make its folder (0700) and database if they do not exist.

        :raises UsageError: ``folder`` is not a run, contains other files, or another command is writing it.
        """
        self.folder = folder
        with contextlib.ExitStack() as opened:
            if writing:
                make_folder(folder)
                opened.callback(lock(folder).close)
                remove_leftovers(folder)
            elif not (folder / DATABASE).is_file():
                raise UsageError(told("error.run.not_a_run", name=show_name(str(folder))))
            count = None
            try:
                if writing:
                    self._database = opened.enter_context(contextlib.closing(connect(folder / DATABASE)))
                else:
                    self._database = connect_reading(folder / DATABASE, opened)
                count = self.count
                prepare(self._database, folder, writing=writing)
                if writing:
                    require_writable(self._database)
            except (sqlite3.DatabaseError, OSError) as error:
                told_error = storage_error(folder, error, count)
                if told_error is not None:
                    raise told_error from error
                values = {"name": show_name(str(folder / DATABASE)), "reason": str(error)}
                raise UsageError(told("error.run.unreadable", **values)) from error
            self._opened = opened.pop_all()
        self.source = Source(folder, self._database)
        self.register = Register(self._database)
        self.history = History(self._database, self.source)
        self.rows = KeptRows(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        told_error = storage_error(self.folder, error, self.count)
        with contextlib.suppress(sqlite3.Error) if told_error else contextlib.nullcontext():
            self.source.close()
            self._opened.close()
        if told_error is not None:
            raise told_error from error

    def count(self) -> int:
        """Return how many submissions have a result."""
        return int(self._database.execute("SELECT count(*) FROM results").fetchone()[0])

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the run inside, whatever another command keeps meanwhile."""
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.execute("COMMIT")

    @contextlib.contextmanager
    def steady(self) -> Iterator[None]:
        """Read one state of the run inside for as long as it takes, unless this would stop a command that grades.

        Without a write-ahead log, a reader stops every writer. The inside then sees the results that come meanwhile.
        """
        with self.snapshot() if self.journal() == "wal" else contextlib.nullcontext():
            yield

    def kept(self) -> Kept | None:
        """Return the configuration, or None before the first grading."""
        row = self._database.execute("SELECT config, course FROM configuration").fetchone()
        if row is None:
            return None
        return Kept(
            config=msgspec.json.decode(row[0], type=RunConfig),
            course=msgspec.json.decode(row[1], type=CourseInfo),
        )

    def keep_configuration(self, kept: Kept) -> None:
        """Write the configuration of a new run, or the course of a regrade."""
        with transaction(self._database):
            self._database.execute(
                "INSERT OR REPLACE INTO configuration VALUES (1, ?, ?)",
                (encoded(kept.config), encoded(kept.course)),
            )

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """Commit everything that is kept inside in one transaction, or nothing if it raises."""
        with transaction(self._database):
            yield

    def is_complete(self, submission: str, key: str, digest: str = "") -> bool:
        """Return whether a result of this job is kept that is not an error of ours (ruling 1).

        A result of the same files counts even if a regrade of other submissions changed the course of the run since,
        because only ``regrade`` changes a mark without a change of the files.

        :param digest: digest of the files; empty if only a result of this very job counts.
        """
        row = self._database.execute(
            "SELECT complete, key, digest FROM results WHERE submission = ?", (submission,)
        ).fetchone()
        return row is not None and bool(row[0]) and (row[1] == key or ("" != digest == row[2]))

    def has_complete(self, submission: str) -> bool:
        """Return whether a submission has a result that is not an error of ours, whatever its files."""
        found = self._database.execute("SELECT 1 FROM results WHERE submission = ? AND complete", (submission,))
        return found.fetchone() is not None

    def complete(self) -> frozenset[str]:
        """Return the ids of the submissions with a result that is not an error of ours, whatever their files."""
        rows = self._database.execute("SELECT submission FROM results WHERE complete")
        return frozenset(name for (name,) in rows)

    def graded(self) -> frozenset[str]:
        """Return the ids of the submissions with a result."""
        rows = self._database.execute("SELECT submission FROM results")
        return frozenset(name for (name,) in rows)

    def keep(self, key: str, result: SubmissionResult, made: Made | None = None) -> None:
        """Commit one result. A complete result of an earlier grading or of other files becomes history.

        An error of ours is no result of the student, so a later result replaces it without a trace.
        """
        origin, text = made or Made(), encoded(result)
        with transaction(self._database):
            self._make_history(result.submission, origin)
            self._database.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
                (
                    result.submission,
                    key,
                    result.points is not None,
                    origin.generation,
                    origin.digest,
                    origin.at,
                    encoded(origin.versions),
                    text_digest(text),
                    brief_text(result),
                    text,
                ),
            )

    def keep_earlier(self, key: str, result: SubmissionResult, made: Made, number: int) -> None:
        """Commit the result of an earlier attempt as history; an error of ours is left out, so that it is tried again.

        :param number: place of the attempt in its delivery, from 1.
        """
        if result.points is None:
            return
        attempt = attempt_of(result, made.generation, made.digest, made.at, number=number)
        with transaction(self._database):
            self._database.execute(
                _EARLIER, (result.submission, _NEVER_COUNTED, key, encoded(attempt), encoded(result))
            )

    def _make_history(self, submission: str, now: Made) -> None:
        row = self._database.execute(
            "SELECT key, result, generation, digest, at FROM results WHERE submission = ? AND complete", (submission,)
        ).fetchone()
        if row is None:
            return
        key, text, before, digest, at = row
        # A grading that was interrupted may go on a week later, with other files.
        if before >= now.generation and digest == now.digest:
            return
        attempt = attempt_of(msgspec.json.decode(text, type=SubmissionResult), before, digest, at)
        self._database.execute(_EARLIER, (submission, before, key, encoded(attempt), text))

    def results(self) -> Results:
        """Return every result, sorted by id, including results whose submission is gone.

        They are decoded one after another, in each pass anew, also after the store was closed.
        """
        return Results(self.source, "result")

    def briefs(self) -> Results:
        """Return the brief form of every result (:mod:`torchgrade.grading.brief`), in the same way."""
        return Results(self.source, "brief")

    def origin(self, submission: str) -> Made | None:
        """Return the origin of the result of a submission; None without a result."""
        rows = self._database.execute(f"{_ORIGIN} WHERE submission = ?", (submission,)).fetchall()
        return _made(rows[0]) if rows else None

    def made(self) -> dict[str, Made]:
        """Return the origin of each result by its submission."""
        return {row[0]: _made(row) for row in self._database.execute(_ORIGIN)}

    def gone(self) -> frozenset[str]:
        """Return the ids of results whose submission was no longer found."""
        rows = self._database.execute("SELECT submission FROM results WHERE gone")
        return frozenset(name for (name,) in rows)

    def pseudonym_key(self) -> bytes:
        """Return the secret from which this run's pseudonyms are derived; draw it on the first call.

        Only ``run.sqlite`` contains it. It needs no lock, because the first of two writers wins.
        """
        with transaction(self._database):
            # The table came without a new version, because an older torchgrade can still read the run.
            self._database.execute("CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
            self._database.execute(
                "INSERT OR IGNORE INTO secrets VALUES ('pseudonyms', ?)", (secrets.token_bytes(_KEY_BYTES),)
            )
        row = self._database.execute("SELECT value FROM secrets WHERE name = 'pseudonyms'").fetchone()
        return bytes(row[0])

    def journal(self) -> str:
        """Return the journal that the file system allowed: ``wal``, otherwise ``delete``."""
        return str(self._database.execute("PRAGMA journal_mode").fetchone()[0])


def _made(row: tuple[Any, ...]) -> Made:
    _, generation, digest, at, versions = row
    return Made(
        generation=generation, digest=digest, at=at, versions=msgspec.json.decode(versions, type=dict[str, str])
    )
