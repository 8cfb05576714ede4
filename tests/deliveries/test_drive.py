"""Tests of the parts of one download from Google Drive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deliveries.made import CODE, SAY, files, listed, refused, written, zipped
from torchgrade.deliveries.listing import read_bytes
from torchgrade.deliveries.wrappers import UnsureError

FIRST = "HW3-20251006T120000Z-1-001.zip"
SECOND = "HW3-20251006T120000Z-1-002.zip"
PARTS = {
    FIRST: zipped({"HW3/ada/a.py": "first", "HW3/bo.py": CODE}),
    SECOND: zipped({"HW3/ada/b.py": "second", "HW3/cy.py": CODE, "HW3/dan.ipynb": "{}"}),
}
CLASS = {"ada": ["a.py", "b.py"], "bo": ["bo.py"], "cy": ["cy.py"], "dan": ["dan.ipynb"]}


def test_parts_of_one_download_are_one_class_and_a_folder_over_two_parts_is_one_submission(tmp_path: Path) -> None:
    listing = listed(written(tmp_path, {**PARTS, "roster.csv": "x", ".DS_Store": "x"}))

    assert files(listing) == CLASS
    assert [file.data for file in read_bytes(listing.found[0], SAY)[0]] == [b"first", b"second"]
    assert refused(listing) == {"roster.csv": "listing.not_code"}


def test_parts_that_are_given_by_name_are_one_class_too(tmp_path: Path) -> None:
    folder = written(tmp_path, PARTS)

    assert files(listed(folder / FIRST, folder / SECOND)) == CLASS


def test_a_part_that_cannot_be_read_is_listed_and_the_others_are_read(tmp_path: Path) -> None:
    listing = listed(written(tmp_path, {**PARTS, FIRST: b"broken"}))

    assert "deliveries.archive_broken" in refused(listing).values()


def test_downloads_of_two_times_are_not_joined_but_asked_for(tmp_path: Path) -> None:
    other = "HW3-20251007T120000Z-1-001.zip"
    folder = written(tmp_path, {FIRST: PARTS[FIRST], other: zipped({"HW3/ada/a.py": CODE, "HW3/bo.py": CODE})})

    with pytest.raises(UnsureError, match="contains 2 folders or archives"):
        listed(folder)
    assert "ada~2" in files(listed(folder, layout="inside"))
    assert len(listed(folder, layout="plain").found) == 2
