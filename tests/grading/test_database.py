"""Tables of a run, and their change from the tables of versions 2 and 3."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.grading.test_store import CONFIG, COURSE, NOTE, result_of
from torchgrade.errors import UsageError
from torchgrade.grading.database import (
    DATABASE,
    LOCK,
    SCHEMA,
    connect,
    encoded,
    lock,
    make_folder,
    transaction,
    unchanged,
)
from torchgrade.grading.store import Kept, Made, Store
from torchgrade.grading.views import People
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.people import Enrolled
from torchgrade.model.rows import NotUnderstood

VERSION_2 = """
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
PRAGMA user_version = 2;
COMMIT;
"""
"""Tables as torchgrade wrote them before it kept gradings, people and decisions."""
VERSION_3 = """
BEGIN;
ALTER TABLE results ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE results ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN at TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN versions TEXT NOT NULL DEFAULT '{}';
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
INSERT INTO generations SELECT 1, 1, '{"number":1,"kind":"grade","at":""}' WHERE EXISTS (SELECT 1 FROM configuration);
PRAGMA user_version = 3;
COMMIT;
"""
"""Change of these tables to those that torchgrade wrote before it kept brief forms of results."""
PEOPLE = (Enrolled(key="1", submission="1+2"), Enrolled(key="2", submission="1+2"), Enrolled(key="cy"))
COURSE_2 = '{"exercises":[],"environment":' + encoded(COURSE.environment) + ',"catalogue_packages":["p"]}'
FIRST = Generation(number=1, kind=GradingKind.GRADE, at="")


def run_of_version_2(folder: Path, *, graded: bool = True) -> Path:
    """Write a run of version 2: begun only, or with a group, a result that is gone, and an error of ours."""
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(VERSION_2)
        if graded:
            database.execute("INSERT INTO configuration VALUES (1, ?, ?)", (encoded(CONFIG), COURSE_2))
            for name, points, gone in (("1+2", 1.0, 0), ("ada", 2.0, 1), ("bo", None, 0)):
                row = (name, f"key of {name}", points is not None, encoded(result_of(name, points)), gone)
                database.execute("INSERT INTO results VALUES (?, ?, ?, ?, ?)", row)
            database.execute("INSERT INTO groups VALUES ('1+2', ?)", (encoded(["1", "2"]),))
            refused = NotUnderstood(name="notes.txt", note=NOTE)
            database.execute("INSERT INTO not_understood (note) VALUES (?)", (encoded(refused),))
            database.execute("INSERT INTO problems (note) VALUES (?)", (encoded(NOTE),))
    return folder


def run_of_version_3(folder: Path) -> Path:
    """Write a run of version 3 with the same results, three people, and an origin of each result."""
    run_of_version_2(folder)
    with contextlib.closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        database.executescript(VERSION_3)
        database.execute(
            "UPDATE results SET generation = 1, digest = 'd', at = 'then', versions = '{\"double\":\"v\"}'"
        )
        database.executemany("INSERT INTO enrolled (record) VALUES (?)", ((encoded(one),) for one in PEOPLE))
    return folder


@pytest.mark.parametrize("writing", [False, True])
def test_a_run_of_version_3_keeps_everything_and_finds_each_student(tmp_path: Path, writing: bool) -> None:
    with Store(run_of_version_3(tmp_path / "run"), writing=writing) as store:
        results = [result_of("1+2"), result_of("ada", 2.0), result_of("bo", None)]
        assert list(store.results()) == results
        assert list(store.briefs()) == results
        assert (store.gone(), store.complete()) == ({"ada"}, {"1+2", "ada"})
        origin = Made(generation=1, digest="d", at="then", versions={"double": "v"})
        assert store.made() == dict.fromkeys(("1+2", "ada", "bo"), origin)
        assert store.register.enrolled() == PEOPLE
        assert list(People(store.source).of("1+2")) == list(PEOPLE[:2])
        assert People(store.source).by_key("cy") == PEOPLE[2]


def test_a_run_that_changes_from_version_3_has_the_brief_forms_of_a_new_one(tmp_path: Path) -> None:
    with Store(run_of_version_3(tmp_path / "run"), writing=True) as old, Store(tmp_path / "new", writing=True) as new:
        for result in old.results():
            new.keep("k", result)
        query = "SELECT submission, text_digest, brief, result FROM results"
        assert old.source.rows(query) == new.source.rows(query)


def test_a_change_that_fails_leaves_the_run_as_it_was(tmp_path: Path) -> None:
    folder = run_of_version_3(tmp_path / "run")
    with contextlib.closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        database.execute("UPDATE results SET result = 'torn' WHERE submission = 'bo'")
    with pytest.raises(UsageError, match="cannot be read"):
        Store(folder, writing=True)
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (3,)
        assert database.execute("SELECT count(*) FROM results").fetchone() == (3,)
        assert database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%!_3' ESCAPE '!'").fetchone() is None


@pytest.mark.parametrize("writing", [False, True])
def test_a_run_of_version_2_keeps_everything_when_it_is_opened(tmp_path: Path, writing: bool) -> None:
    with Store(run_of_version_2(tmp_path / "run"), writing=writing) as store:
        course = msgspec.structs.replace(COURSE, catalogue_packages=("p",))
        assert store.kept() == Kept(config=CONFIG, course=course)
        assert list(store.results()) == [result_of("1+2"), result_of("ada", 2.0), result_of("bo", None)]
        assert store.gone() == {"ada"}
        assert store.complete() == {"1+2", "ada"}
        assert store.is_complete("ada", "key of ada")
        assert store.register.groups() == {"1+2": ("1", "2")}
        assert store.register.not_understood() == (NotUnderstood(name="notes.txt", note=NOTE),)
        assert store.register.problems() == (NOTE,)


@pytest.mark.parametrize("writing", [False, True])
def test_a_run_of_version_2_has_one_completed_grading_of_unknown_origin(tmp_path: Path, writing: bool) -> None:
    with Store(run_of_version_2(tmp_path / "run"), writing=writing) as store:
        assert store.history.generations() == (FIRST,)
        assert store.history.interrupted(GradingKind.GRADE) is None
        assert store.made() == {name: Made() for name in ("1+2", "ada", "bo")}
        assert (store.history.attempts(), store.history.overrides()) == ((), {})
        assert (store.register.enrolled(), store.register.delivered(), store.register.sources()) == ((), (), None)


def test_a_run_of_version_2_without_results_has_no_grading(tmp_path: Path) -> None:
    with Store(run_of_version_2(tmp_path / "run", graded=False), writing=True) as store:
        assert store.kept() is None
        assert store.history.generations() == ()
        assert store.history.begin(GradingKind.GRADE).number == 1


@pytest.mark.parametrize("old", [run_of_version_2, run_of_version_3])
def test_a_changed_run_is_like_a_new_one_and_can_be_written(tmp_path: Path, old: Callable[[Path], Path]) -> None:
    with Store(old(tmp_path / "run"), writing=True) as store:
        generation = store.history.begin(GradingKind.REGRADE, ["double"])
        store.keep("new", result_of("ada", 0.5), Made(generation=generation.number, digest="new"))
        assert generation.number == 2
        assert store.history.results_before(2) == {"ada": result_of("ada", 2.0)}
    with Store(tmp_path / "new", writing=True):
        pass

    def shape(folder: Path) -> set[tuple[str, str]]:
        with contextlib.closing(connect(folder / DATABASE)) as database:
            assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            indexes = database.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'")
            return {*indexes} | {
                (table, f"{name} {kind} {is_needed} {default}")
                for table in tables
                for _, name, kind, is_needed, default, _ in database.execute(f"PRAGMA table_info({table})")
            }

    assert shape(tmp_path / "run") == shape(tmp_path / "new")


def test_a_reader_waits_for_no_lock_but_changes_no_run_that_is_written(tmp_path: Path) -> None:
    folder = run_of_version_2(tmp_path / "run")
    with contextlib.closing(lock(folder)), pytest.raises(UsageError, match="another command is grading"):
        Store(folder, writing=False)
    with Store(folder, writing=False) as store:
        assert len(store.results()) == 3
    with contextlib.closing(lock(folder)), Store(folder, writing=False) as store:
        assert len(store.results()) == 3


@pytest.mark.parametrize("version", [1, SCHEMA + 1])
def test_other_versions_are_refused_and_left_alone(tmp_path: Path, version: int) -> None:
    folder = run_of_version_2(tmp_path / "run")
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute(f"PRAGMA user_version = {version}")
    for writing in (True, False):
        with pytest.raises(UsageError, match=f"records {version}, here {SCHEMA}"):
            Store(folder, writing=writing)
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (version,)
        assert database.execute("SELECT name FROM sqlite_master WHERE name = 'generations'").fetchone() is None


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    make_folder(tmp_path / "run")
    with contextlib.closing(connect(tmp_path / "run" / DATABASE)) as database:
        database.execute("CREATE TABLE rows (value)")
        with pytest.raises(KeyboardInterrupt), transaction(database):
            database.execute("INSERT INTO rows VALUES (1)")
            raise KeyboardInterrupt
        with transaction(database):
            database.execute("INSERT INTO rows VALUES (2)")
        assert database.execute("SELECT value FROM rows").fetchall() == [(2,)]


def test_a_transaction_inside_another_is_decided_by_that_one(tmp_path: Path) -> None:
    make_folder(tmp_path / "run")
    with contextlib.closing(connect(tmp_path / "run" / DATABASE)) as database:
        database.execute("CREATE TABLE rows (value)")
        with pytest.raises(KeyboardInterrupt), transaction(database):
            with transaction(database):
                database.execute("INSERT INTO rows VALUES (1)")
            raise KeyboardInterrupt
        assert database.execute("SELECT value FROM rows").fetchall() == []


def test_a_run_stays_unchanged_while_it_is_read_and_several_may_read_it(tmp_path: Path) -> None:
    folder = run_of_version_2(tmp_path / "run")
    with unchanged(folder):
        assert not (folder / LOCK).exists()
    lock(folder).close()
    with unchanged(folder), unchanged(folder), pytest.raises(UsageError, match="another command is grading"):
        lock(folder)
    with contextlib.closing(lock(folder)), pytest.raises(UsageError, match="grading into it now"), unchanged(folder):
        pass
