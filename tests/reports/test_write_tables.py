"""What ``torchgrade.reports.write_tables`` promises."""

from __future__ import annotations

import gc
import html
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.page_names import page_names
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports import write_class as write_class_module
from torchgrade.reports import write_tables as module
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.class_records import ClassPage
from torchgrade.reports.class_tables import StudentRow, TablePage
from torchgrade.reports.editions import edition, write_page
from torchgrade.reports.student_table import Entry, table_entries
from torchgrade.reports.tallies import LARGE_CLASS
from torchgrade.reports.write_class import write_class
from torchgrade.reports.write_tables import parts_of

HOSTILE = ("<img src=x>", 'a" onload="x', "\u202eab", "-rf", "ada=1&b#c")


def results_of(sample: ModuleType, names: list[str]) -> list[SubmissionResult]:
    part = sample.all_passed(sample.SOFTMAX)
    return [sample.submission(name, [part]) for name in names]


def write(sample: ModuleType, folder: Path, results: list[SubmissionResult], *catalogues: Catalogue) -> str:
    """Write the class page; return its text."""
    editions = [edition(one, None, main=number == 0) for number, one in enumerate(catalogues)]
    names = page_names(one.submission for one in results)
    rows = RunRows(exercises=(sample.SOFTMAX,))
    return write_class(results, rows, folder, editions, names, []).read_text("utf-8")


def ids_on(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<th scope="row"><a href="[^"]*"><bdi>(.*?)</bdi>', page)]


