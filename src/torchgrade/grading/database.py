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
from torchgrade.grading.brief import brief_of_text
from torchgrade.model.kept import digest
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

DATABASE = "run.sqlite"
LOCK = "run.lock"
LOCKED_SECONDS = 120.0
"""Seconds to wait for another program that locks the database, as some backups do."""
_WAIT_SECONDS = 30.0
"""Seconds of one wait; Ctrl-C ends the command after it."""
SCHEMA = 4
"""``user_version`` of the database. A run with a later version is refused, not guessed at."""

_RESULTS = """
CREATE TABLE results (
    submission TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    complete INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL DEFAULT 1,
    digest TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    versions TEXT NOT NULL DEFAULT '{}',
    text_digest TEXT NOT NULL,
    brief TEXT NOT NULL,
    result TEXT NOT NULL
) WITHOUT ROWID;
"""
"""Results. The long column is the last one, because SQLite reads a row up to the columns that it needs."""

_PEOPLE = """
CREATE TABLE enrolled (position INTEGER PRIMARY KEY, key TEXT NOT NULL, submission TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX enrolled_key ON enrolled (key);
CREATE INDEX enrolled_of ON enrolled (submission);
"""

_ADDED_IN_3 = """
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
CREATE TABLE delivered (submission TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (only INTEGER PRIMARY KEY CHECK (only = 1), record TEXT NOT NULL);
"""

_ADDED_IN_4 = """
CREATE TABLE pages (submission TEXT PRIMARY KEY, digest TEXT NOT NULL, files TEXT NOT NULL) WITHOUT ROWID;
"""

_TABLES = f"""
BEGIN;
CREATE TABLE configuration (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    config TEXT NOT NULL,
    course TEXT NOT NULL
);
CREATE TABLE not_understood (position INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE groups (submission TEXT PRIMARY KEY, members TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (position INTEGER PRIMARY KEY, note TEXT NOT NULL);
{_RESULTS}{_PEOPLE}{_ADDED_IN_3}{_ADDED_IN_4}
PRAGMA user_version = {SCHEMA};
COMMIT;
"""

_FROM_2 = f"""
ALTER TABLE results ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE results ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN at TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN versions TEXT NOT NULL DEFAULT '{{}}';
CREATE TABLE enrolled (position INTEGER PRIMARY KEY, record TEXT NOT NULL);
{_ADDED_IN_3}
INSERT INTO generations
    SELECT 1, 1, '{{"number":1,"kind":"grade","at":""}}' WHERE EXISTS (SELECT 1 FROM configuration);
"""  # noqa: S608 - constants alone
"""Change of the tables of version 2 to those of version 3: every kept result belongs to its first grading."""

_FROM_3 = f"""
ALTER TABLE results RENAME TO results_3;
{_RESULTS}
INSERT INTO results
    SELECT submission, key, complete, gone, generation, digest, at, versions, text_digest(result), brief(result), result
    FROM results_3 ORDER BY submission;
DROP TABLE results_3;
ALTER TABLE enrolled RENAME TO enrolled_3;
{_PEOPLE}
INSERT INTO enrolled
    SELECT position, json_extract(record, '$.key'), coalesce(json_extract(record, '$.submission'), ''), record
    FROM enrolled_3 ORDER BY position;
DROP TABLE enrolled_3;
{_ADDED_IN_4}
"""  # noqa: S608 - constants alone
"""Change of the tables of version 3: a brief form and a digest beside each result, and people found by their key."""


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
        raise _refused(folder, error) from error
    return taken


@contextlib.contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Keep other commands from writing a run inside; the folder itself may be one that cannot be written.

    :raises UsageError: another command is writing the run, or the lock cannot be read.
    """
    if not (folder / LOCK).exists():
        # A copy of the database alone has no writer.
        yield
        return
    address = f"{(folder / LOCK).absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=0)) as shared:
        try:
            shared.execute("BEGIN")
            shared.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raise _refused(folder, error) from error
        yield


def _refused(folder: Path, error: sqlite3.OperationalError) -> UsageError:
    if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return UsageError(told("error.run.busy", name=_shown(folder)))
    return UsageError(told("error.run.unusable", name=_shown(folder), reason=str(error)))


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
    elif version in {2, 3}:
        with contextlib.nullcontext() if writing else contextlib.closing(lock(folder)):
            # Another command may have changed it before the lock was free.
            _upgrade(database, _version(database))
    elif version != SCHEMA:
        raise UsageError(told("error.run.version", name=_shown(folder), found=version, known=SCHEMA))


def _upgrade(database: sqlite3.Connection, version: int) -> None:
    database.create_function("brief", 1, brief_of_text, deterministic=True)
    database.create_function("text_digest", 1, text_digest, deterministic=True)
    steps = "".join(step for before, step in ((2, _FROM_2), (3, _FROM_3)) if version <= before)
    if steps:
        try:
            database.executescript(f"BEGIN IMMEDIATE;{steps}PRAGMA user_version = {SCHEMA};COMMIT;")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Commit everything inside, or nothing if it raises; inside another transaction, that one decides."""
    if database.in_transaction:
        yield
        return
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


def text_digest(text: str) -> str:
    """Return the digest of a kept result, by which a page knows whether it is up to date."""
    return digest(text.encode())


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
