"""Copies, and files that are replaced at once."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from torchgrade.cli.student import copies
from torchgrade.cli.student.copies import is_copy, keep_copy, put_back, read_work


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "softmax.py"
    path.write_bytes(b"one\r\n\xff")
    path.chmod(0o640)
    return path


def test_copies_never_take_the_place_of_another(file: Path) -> None:
    work = read_work(file)
    (file.parent / "softmax.before-reset-2.py").write_text("older")
    names = [keep_copy(work).name for _ in range(3)]

    assert names == ["softmax.before-reset.py", "softmax.before-reset-3.py", "softmax.before-reset-4.py"]
    assert all(is_copy(name) and (file.parent / name).read_bytes() == work.data for name in names)
    assert (file.parent / "softmax.before-reset-2.py").read_text() == "older"
    assert stat.S_IMODE((file.parent / names[0]).stat().st_mode) == 0o640


def test_a_link_in_the_place_of_a_copy_is_not_written_through(file: Path) -> None:
    (file.parent / "softmax.before-reset.py").symlink_to(file.parent / "elsewhere")

    assert keep_copy(read_work(file)).name == "softmax.before-reset-2.py"
    assert not (file.parent / "elsewhere").exists()


@pytest.mark.parametrize("name", ["softmax.py", "before-reset.py", "softmax.before-resets.py", "a.before-reset"])
def test_other_names_are_no_copies(name: str) -> None:
    assert not is_copy(name)


def test_a_copy_of_a_notebook_is_one(tmp_path: Path) -> None:
    (tmp_path / "ada.v2.ipynb").write_text("{}")

    assert keep_copy(read_work(tmp_path / "ada.v2.ipynb")).name == "ada.v2.before-reset.ipynb"


def test_a_file_is_replaced_whole_with_its_permissions(file: Path) -> None:
    put_back(read_work(file), b"two")

    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(file.parent) == ["softmax.py"]


@pytest.mark.parametrize("act", [keep_copy, lambda work: put_back(work, b"two")], ids=["copy", "replacement"])
def test_a_full_disk_leaves_everything_as_it_was(act: object, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = read_work(file)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies.os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        act(work)  # type: ignore[operator]
    assert os.listdir(file.parent) == ["softmax.py"]
    assert file.read_bytes() == work.data


def test_links_pipes_and_folders_are_not_read(file: Path) -> None:
    (file.parent / "link.py").symlink_to(file)
    os.mkfifo(file.parent / "pipe.py")
    for name in ("link.py", "pipe.py", "."):
        with pytest.raises(OSError, match=r"link|not a file|directory"):
            read_work(file.parent / name)
