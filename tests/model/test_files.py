"""What ``torchgrade.model.files`` promises."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.model.files import path_of, path_text, remove_leftovers, replacing, write_atomically, write_parts


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    assert write_atomically(path, b"new") == path
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def fail(_: Path, __: Path) -> None:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_part_by_part_and_replaced_after_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"old")

    def parts() -> Iterator[bytes]:
        for number in range(3):
            assert path.read_bytes() == b"old"
            yield b"%d\n" % number

    assert write_parts(path, parts()).read_bytes() == b"0\n1\n2\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_part_that_cannot_be_made_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"old")

    def parts() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        write_parts(path, parts())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", [b"plain", "\u674e\u96f7".encode(), b"\xff\xfe", b"file:"])
def test_a_path_comes_back_from_its_text(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)

    assert path_of(path_text(path)) == path
    path_text(path).encode()


def test_two_commands_may_write_one_file_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with replacing(path) as one, replacing(path) as other:
        one.write_bytes(b"one")
        other.write_bytes(b"other")

    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_named_not_its_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / "nothing" / "page.html"
    with pytest.raises(FileNotFoundError) as caught:
        write_atomically(path, b"new")

    assert caught.value.filename == str(path)


def test_only_what_killed_processes_left_is_removed(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as ended:
        pass
    (tmp_path / "students").mkdir()
    left = tmp_path / "students" / f".torchgrade-{ended.pid}-0a1b.tmp"
    others = [
        tmp_path / f".torchgrade-{os.getpid()}-0a1b.tmp",
        tmp_path / "students" / "ada.html",
        tmp_path / ".ada.html.tmp",
    ]
    for path in (left, *others):
        path.write_bytes(b"")
    remove_leftovers(tmp_path)

    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(others)
