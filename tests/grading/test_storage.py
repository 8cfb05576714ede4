"""A full disk, a run that cannot be written and a locked database: one sentence each, and no result is lost."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.grading.test_outputs import fill
from tests.grading.test_store import result_of
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import ExitCode, StorageError, UsageError
from torchgrade.grading import database as database_module
from torchgrade.grading import storage
from torchgrade.grading.database import DATABASE
from torchgrade.grading.outputs import write_outputs
from torchgrade.grading.storage import storage_error
from torchgrade.grading.store import Store
from torchgrade.model.told import in_language

NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user can reach, because a test of root gives up being root."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def read_only(folder: Path, *closed: str) -> Iterator[None]:
    """Make a run, or only some of its files, read-only inside, for root as well."""
    entries = [folder, *folder.rglob("*")]
    for entry in entries:
        entry.chmod(0o777 if entry.is_dir() else 0o666)
        if not closed or entry.name in closed:
            entry.chmod(0o555 if entry.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


def keep_until_full(folder: Path) -> None:
    """Keep results until the database cannot grow."""
    with Store(folder, writing=True) as store:
        pages = store._database.execute("PRAGMA page_count").fetchone()[0]
        store._database.execute(f"PRAGMA max_page_count = {pages + 4}")
        for number in range(1000):
            store.keep("k", result_of(f"s{number:03}"))


def test_a_full_disk_is_said_with_the_number_of_results_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is full") as caught:
        keep_until_full(tmp_path / "run")

    with Store(tmp_path / "run", writing=True) as store:
        count = store.count()
        assert count > 1
        assert [one.submission for one in store.results()] == [f"s{number:03}" for number in range(count)]
        store.keep("k", result_of("zoe"))
        assert store.count() == count + 1
    assert f"Results kept: {count}. Free some space" in str(caught.value)
    assert f"已保留的结果：{count}。" in in_language(caught.value, catalogue_for(language="zh"))
    assert caught.value.exit_code == ExitCode.INTERNAL


def test_a_page_that_does_not_fit_is_said_and_written_later(bench: Any) -> None:
    resource = pytest.importorskip("resource")
    fill(bench)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Store(bench.out, writing=False) as store:
        # Python ignores the signal of this limit, so a write beyond it is an error, as on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            with pytest.raises(StorageError, match="The results are kept. Free some space"):
                write_outputs(store, bench.plugins())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert [path for path in bench.out.rglob("*") if path.suffix == ".tmp"] == []
        assert write_outputs(store, bench.plugins()).is_file()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_error_of_a_file_that_cannot_grow_is_a_full_disk(number: int, tmp_path: Path) -> None:
    error = storage_error(tmp_path, OSError(number, ""), lambda: 7)

    assert "is full. Results kept: 7." in str(error)
    assert storage_error(tmp_path, OSError(errno.EACCES, ""), lambda: 7) is None


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("the reason")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_FULL, "is full"),
        (sqlite3.SQLITE_BUSY, "Another program has locked"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "Another program has locked"),
        (sqlite3.SQLITE_IOERR_WRITE, "failed (the reason)"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "cannot be used: the reason"),
        (sqlite3.SQLITE_CORRUPT, "cannot be read (the reason)"),
    ],
)
def test_each_kind_of_error_has_its_sentence(code: int, said: str, tmp_path: Path) -> None:
    assert said in str(storage_error(tmp_path, sqlite_error(code), lambda: 7))


def test_a_failed_write_on_a_disk_without_room_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_LEAST_BYTES", shutil.disk_usage(tmp_path).total + 1)

    assert "is full" in str(storage_error(tmp_path, sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), lambda: 7))


def test_where_results_cannot_be_counted_all_so_far_are_kept(tmp_path: Path) -> None:
    def fail() -> int:
        raise sqlite3.OperationalError

    assert "Results kept: all so far." in str(storage_error(tmp_path, sqlite_error(sqlite3.SQLITE_FULL), fail))


def test_an_error_of_ours_stays_one(tmp_path: Path) -> None:
    assert storage_error(tmp_path, sqlite_error(sqlite3.SQLITE_ERROR), lambda: 7) is None
    assert storage_error(tmp_path, ValueError(), lambda: 7) is None
    assert storage_error(tmp_path, None, lambda: 7) is None
    with pytest.raises(sqlite3.OperationalError, match="no such table"), Store(tmp_path / "run", writing=True) as store:
        store._database.execute("SELECT * FROM absent")


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[sqlite3.Connection]:
    """Lock a database as a program does that copies it."""
    with contextlib.closing(sqlite3.connect(folder / DATABASE, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_result_waits_until_another_program_unlocks_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_WAIT_SECONDS", 0.01)
    with Store(tmp_path / "run", writing=True) as store, locked(tmp_path / "run") as other:
        timer = threading.Timer(0.2, other.execute, ["COMMIT"])
        timer.start()
        store.keep("k", result_of("ada"))
        timer.join()

        assert list(store.results()) == [result_of("ada")]


def test_a_database_that_stays_locked_ends_the_command_with_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(database_module, "LOCKED_SECONDS", 0.1)
    with (
        pytest.raises(StorageError, match="Another program has locked .* Results kept: 1. Close that program"),
        Store(tmp_path / "run", writing=True) as store,
    ):
        store.keep("k", result_of("ada"))
        with locked(tmp_path / "run"):
            store.keep("k", result_of("bo"))

    with Store(tmp_path / "run", writing=True) as store:
        assert list(store.results()) == [result_of("ada")]


@pytest.mark.parametrize("writing", [True, False])
def test_a_database_that_is_locked_when_it_is_opened_is_one_sentence(
    writing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_WAIT_SECONDS", 0.01)
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("k", result_of("ada"))
    with (
        contextlib.closing(sqlite3.connect(tmp_path / "run" / DATABASE, isolation_level=None)) as other,
        pytest.raises(StorageError, match="Another program has locked .* Results kept: all so far"),
    ):
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        Store(tmp_path / "run", writing=writing)


def test_a_run_that_cannot_be_written_is_refused_before_anything_is_graded(place: Path) -> None:
    with Store(place / "run", writing=True) as store:
        store.keep("k", result_of("ada"))

    with read_only(place / "run"), pytest.raises(UsageError, match="Name a folder that torchgrade can write to"):
        Store(place / "run", writing=True)


def test_a_database_that_cannot_be_written_is_refused_although_its_folder_can(place: Path) -> None:
    with Store(place / "run", writing=True) as store:
        store.keep("k", result_of("ada"))

    with read_only(place / "run", DATABASE), pytest.raises(UsageError, match="readonly .* Name a folder that"):
        Store(place / "run", writing=True)


def test_a_run_that_cannot_be_written_can_be_read(place: Path) -> None:
    with Store(place / "run", writing=True) as store:
        store.keep("k", result_of("ada"))

    with read_only(place / "run"):
        with Store(place / "run", writing=False) as store, store.snapshot():
            results = store.results()
            assert list(results) == [result_of("ada")]
        # An export reads the results when the store is closed.
        assert list(results) == [result_of("ada")]


def test_results_that_a_killed_command_left_in_the_log_can_be_read_there(place: Path) -> None:
    with Store(place / "first", writing=True) as store:
        store.keep("k", result_of("ada"))
        (place / "run").mkdir()
        # The folder looks as after SIGKILL and a copy to another disk: the log has the result, its index is gone.
        for name in (DATABASE, f"{DATABASE}-wal"):
            shutil.copyfile(place / "first" / name, place / "run" / name)

    with read_only(place / "run"), Store(place / "run", writing=False) as store:
        assert list(store.results()) == [result_of("ada")]
    assert sorted(path.name for path in (place / "run").iterdir()) == [DATABASE, f"{DATABASE}-wal"]
