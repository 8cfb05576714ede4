"""What ``torchgrade.reports.write_regrade`` promises."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from types import ModuleType

from msgspec.structs import replace

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.write import write_pages
from torchgrade.reports.write_regrade import write_regrade

HOSTILE = "<img src=x onerror=alert(1)>"


def write(folder: Path, sample: ModuleType, catalogues: list[Catalogue]) -> str:
    results, rows = sample.a_class()
    changes, generation = sample.a_regrade()
    ids = [result.submission for result in results]
    return write_regrade(changes, generation, rows, ids, folder, catalogues).read_text("utf-8")


def test_the_page_stands_alone_and_escapes_names(tmp_path: Path, sample: ModuleType, catalogue: Catalogue) -> None:
    text = write(tmp_path, sample, [catalogue])

    assert [path.name for path in tmp_path.iterdir()] == ["regrade.html"]
    assert HOSTILE not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<script" not in text
    assert '<a href="index.html">Class report</a>' in text
    assert (files("torchgrade.reports") / "templates" / "style.css").read_text("utf-8").strip() in text


def test_the_pages_in_two_languages_link_to_each_other_and_leave_when_one_is_asked_for(
    tmp_path: Path, sample: ModuleType
) -> None:
    english, chinese = catalogue_for(), catalogue_for(language="zh")
    text = write(tmp_path, sample, [chinese, english])

    assert {path.name for path in tmp_path.iterdir()} == {"regrade.html", "regrade.en.html"}
    assert '<html lang="zh">' in text
    assert 'href="regrade.en.html"' in text
    assert "2 名学生 +2" in text
    assert '<a href="index.en.html">' in (tmp_path / "regrade.en.html").read_text("utf-8")
    write(tmp_path, sample, [english])
    assert [path.name for path in tmp_path.iterdir()] == ["regrade.html"]


def test_a_regrade_without_a_change_says_so(tmp_path: Path, sample: ModuleType, catalogue: Catalogue) -> None:
    results, rows = sample.a_class()
    changes, generation = sample.a_regrade()
    same = [one for one in changes if not one.is_changed]
    ids = [result.submission for result in results]
    text = write_regrade(same, generation, rows, ids, tmp_path, [catalogue]).read_text("utf-8")

    assert "No points changed." in text
    assert "<table" not in text


def test_the_class_page_links_to_it_once_there_was_a_regrade(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue
) -> None:
    results, rows = sample.a_class()
    link = '<a href="regrade.html">Changes of the last regrade</a>'
    assert link not in write_pages(results, rows, tmp_path, [catalogue], []).read_text("utf-8")
    rows = replace(rows, generations=(sample.a_regrade()[1],))
    assert link in write_pages(results, rows, tmp_path, [catalogue], []).read_text("utf-8")
