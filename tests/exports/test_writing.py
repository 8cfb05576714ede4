"""Files of a planned export."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from torchgrade.exports.planned import Planned, PlannedArchive, PlannedFile
from torchgrade.exports.writing import MEGABYTE, parts, write_planned


def pages(folder: Path, count: int, size: int) -> tuple[tuple[str, Path], ...]:
    """Files that do not compress."""
    made = []
    for number in range(count):
        file = folder / f"{number}.html"
        file.write_bytes(random.Random(number).randbytes(size))
        made.append((f"p_{number}_/feedback.html", file))
    return tuple(made)


def test_a_file_is_written_below_the_folder(tmp_path: Path) -> None:
    planned = Planned(files=(PlannedFile(name="results/ada/results.json", data=b"{}"),), rows=())

    assert write_planned(planned, tmp_path / "out", 50) == [tmp_path / "out" / "results" / "ada" / "results.json"]
    assert (tmp_path / "out" / "results" / "ada" / "results.json").read_bytes() == b"{}"


def test_an_archive_is_split_so_that_no_part_is_larger_than_the_limit(tmp_path: Path) -> None:
    members = pages(tmp_path, 5, MEGABYTE * 2 // 5)
    planned = Planned(files=(PlannedArchive(name="feedback.zip", members=members),), rows=())

    written = write_planned(planned, tmp_path / "out", 1)

    assert [file.name for file in written] == ["feedback.zip", "feedback-2.zip", "feedback-3.zip"]
    assert all(file.stat().st_size <= MEGABYTE for file in written)
    found = {name: zipfile.ZipFile(file).read(name) for file in written for name in zipfile.ZipFile(file).namelist()}
    assert found == {name: file.read_bytes() for name, file in members}


def test_a_member_larger_than_the_limit_has_a_part_of_its_own(tmp_path: Path) -> None:
    members = pages(tmp_path, 2, 3000)

    assert [len(part) for part in parts(members, 1000)] == [1, 1]


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    planned = Planned(files=(PlannedArchive(name="a.zip", members=pages(tmp_path, 2, 100)),), rows=())

    (one,) = write_planned(planned, tmp_path / "one", 50)
    (two,) = write_planned(planned, tmp_path / "two", 50)

    assert one.read_bytes() == two.read_bytes()


def test_an_archive_that_cannot_be_written_leaves_no_part_behind(tmp_path: Path) -> None:
    planned = Planned(files=(PlannedArchive(name="a.zip", members=(("x", tmp_path / "gone"),)),), rows=())
    (tmp_path / "out").mkdir()
    try:
        write_planned(planned, tmp_path / "out", 50)
    except FileNotFoundError:
        assert list((tmp_path / "out").iterdir()) == []
    else:
        raise AssertionError
