"""``run.sqlite``."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from torchgrade.errors import UsageError
from torchgrade.grading import database as database_module
from torchgrade.grading.database import DATABASE, LOCK, journal_in
from torchgrade.grading.store import Kept, Made, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import Environment, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood
from torchgrade.model.runs import RunConfig

COURSE = CourseInfo(exercises=(), environment=Environment(torchgrade="1", python="3", torch="2", course="c", data="d"))
CONFIG = RunConfig(exercises=("double",), data="none", data_root="", seed=2**63 - 1, hidden_seed=2**63 - 2)
NOTE = Note(message_id="x.y", values={"n": 3}, message="Three.")


def result_of(submission: str, points: float | None = 1.0) -> SubmissionResult:
    return SubmissionResult(
        submission=submission, points=points, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=0.5, exercises=[]
    )


def test_a_new_run_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    with Store(tmp_path / "deep" / "run", writing=True):
        assert (tmp_path / "deep" / "run").stat().st_mode & 0o777 == 0o700


def test_what_was_kept_comes_back_after_it_was_closed(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.keep_configuration(Kept(config=CONFIG, course=COURSE))
        store.register.keep_listing([], [NotUnderstood(name="notes.txt", note=NOTE)], [NOTE], {"1+2": ("1", "2")})
        store.keep("k1", result_of("李雷"))
        store.keep("k2", result_of("ada", None))

    with Store(tmp_path / "run", writing=False) as store:
        assert store.kept() == Kept(config=CONFIG, course=COURSE)
        assert list(store.results()) == [result_of("ada", None), result_of("李雷")]
        assert store.register.not_understood() == (NotUnderstood(name="notes.txt", note=NOTE),)
        assert store.register.problems() == (NOTE,)
        assert store.register.groups() == {"1+2": ("1", "2")}


def test_a_result_is_complete_for_its_own_key_and_never_as_an_error(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("k1", result_of("ada"))
        store.keep("k2", result_of("bo", None))

        assert store.is_complete("ada", "k1")
        assert not store.is_complete("ada", "k2")
        assert not store.is_complete("bo", "k2")
        assert not store.is_complete("chen", "k1")
        assert store.complete() == {"ada"}


def test_a_later_result_replaces_an_earlier_one(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("k1", result_of("ada", 0.0))
        store.keep("k2", result_of("ada", 2.0))

        assert list(store.results()) == [result_of("ada", 2.0)]


def test_a_result_whose_submission_is_gone_is_marked_until_it_is_back(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("k", result_of("ada"))
        store.keep("k", result_of("bo"))

        store.register.keep_listing(["bo"], [], [], {})
        assert store.gone() == {"ada"}
        store.register.keep_listing(["ada", "bo"], [], [], {})
        assert store.gone() == set()


def test_members_of_a_group_that_is_gone_stay_and_those_of_one_that_is_there_are_the_newest(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.register.keep_listing(
            ["1+2", "3+4", "5+6"], [], [], {"1+2": ("1", "2"), "3+4": ("3", "4"), "5+6": ("5", "6")}
        )
        store.register.keep_listing(["1+2", "3+4"], [], [], {"1+2": ("1", "02")})

        assert store.register.groups() == {"1+2": ("1", "02"), "5+6": ("5", "6")}


def test_a_second_writer_is_refused_and_a_reader_is_not(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("k", result_of("ada"))

        with pytest.raises(UsageError, match="another command is grading"):
            Store(tmp_path / "run", writing=True)
        with Store(tmp_path / "run", writing=False) as reader:
            assert list(reader.results()) == [result_of("ada")]


def test_the_lock_is_free_again_when_the_writer_ends(tmp_path: Path) -> None:
    for _ in range(2):
        with Store(tmp_path / "run", writing=True):
            pass


def test_a_folder_in_which_no_lock_can_be_made_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "run" / LOCK).mkdir(parents=True)

    with pytest.raises(UsageError, match="Name a folder that torchgrade can write to"):
        Store(tmp_path / "run", writing=True)


def test_another_process_is_refused_while_one_writes(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from torchgrade.grading.database import LOCK\n"
        "from torchgrade.grading.store import Store\n"
        "Store(pathlib.Path(sys.argv[1]), writing=True)\n"
    )
    with Store(tmp_path / "run", writing=True):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "run")], capture_output=True, text=True, check=False
        )

    assert "another command is grading" in done.stderr


def test_results_kept_before_sigkill_are_there_and_the_lock_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, os, signal, pathlib\n"
        "from torchgrade.grading.database import LOCK\n"
        "from torchgrade.grading.store import Store\n"
        "from torchgrade.model.results import SubmissionResult\n"
        "from torchgrade.model.outcomes import SandboxLevel\n"
        "store = Store(pathlib.Path(sys.argv[1]), writing=True)\n"
        "for n in range(7):\n"
        "    store.keep('k', SubmissionResult(submission=f's{n}', points=1.0, max_points=2.0,\n"
        "                                     sandbox=SandboxLevel.NONE, seconds=0.5, exercises=[]))\n"
        "store._database.execute('BEGIN IMMEDIATE')\n"
        "store._database.execute('DELETE FROM results')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "run")], check=False)

    assert done.returncode == -signal.SIGKILL
    with Store(tmp_path / "run", writing=True) as store:
        assert list(store.results()) == [result_of(f"s{n}") for n in range(7)]


def test_a_write_ahead_log_is_used_and_synchronised_in_full(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        assert store.journal() == "wal"
        assert store._database.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_file_system_that_refuses_the_log_gets_a_rollback_journal(tmp_path: Path) -> None:
    # This way of locking has no shared memory, as on a network file system.
    database = database_module.connect(tmp_path / "run.sqlite", "?vfs=unix-dotfile")

    assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    database.close()


def test_a_folder_with_other_files_is_not_made_a_run(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")

    with pytest.raises(UsageError, match="contains other files"):
        Store(tmp_path, writing=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")

    with pytest.raises(UsageError, match="cannot be a run folder"):
        Store(tmp_path / "run", writing=True)


def test_a_folder_that_is_no_run_is_not_reported_on(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a run"):
        Store(tmp_path, writing=False)


def test_a_run_of_another_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    database = sqlite3.connect(tmp_path / "run" / DATABASE)
    database.execute("PRAGMA user_version = 99")
    database.close()

    with pytest.raises(UsageError, match="another version of torchgrade"):
        Store(tmp_path / "run", writing=True)


def test_a_database_of_another_program_is_refused_and_not_changed(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    database = sqlite3.connect(tmp_path / "run" / DATABASE)
    database.execute("CREATE TABLE theirs (value)")
    database.close()

    for writing in (True, False):
        with pytest.raises(UsageError, match=f"{DATABASE}' was not written by torchgrade"):
            Store(tmp_path / "run", writing=writing)

    with contextlib.closing(sqlite3.connect(tmp_path / "run" / DATABASE)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / DATABASE).write_bytes(b"not a database at all" * 100)

    with pytest.raises(UsageError, match="cannot be read"):
        Store(tmp_path / "run", writing=True)


def test_a_folder_is_asked_for_its_journal_and_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert journal_in(tmp_path) == "wal"
    connect = database_module.connect
    monkeypatch.setattr(database_module, "connect", lambda path: connect(path, "?vfs=unix-dotfile"))
    assert journal_in(tmp_path) == "delete"
    assert list(tmp_path.iterdir()) == []


def test_the_secret_of_the_pseudonyms_stays_the_same_and_belongs_to_one_run(tmp_path: Path) -> None:
    keys = []
    for name in ("run", "other"):
        with Store(tmp_path / name, writing=True) as store:
            keys.append(store.pseudonym_key())
    with Store(tmp_path / "run", writing=False) as store:
        assert store.pseudonym_key() == keys[0]
    assert len({*keys}) == 2
    assert min(map(len, keys)) == 32


def test_a_snapshot_does_not_see_what_another_command_keeps_meanwhile(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as writer, Store(tmp_path / "run", writing=False) as reader:
        writer.keep("key", result_of("ada"))
        with reader.snapshot():
            before = list(reader.results())
            writer.keep("key", result_of("bo"))
            assert list(reader.results()) == before
            assert reader.graded() == {"ada"}
        assert reader.graded() == {"ada", "bo"}


def steps_of(store: Store, name: str) -> int:
    """Return the steps of the database that one further result costs."""
    steps: list[None] = []
    store._database.set_progress_handler(lambda: steps.append(None), 1)
    store.keep("key", result_of(name), Made(generation=2, digest="new"))
    store._database.set_progress_handler(None, 1)
    return len(steps)


def test_a_result_costs_as_many_steps_in_a_large_class_as_in_a_small_one(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("key", result_of("s000000"))
        few = steps_of(store, "new 1"), steps_of(store, "s000000")
        store._database.execute(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)"
            " INSERT INTO results SELECT printf('s%06d', n), key, 1, 0, 1, '', '', '{}', '', brief, result"
            " FROM results, numbers WHERE submission = 's000000'"
        )
        many = steps_of(store, "new 2"), steps_of(store, "s001500")
    assert many == few


def test_results_that_are_kept_at_once_are_all_there_or_none_is(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        with pytest.raises(KeyboardInterrupt), store.at_once():
            store.keep("key", result_of("ada"))
            raise KeyboardInterrupt
        assert store.graded() == frozenset()
        with store.at_once():
            store.keep("key", result_of("ada"))
            store.keep("key", result_of("bo"))
    with Store(tmp_path / "run", writing=False) as store:
        assert store.graded() == {"ada", "bo"}
