"""What ``torchgrade.model.files`` promises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from torchgrade.model.files import path_of, path_text, write_atomically


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


@pytest.mark.parametrize("name", [b"plain", "\u674e\u96f7".encode(), b"\xff\xfe", b"file:"])
def test_a_path_comes_back_from_its_text(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)

    assert path_of(path_text(path)) == path
    path_text(path).encode()
