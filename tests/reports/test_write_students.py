"""Pages of the students, written again only if something on them changed."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from msgspec.structs import replace

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.history import Attempt, Generation, GradingKind, Override
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.plugins.resources import ReportSection
from torchgrade.reports.editions import edition
from torchgrade.reports.page_records import NO_RECORDS, PageRecord, basis_of
from torchgrade.reports.records import StudentPage
from torchgrade.reports.write_students import write_students

WHO = "ada"


class Records(dict[str, PageRecord]):
    """Records in memory."""

    def keep(self, submission: str, record: PageRecord) -> None:
        self[submission] = record


class Desk:
    """Two students' pages in two languages, with a record of each."""

    def __init__(self, folder: Path, sample: ModuleType, catalogues: Sequence[Catalogue]) -> None:
        results, rows = sample.a_class()
        self.folder, self.records = folder / "students", Records()
        self.results = [one for one in results if one.submission in {WHO, "eve"}]
        self.rows: RunRows = rows
        self.sections: list[ReportSection] = []
        self.catalogues = list(catalogues)
        self.texts: dict[str, dict[str, Statement]] = {}

    def pages(self, folder: Path | None = None) -> dict[str, bytes]:
        """Return the pages by name."""
        return {file.name: file.read_bytes() for file in (folder or self.folder).iterdir()}

    def write(self) -> set[str]:
        """Write what changed, and return the names of the written pages; each page is that of a full write."""
        editions = [
            edition(one, self.texts.get(one.language), main=number == 0) for number, one in enumerate(self.catalogues)
        ]
        names = {one.submission: one.submission for one in self.results}
        basis = basis_of(editions, self.rows.exercises, self.texts)
        before = {file.name: file.stat().st_ino for file in self.folder.iterdir()} if self.folder.is_dir() else {}
        given = editions, names, self.sections
        write_students(self.results, self.rows, self.folder, *given, self.records, basis)
        whole = self.folder.parent / "whole"
        write_students(self.results, self.rows, whole, *given, NO_RECORDS, basis)
        assert self.pages() == self.pages(whole)
        return {file.name for file in self.folder.iterdir() if before.get(file.name) != file.stat().st_ino}


@pytest.fixture(scope="module")
def catalogues(catalogue: Catalogue) -> list[Catalogue]:
    return [catalogue, catalogue_for(language="zh")]


@pytest.fixture
def desk(tmp_path: Path, sample: ModuleType, catalogues: list[Catalogue]) -> Desk:
    made = Desk(tmp_path, sample, catalogues)
    made.write()
    return made


def decided(who: str) -> dict[str, Override]:
    return {who: Override(who=who, points=1.0, why="oral exam", at="then")}


OF_WHO, ALL = {"ada.html", "ada.zh.html"}, {"ada.html", "ada.zh.html", "eve.html", "eve.zh.html"}


def test_nothing_is_written_if_nothing_changed(desk: Desk) -> None:
    assert desk.write() == set()


def test_a_new_result_costs_one_page_in_each_language(desk: Desk) -> None:
    desk.results = [replace(one, points=0.5) if one.submission == WHO else one for one in desk.results]
    assert desk.write() == OF_WHO
    assert desk.write() == set()


def test_a_decision_on_a_submission_costs_its_page(desk: Desk) -> None:
    desk.rows = replace(desk.rows, overrides=decided(WHO))
    assert desk.write() == OF_WHO


def test_a_decision_on_a_member_of_a_group_costs_the_page_of_the_group(desk: Desk) -> None:
    desk.rows = replace(desk.rows, overrides=decided("2"), groups={WHO: ("1", "2")})
    assert desk.write() == OF_WHO


def test_a_second_attempt_of_a_submission_and_its_regrade_cost_its_page(desk: Desk) -> None:
    attempts = tuple(
        Attempt(submission=WHO, generation=number, digest=str(number), points=number, max_points=10.0)
        for number in (1, 2)
    )
    desk.rows = replace(desk.rows, attempts=attempts)
    assert desk.write() == OF_WHO
    desk.rows = replace(desk.rows, generations=(Generation(number=2, kind=GradingKind.REGRADE, at=""),))
    assert desk.write() == OF_WHO


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def touched(path: Path) -> None:
    state = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))


@pytest.mark.parametrize("harm", [Path.unlink, damaged, touched])
def test_a_page_that_somebody_removed_or_changed_is_written_again(desk: Desk, harm: Callable[[Path], None]) -> None:
    harm(desk.folder / "ada.zh.html")
    assert desk.write() == OF_WHO


def test_a_changed_sentence_costs_all_pages(desk: Desk) -> None:
    desk.catalogues[0] = Catalogue({**desk.catalogues[0].entries, "softmax.dim_0": "You divided by the wrong sums."})
    assert desk.write() == ALL


def test_a_changed_statement_costs_all_pages(desk: Desk, sample: ModuleType) -> None:
    desk.texts["en"] = {sample.SOFTMAX.exercise: Statement(text="# Softmax\n\nWrite it.", language="en")}
    assert desk.write() == ALL


def test_a_further_language_costs_all_pages(tmp_path: Path, sample: ModuleType, catalogues: list[Catalogue]) -> None:
    desk = Desk(tmp_path, sample, catalogues[:1])
    desk.write()
    desk.catalogues = catalogues
    assert desk.write() == ALL


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Words of a section on the page of one student, which may change at any time."""
    words = ["first"]

    def render(results: Sequence[SubmissionResult]) -> str:
        return words[0] if results[0].submission == WHO else "the same"

    monkeypatch.setitem(sys.modules, "a_plugin", SimpleNamespace(render=render))
    return words


def test_a_section_of_a_plugin_that_changed_costs_its_page(desk: Desk, said: list[str]) -> None:
    desk.sections = [ReportSection(name="own", page="student", render="a_plugin:render")]
    assert desk.write() == ALL
    assert desk.write() == set()
    said[0] = "second"
    assert desk.write() == OF_WHO


def test_the_records_of_a_written_page_are_gone_without_a_collection_of_garbage(desk: Desk) -> None:
    gc.collect()
    gc.disable()
    try:
        desk.write()
        left = [one for one in gc.get_objects() if type(one) is StudentPage]
    finally:
        gc.enable()
    assert left == []
