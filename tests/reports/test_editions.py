"""Pages in several languages beside each other."""

from __future__ import annotations

from pathlib import Path

from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.editions import edition, remove_other_languages

PAGE = '<!doctype html>\n<html lang="{}">\n'


def test_pages_in_a_language_without_an_edition_are_removed_and_files_of_others_stay(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    pages = {"ada.html": "en", "ada.zh.html": "zh", "ada.fr.html": "en", "ada.old.html": "", "bo.zh.html": "zh"}
    for name, language in pages.items():
        (tmp_path / name).write_text(PAGE.format(language), "utf-8")
    remove_other_languages(tmp_path, ["ada"], {"ada": "ada"}, [edition(catalogue, None, main=True)])
    assert {file.name for file in tmp_path.iterdir()} == {*pages} - {"ada.zh.html"}


def test_pages_in_a_language_with_an_edition_stay(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "ada.en.html").write_text(PAGE.format("en"), "utf-8")
    remove_other_languages(tmp_path, ["ada"], {"ada": "ada"}, [edition(catalogue, None, main=False)])
    assert [file.name for file in tmp_path.iterdir()] == ["ada.en.html"]
