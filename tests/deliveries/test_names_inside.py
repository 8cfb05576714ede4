"""Tests of the names that determine the encoding of a roster."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deliveries.made import written, zipped
from torchgrade.deliveries import names_inside
from torchgrade.deliveries.gradescope import METADATA
from torchgrade.deliveries.names_inside import names_in


def test_names_of_folders_files_and_members_of_archives_are_evidence(tmp_path: Path) -> None:
    folder = written(tmp_path / "class", {"Jörg Müller_1_x/hw.py": "", "b.zip": zipped({"张三/a.py": ""}), "c.py": ""})

    assert set(names_in([folder])) == {"class", "Jörg Müller_1_x", "hw.py", "b.zip", "张三", "a.py", "c.py"}


def test_the_file_in_which_gradescope_names_students_is_evidence(tmp_path: Path) -> None:
    folder = written(tmp_path / "class", {f"export/{METADATA}": "  - :name: Jörg Müller\n"})

    assert "  - :name: Jörg Müller" in names_in([folder])


def test_what_cannot_be_read_is_no_evidence_and_no_error(tmp_path: Path) -> None:
    folder = written(tmp_path / "class", {"broken.zip": b"PK\x03\x04"})

    assert names_in([folder, tmp_path / "none"]) == ["class", "broken.zip", "none"]


def test_of_very_many_names_the_first_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_inside, "MOST_NAMES", 3)

    assert len(names_in([written(tmp_path / "class", {f"{n}.py": "" for n in range(9)})])) == 3
