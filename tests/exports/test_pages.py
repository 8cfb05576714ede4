"""What ``torchgrade.exports.pages`` promises: only pages that exist are found."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.exports.made import mark, order, result
from torchgrade.exports.pages import Pages


def test_a_page_is_found_by_the_submission_and_only_if_it_exists(tmp_path: Path) -> None:
    (tmp_path / "students").mkdir()
    (tmp_path / "students" / "lei.html").touch()
    pages = Pages(replace(order([], folder=tmp_path), results={"lei": result("lei"), "han": result("han")}))

    assert pages.of(mark("lei")) == tmp_path / "students" / "lei.html"
    assert pages.of(mark("han")) is None


def test_a_row_without_a_submission_has_no_page(tmp_path: Path) -> None:
    (tmp_path / "students").mkdir()
    (tmp_path / "students" / ".html").touch()

    assert Pages(order([], folder=tmp_path)).of(replace(mark("lei"), submission="")) is None
