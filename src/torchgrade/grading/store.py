"""``run.sqlite``: the whole knowledge of a class run, each result committed as soon as it is known.

One command at a time writes a run. It has the lock ``run.lock``, which the system releases however the command ends.
Reading (``report``) needs no lock.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

DATABASE = "run.sqlite"
LOCK = "run.lock"
SCHEMA = 2
"""``user_version`` of the database. A run with another version is refused, not guessed at."""

_TABLES = f"""
BEGIN;
CREATE TABLE configuration (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    config TEXT NOT NULL,
    course TEXT NOT NULL
);
CREATE TABLE results (
    submission TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    complete INTEGER NOT NULL,
    result TEXT NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE not_understood (position INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE groups (submission TEXT PRIMARY KEY, members TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (position INTEGER PRIMARY KEY, note TEXT NOT NULL);
PRAGMA user_version = {SCHEMA};
COMMIT;
"""


class Kept(Struct, frozen=True, kw_only=True):
    """Contents of a run's configuration row."""

    config: RunConfig
    """Options and seeds of the run."""
    course: CourseInfo
    """Exercises and versions of the run's results."""


class Store:
    """Database of one run folder: a context manager that has the lock if it may write."""

    def __init__(self, folder: Path, *, writing: bool) -> None:
        """Open the run. If ``writing``, make its folder (0700) and database if they do not exist.

        :raises UsageError: ``folder`` is not a run, contains other files, or another command is writing it.
        """
        self.folder = folder
        with contextlib.ExitStack() as opened:
            if writing:
                _make_folder(folder)
                opened.callback(_lock(folder).close)
            elif not (folder / DATABASE).is_file():
                raise UsageError(told("error.run.not_a_run", name=_shown(folder)))
            try:
                self._database = opened.enter_context(contextlib.closing(_connect(folder / DATABASE)))
                self._check_schema(writing=writing)
            except sqlite3.DatabaseError as error:
                values = {"name": _shown(folder / DATABASE), "reason": str(error)}
                raise UsageError(told("error.run.unreadable", **values)) from error
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def _check_schema(self, *, writing: bool) -> None:
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            # The tables and the version are written in one transaction, so a file with tables alone is not a run.
            (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables:
                raise UsageError(told("error.run.foreign", name=_shown(self.folder / DATABASE)))
            if not writing:
                raise UsageError(told("error.run.not_a_run", name=_shown(self.folder)))
            self._database.executescript(_TABLES)
            version = SCHEMA
        if version != SCHEMA:
            raise UsageError(told("error.run.version", name=_shown(self.folder), found=version, known=SCHEMA))

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
        """Write the configuration of a new run."""
        with self._transaction():
            self._database.execute(
                "INSERT INTO configuration VALUES (1, ?, ?)",
                (_json(kept.config), _json(kept.course)),
            )

    def keep_listing(
        self,
        present: Iterable[str],
        refused: Sequence[NotUnderstood],
        problems: Sequence[Note],
        groups: Mapping[str, Sequence[str]],
    ) -> None:
        """Write the submissions that this start of the command found, and mark results whose submission is gone.

        The groups of earlier starts stay, because a result whose submission is gone still belongs to its members.
        """
        names = list(present)
        with self._transaction():
            self._database.execute("UPDATE results SET gone = 1")
            self._database.executemany("UPDATE results SET gone = 0 WHERE submission = ?", ((name,) for name in names))
            for table, rows in (("not_understood", refused), ("problems", problems)):
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the two words above
                self._database.executemany(
                    f"INSERT INTO {table} (note) VALUES (?)",  # noqa: S608 - as above
                    ((_json(row),) for row in rows),
                )

            self._database.executemany("DELETE FROM groups WHERE submission = ?", ((name,) for name in names))
            self._database.executemany(
                "INSERT INTO groups VALUES (?, ?)",
                ((submission, _json(members)) for submission, members in groups.items()),
            )

    def add_problem(self, problem: Note) -> None:
        """Append one problem of the run."""
        with self._transaction():
            self._database.execute("INSERT INTO problems (note) VALUES (?)", (_json(problem),))

    def is_complete(self, submission: str, key: str) -> bool:
        """Return whether a result of this job is kept that is not an error of ours (ruling 1)."""
        row = self._database.execute(
            "SELECT complete FROM results WHERE submission = ? AND key = ?", (submission, key)
        ).fetchone()
        return row is not None and bool(row[0])

    def complete(self) -> frozenset[str]:
        """Return the ids of the submissions with a result that is not an error of ours, whatever their files."""
        rows = self._database.execute("SELECT submission FROM results WHERE complete")
        return frozenset(name for (name,) in rows)

    def keep(self, key: str, result: SubmissionResult) -> None:
        """Commit one result. It replaces an earlier result of the same submission."""
        with self._transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, 0)",
                (result.submission, key, result.points is not None, _json(result)),
            )

    def results(self) -> list[SubmissionResult]:
        """Return every result, sorted by id, including results whose submission is gone."""
        rows = self._database.execute("SELECT result FROM results ORDER BY submission")
        return [msgspec.json.decode(text, type=SubmissionResult) for (text,) in rows]

    def gone(self) -> frozenset[str]:
        """Return the ids of results whose submission was no longer found."""
        rows = self._database.execute("SELECT submission FROM results WHERE gone")
        return frozenset(name for (name,) in rows)

    def not_understood(self) -> tuple[NotUnderstood, ...]:
        """Return the inputs that no reader claimed, each with the reason."""
        rows = self._database.execute("SELECT note FROM not_understood ORDER BY position")
        return tuple(msgspec.json.decode(text, type=NotUnderstood) for (text,) in rows)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the members of each submission of a group."""
        rows = self._database.execute("SELECT submission, members FROM groups")
        return {submission: msgspec.json.decode(text, type=tuple[str, ...]) for submission, text in rows}

    def problems(self) -> tuple[Note, ...]:
        """Return the problems of the run as a whole, for a person to look at."""
        rows = self._database.execute("SELECT note FROM problems ORDER BY position")
        return tuple(msgspec.json.decode(text, type=Note) for (text,) in rows)

    def journal(self) -> str:
        """Return the journal that the file system allowed: ``wal``, otherwise ``delete``."""
        return str(self._database.execute("PRAGMA journal_mode").fetchone()[0])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def journal_in(folder: Path) -> str:
    """Return the journal that a folder's file system allows a run, ``wal`` or ``delete``; leave no file behind.

    :raises OSError: the folder cannot be written.
    :raises sqlite3.Error: no database works there.
    """
    with (
        tempfile.TemporaryDirectory(prefix=".torchgrade-", dir=folder) as place,
        contextlib.closing(_connect(Path(place) / DATABASE)) as database,
    ):
        # A write shows whether the log's shared memory works, which opening the database does not.
        database.execute("CREATE TABLE written (row INTEGER)")
        return str(database.execute("PRAGMA journal_mode").fetchone()[0])


def _json(record: Struct | Sequence[str]) -> str:
    return msgspec.json.encode(record).decode()


def _shown(path: Path) -> str:
    return show_name(str(path))


def _make_folder(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        others = [
            entry.name for entry in folder.iterdir() if entry.name != LOCK and not entry.name.startswith(DATABASE)
        ]
    except OSError as error:
        raise UsageError(told("error.run.not_a_folder", name=_shown(folder), reason=error.strerror)) from error
    if others and not (folder / DATABASE).exists():
        raise UsageError(told("error.run.not_empty", name=_shown(folder)))


def _connect(path: Path, options: str = "") -> sqlite3.Connection:
    """Open a database with a write-ahead log, or with a rollback journal if the log is refused."""
    address = f"{path.absolute().as_uri()}{options}"
    database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=30)
    with contextlib.suppress(sqlite3.OperationalError):
        # Some network file systems refuse the log by an error, others by keeping `delete`: both work (ruling 10).
        database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    return database


def _lock(folder: Path) -> sqlite3.Connection:
    lock = None
    try:
        lock = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if lock is not None:
            lock.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise UsageError(told("error.run.busy", name=_shown(folder))) from error
        raise UsageError(told("error.run.unusable", name=_shown(folder), reason=str(error))) from error
    return lock
