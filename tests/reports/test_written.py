"""Pages that an earlier command wrote."""

from __future__ import annotations

from pathlib import Path

from torchgrade.reports.written import language_of_page, written_languages


def page(file: Path, language: str) -> Path:
    file.write_text(f'<!doctype html>\n<html lang="{language}">', "utf-8")
    return file


def test_a_page_has_the_language_of_its_first_lines(tmp_path: Path) -> None:
    assert language_of_page(page(tmp_path / "index.html", "zh")) == "zh"


def test_another_file_has_no_language(tmp_path: Path) -> None:
    (tmp_path / "notes.html").write_text("<p>mine", "utf-8")

    assert language_of_page(tmp_path / "notes.html") == ""
    assert language_of_page(tmp_path / "gone.html") == ""


def test_the_main_language_is_first_and_a_user_s_own_copy_is_not_one(tmp_path: Path) -> None:
    page(tmp_path / "index.html", "zh")
    page(tmp_path / "index.en.html", "en")
    page(tmp_path / "index.old.html", "zh")

    assert written_languages(tmp_path) == ("zh", "en")


def test_a_run_without_a_class_page_has_no_language(tmp_path: Path) -> None:
    assert written_languages(tmp_path) == ()
