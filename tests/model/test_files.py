"""What ``torchgrade.model.files`` promises."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.model.files import path_of, path_text, write_atomically, write_parts


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
