"""Tests of torchgrade.datasets.digests."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.datasets import digests
from torchgrade.errors import UsageError


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = {"a-file": digests.of_bytes(b"a"), "another": digests.of_bytes(b"b")}
    digests.write(tmp_path, found)
    assert digests.read(tmp_path, "Mend it.") == found


@pytest.mark.parametrize("text", [None, b"", b"[sha256", b"sha256 = 3", b"\xff\xfe"])
def test_a_missing_or_damaged_file_is_named_with_its_mend(tmp_path: Path, text: bytes | None) -> None:
    if text is not None:
        (tmp_path / digests.FILE).write_bytes(text)
    with pytest.raises(UsageError, match=r"digest\.toml is missing or damaged\. Mend it\."):
        digests.read(tmp_path, "Mend it.")


def test_a_joined_digest_depends_on_the_order() -> None:
    assert digests.joined(["a", "b"]) != digests.joined(["b", "a"])