@pytest.fixture
def few_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class of more than three students is large, and a page of its table has at most three."""
    monkeypatch.setattr(write_class_module, "LARGE_CLASS", 3)
    monkeypatch.setattr(module, "ROWS", 3)


@pytest.mark.parametrize(("students", "sizes"), [(0, []), (3, [3]), (4, [3, 1]), (6, [3, 3])])
@pytest.mark.usefixtures("few_on_a_page")
def test_the_students_are_in_parts_of_which_only_the_last_is_the_last(
    sample: ModuleType, students: int, sizes: list[int]
) -> None:
    rows = RunRows(exercises=(sample.SOFTMAX,))
    entries = table_entries(results_of(sample, [f"s{n}" for n in range(students)]), rows, SectionTally(rows))
    parts = list(parts_of(entries))

    assert [len(part.entries) for part in parts] == sizes
    assert [part.is_last for part in parts] == [False] * (len(sizes) - 1) + [True] * bool(sizes)


@pytest.mark.usefixtures("few_on_a_page")
def test_no_student_is_read_before_the_part_before_is_used(sample: ModuleType) -> None:
    rows, read = RunRows(exercises=(sample.SOFTMAX,)), []

    def counted(entry: Entry) -> Entry:
        read.append(entry)
        return entry

    entries = table_entries(results_of(sample, [f"s{n}" for n in range(9)]), rows, SectionTally(rows))
    next(parts_of(map(counted, entries)))

    assert len(read) == 4


@pytest.mark.usefixtures("few_on_a_page")
def test_a_page_is_written_before_the_students_of_the_next_one_are_read(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, read_before = [], []

    def counted(*arguments: Any) -> Iterator[Entry]:
        for entry in table_entries(*arguments):
            read.append(entry.mark.key)
            yield entry

    def writing(*arguments: Any) -> Path:
        read_before.append(len(read))
        return write_page(*arguments)

    monkeypatch.setattr(write_class_module, "table_entries", counted)
    monkeypatch.setattr(module, "write_page", writing)
    write(sample, tmp_path, results_of(sample, [f"s{n}" for n in range(9)]), catalogue)

    assert read_before == [4, 7, 9]


@pytest.mark.usefixtures("few_on_a_page")
def test_the_records_of_a_written_page_are_gone_without_a_collection_of_garbage(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    gc.collect()
    gc.disable()
    try:
        write(sample, tmp_path, results_of(sample, [f"s{n}" for n in range(9)]), catalogue)
        left = [one for one in gc.get_objects() if type(one) in {TablePage, ClassPage, StudentRow}]
    finally:
        gc.enable()
    assert left == []


def test_2000_students_are_on_the_class_page_and_one_more_makes_pages(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    results = results_of(sample, [f"s{number:05}" for number in range(LARGE_CLASS + 1)])
    small = write(sample, tmp_path, results[1:], catalogue)
    assert len(ids_on(small)) == LARGE_CLASS
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]

    large = write(sample, tmp_path, results, catalogue)
    assert ids_on(large) == []
    names = sorted(path.name for path in (tmp_path / "tables").iterdir())
    assert names == [f"table-00{number}.html" for number in range(1, 6)]
    assert 'href="tables/table-001.html" data-first="s00000" data-last="s00499"' in large
    assert 'href="tables/table-005.html" data-first="s02000" data-last="s02000"' in large
    assert len(large) < len(small) / 5


@pytest.mark.usefixtures("few_on_a_page")
def test_every_student_is_on_one_page_in_order_with_a_link_to_the_own_page(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    names = sorted([*HOSTILE, "李雷", *(f"s{n}" for n in range(5))])
    write(sample, tmp_path, results_of(sample, names), catalogue)
    pages = [path.read_text("utf-8") for path in sorted((tmp_path / "tables").iterdir())]

    shown = [name for page in pages for name in ids_on(page)]
    assert shown == [name.replace("\u202e", "\\u202e") for name in names]
    assert 'href="../students/s0.html"' in "".join(pages)


@pytest.mark.usefixtures("few_on_a_page")
def test_pages_link_to_the_class_page_to_both_neighbours_and_to_the_other_language(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    results = results_of(sample, [f"s{n}" for n in range(8)])
    write(sample, tmp_path, results, catalogue, catalogue_for(language="zh"))
    first, middle, last = ((tmp_path / "tables" / f"table-00{n}.zh.html").read_text("utf-8") for n in (1, 2, 3))

    for page in (first, middle, last):
        assert 'href="../index.zh.html#students"' in page
    assert 'href="table-002.html"' in middle
    assert [page.count('rel="prev"') for page in (first, middle, last)] == [0, 1, 1]
    assert [page.count('rel="next"') for page in (first, middle, last)] == [1, 1, 0]
    assert 'href="table-003.zh.html" rel="next"' in middle
    assert 'href="tables/table-002.zh.html"' in (tmp_path / "index.zh.html").read_text("utf-8")


@pytest.mark.usefixtures("few_on_a_page")
def test_hostile_ids_are_text_in_the_links_and_on_the_pages(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    for one in HOSTILE:
        index = write(sample, tmp_path, results_of(sample, [one, f"{one}1", f"{one}2", f"{one}3"]), catalogue)
        pages = [index, *(path.read_text("utf-8") for path in (tmp_path / "tables").iterdir())]
        for page in pages:
            assert "<img src=x" not in page
            assert 'onload="x"' not in page
            assert "\u202e" not in page
        (first,) = re.findall('data-first="([^"]*)"', index)[:1]
        assert html.unescape(first) == one.replace("\u202e", "\\u202e")


@pytest.mark.usefixtures("few_on_a_page")
def test_pages_that_are_not_needed_are_removed_and_other_files_stay(
    sample: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    results = results_of(sample, [f"s{n}" for n in range(8)])
    write(sample, tmp_path, results, catalogue, catalogue_for(language="zh"))
    own = tmp_path / "tables" / "table-009.html"
    own.write_text("mine")
    write(sample, tmp_path, results[:5], catalogue)
    assert sorted(path.name for path in own.parent.iterdir()) == ["table-001.html", "table-002.html", own.name]

    write(sample, tmp_path, results[:3], catalogue)
    assert [path.name for path in own.parent.iterdir()] == [own.name]
    own.unlink()
    write(sample, tmp_path, results[:3], catalogue)
    assert not own.parent.exists()
