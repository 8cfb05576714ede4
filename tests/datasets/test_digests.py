"""Digests of files, kept beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.datasets import digests
from torchgrade.errors import UsageError


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = {"a": digests.of_bytes(b"a"), "b": digests.of_bytes(b"b")}
    digests.write(tmp_path, found)

    assert digests.read(tmp_path, "Mend it.") == found


@pytest.mark.parametrize("text", ["", "[sha256", "sha256 = 3"])
def test_a_damaged_file_is_named_with_the_mend(text: str, tmp_path: Path) -> None:
    (tmp_path / digests.FILE).write_text(text)

    with pytest.raises(UsageError, match=r"digest\.toml.*Mend it\."):
        digests.read(tmp_path, "Mend it.")


def test_the_order_of_the_parts_counts() -> None:
    assert digests.joined(["a", "b"]) != digests.joined(["b", "a"])
