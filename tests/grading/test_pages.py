"""Records of the students' pages in a run."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from msgspec import structs

from tests.grading.test_outputs import fill
from tests.grading.test_store import result_of
from torchgrade.grading.database import DATABASE, connect
from torchgrade.grading.outputs import write_outputs
from torchgrade.grading.pages import Pages
from torchgrade.grading.store import Store
from torchgrade.reports.page_records import PageFile, PageRecord

RECORD = PageRecord("digest", (PageFile("ada", 10, 2**60), PageFile("ada.zh", 11, 5)))


def test_a_record_comes_back_after_it_was_closed_and_a_later_one_replaces_it(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True):
        for record in (RECORD, structs.replace(RECORD, digest="other")):
            with Pages(tmp_path / "run") as pages:
                pages.keep("ada", record)
            with Pages(tmp_path / "run") as pages:
                assert pages.get("ada") == record
                assert pages.get("bo") is None


def test_a_database_that_another_command_writes_costs_only_the_record(tmp_path: Path, monkeypatch: Any) -> None:
    with Store(tmp_path / "run", writing=True), contextlib.closing(connect(tmp_path / "run" / DATABASE)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Pages(tmp_path / "run") as pages:
            pages._database.execute("PRAGMA busy_timeout = 0")
            pages.keep("ada", RECORD)
        other.execute("ROLLBACK")
        with Pages(tmp_path / "run") as pages:
            assert pages.get("ada") is None


def written(bench: Any) -> dict[str, int]:
    """Write the files of the run, and return the inode of each student's page."""
    with Store(bench.out, writing=False) as store:
        write_outputs(store, bench.plugins())
    return {file.name: file.stat().st_ino for file in (bench.out / "students").iterdir()}


def test_a_further_submission_costs_one_page(bench: Any) -> None:
    fill(bench)
    before = written(bench)
    assert written(bench) == before
    with Store(bench.out, writing=True) as store:
        store.keep("k", result_of("bo"))
    assert {*written(bench).items()} - {*before.items()} == {("bo.html", written(bench)["bo.html"])}


def test_a_run_without_a_log_has_records_too(bench: Any, monkeypatch: Any) -> None:
    fill(bench)
    with contextlib.closing(sqlite3.connect(bench.out / DATABASE)) as database:
        assert database.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    for module in ("database", "store", "pages"):
        monkeypatch.setattr(f"torchgrade.grading.{module}.connect", lambda path: connect(path, "?vfs=unix-dotfile"))
    before = written(bench)
    assert written(bench) == before
