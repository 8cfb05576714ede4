"""The database file of a run: its folder, its lock, its tables, and their change from earlier versions."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

DATABASE = "run.sqlite"
LOCK = "run.lock"
LOCKED_SECONDS = 120.0
"""Seconds to wait for another program that locks the database, as some backups do."""
_WAIT_SECONDS = 30.0
"""Seconds of one wait; Ctrl-C ends the command after it."""
SCHEMA = 3
"""``user_version`` of the database. A run with a later version is refused, not guessed at."""

_LATER_TABLES = """
CREATE TABLE generations (number INTEGER PRIMARY KEY, finished INTEGER NOT NULL, record TEXT NOT NULL);
CREATE TABLE earlier (
    position INTEGER PRIMARY KEY,
    submission TEXT NOT NULL,
    generation INTEGER NOT NULL,
    key TEXT NOT NULL,
    attempt TEXT NOT NULL,
    result TEXT NOT NULL
);
CREATE INDEX earlier_of ON earlier (submission, generation);
CREATE TABLE overrides (
    position INTEGER PRIMARY KEY,
    who TEXT NOT NULL,
    points REAL,
    why TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE TABLE enrolled (position INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE delivered (submission TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (only INTEGER PRIMARY KEY CHECK (only = 1), record TEXT NOT NULL);
"""
"""Tables that version 3 added."""

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
    gone INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL DEFAULT 1,
    digest TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    versions TEXT NOT NULL DEFAULT '{{}}'
) WITHOUT ROWID;
CREATE TABLE not_understood (position INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE groups (submission TEXT PRIMARY KEY, members TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (position INTEGER PRIMARY KEY, note TEXT NOT NULL);
{_LATER_TABLES}
PRAGMA user_version = {SCHEMA};
COMMIT;
"""

_FROM_2 = f"""
BEGIN IMMEDIATE;
ALTER TABLE results ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE results ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN at TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN versions TEXT NOT NULL DEFAULT '{{}}';
{_LATER_TABLES}
INSERT INTO generations
    SELECT 1, 1, '{{"number":1,"kind":"grade","at":""}}' WHERE EXISTS (SELECT 1 FROM configuration);
PRAGMA user_version = {SCHEMA};
COMMIT;
"""  # noqa: S608 - constants alone
"""Change of a run of version 2: every kept result belongs to its first grading."""


def make_folder(folder: Path) -> None:
    """Make the folder of a run (0700) if it does not exist.

    :raises UsageError: it cannot be made, or contains other files.
    """
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


def lock(folder: Path) -> sqlite3.Connection:
    """Take the lock of a run; the system releases it however the command ends.

    :raises UsageError: another command has the lock, or none can be made there.
    """
    taken = None
    try:
        taken = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0)
        taken.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if taken is not None:
            taken.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise UsageError(told("error.run.busy", name=_shown(folder))) from error
        raise UsageError(told("error.run.unusable", name=_shown(folder), reason=str(error))) from error
    return taken


def connect(path: Path, options: str = "") -> sqlite3.Connection:
    """Open a database with a write-ahead log, or with a rollback journal if the log is refused."""
    address = f"{path.absolute().as_uri()}{options}"
    database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=_WAIT_SECONDS)
    try:
        with contextlib.suppress(sqlite3.OperationalError):
            # Some network file systems refuse the log by an error, others by keeping `delete`: both work (ruling 10).
            database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        database.close()
        raise
    return database


def connect_reading(path: Path, opened: contextlib.ExitStack) -> sqlite3.Connection:
    """Open a database only to read it, also on a disk or in a folder that cannot be written.

    :param opened: closes the database, and removes a copy of it.
    """
    try:
        database = opened.enter_context(contextlib.closing(connect(path)))
        _version(database)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
    else:
        return database
    # SQLite cannot make the shared memory of the log there.
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size > 0:
        # A killed command left results in the log, which only a copy of both files can show.
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="torchgrade-")))
        for one in (path, log):
            shutil.copyfile(one, place / one.name)
        return opened.enter_context(contextlib.closing(connect(place / path.name)))
    return opened.enter_context(contextlib.closing(connect(path, "?immutable=1")))


def require_writable(database: sqlite3.Connection) -> None:
    """Raise the error of SQLite if a file can be opened but not written, before anything is graded for it."""
    with transaction(database):
        database.execute("UPDATE results SET gone = gone WHERE 0")


def prepare(database: sqlite3.Connection, folder: Path, *, writing: bool) -> None:
    """Make the tables of a new run, or change those of an earlier version.

    :param writing: whether the caller has the lock and may begin a run.
    :raises UsageError: the database is not a run, or a later version of torchgrade wrote it.
    """
    version = _version(database)
    if version == 0:
        # The tables and the version are written in one transaction, so a file with tables alone is not a run.
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables:
            raise UsageError(told("error.run.foreign", name=_shown(folder / DATABASE)))
        if not writing:
            raise UsageError(told("error.run.not_a_run", name=_shown(folder)))
        database.executescript(_TABLES)
    elif version == 2:
        with contextlib.nullcontext() if writing else contextlib.closing(lock(folder)):
            # Another command may have changed it before the lock was free.
            if _version(database) != SCHEMA:
                database.executescript(_FROM_2)
    elif version != SCHEMA:
        raise UsageError(told("error.run.version", name=_shown(folder), found=version, known=SCHEMA))


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Commit everything inside, or nothing if it raises."""
    _patiently(database, "BEGIN IMMEDIATE")
    try:
        yield
        _patiently(database, "COMMIT")
    except BaseException:
        # SQLite itself has ended the transaction after some errors, as after a full disk.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _patiently(database: sqlite3.Connection, statement: str) -> None:
    """Execute a statement, again and again while another program locks the database."""
    deadline = time.monotonic() + LOCKED_SECONDS
    while True:
        try:
            database.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        else:
            return


def encoded(record: Struct | Sequence[str] | Mapping[str, str]) -> str:
    """Return a record as the JSON text of a column."""
    return msgspec.json.encode(record).decode()


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def journal_in(folder: Path) -> str:
    """Return the journal that runs in a folder would have: ``wal`` or ``delete``; the folder stays as it is.

    :raises OSError: the folder cannot be written.
    :raises sqlite3.Error: no database works there.
    """
    with (
        tempfile.TemporaryDirectory(prefix=".torchgrade-", dir=folder) as place,
        contextlib.closing(connect(Path(place) / DATABASE)) as database,
    ):
        # A write shows whether the log's shared memory works, which opening the database does not.
        database.execute("CREATE TABLE written (row INTEGER)")
        return str(database.execute("PRAGMA journal_mode").fetchone()[0])


def _shown(path: Path) -> str:
    return show_name(str(path))
