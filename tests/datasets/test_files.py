"""Tests of finding the files of a data set without reading them."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.datasets.files import NAMES, Availability, fashion_mnist, look


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_files_are_there_plain_or_packed(tmp_path: Path, suffix: str) -> None:
    for name in NAMES:
        (tmp_path / f"{name}{suffix}").write_bytes(b"x")

    assert look(tmp_path, "Mend it.") == Availability(there=True, place=str(tmp_path), next="")


@pytest.mark.parametrize("name", NAMES)
def test_one_file_that_is_missing_or_empty_is_enough_to_need_mending(tmp_path: Path, name: str) -> None:
    for other in NAMES:
        (tmp_path / other).write_bytes(b"" if other == name else b"x")

    assert look(tmp_path, "Mend it.") == Availability(there=False, place=str(tmp_path), next="Mend it.")


def test_fashion_mnist_lies_where_torchvision_keeps_it(tmp_path: Path) -> None:
    raw = tmp_path / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    missing = fashion_mnist(str(tmp_path))
    for name in NAMES:
        (raw / name).write_bytes(b"x")

    assert not missing.there
    assert str(raw) in missing.next
    assert fashion_mnist(str(tmp_path)).there


def test_fashion_mnist_without_a_folder_says_how_to_name_one() -> None:
    found = fashion_mnist("")

    assert (found.there, found.place) == (False, "")
    assert "--data fashion-mnist --data-root DIR" in found.next
