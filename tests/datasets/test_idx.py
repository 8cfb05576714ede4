"""Tests of torchgrade.datasets.idx."""

from __future__ import annotations

import contextlib
import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.datasets import idx
from torchgrade.errors import UsageError

MEND = "Put it there again."


@settings(deadline=None)  # the first example pays for what is loaded
@given(st.lists(st.integers(0, 5), min_size=1, max_size=3), st.integers(0, 255))
def test_what_is_encoded_is_decoded_to_the_same_array(shape: list[int], value: int) -> None:
    array = np.full(shape, value, dtype=np.uint8)
    found = idx.decode(idx.encode(array), Path("here"), MEND)
    assert found.shape == array.shape
    assert np.array_equal(found, array)
    assert found.flags.writeable


@settings(deadline=None)  # the first example pays for what is loaded
@given(st.binary(max_size=40))
def test_any_bytes_are_an_array_or_damaged(data: bytes) -> None:
    array = None
    with contextlib.suppress(idx.DamagedError):
        array = idx.decode(data, Path("here"), MEND)
    assert array is None or idx.encode(array) == data


@settings(deadline=None)  # the first example pays for what is loaded
@given(st.data())
def test_a_file_cut_anywhere_is_damaged(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("cut") / "train-labels-idx1-ubyte.gz"
    idx.write(path, np.arange(50, dtype=np.uint8))
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(UsageError, match=r"train-labels-idx1-ubyte\.gz is damaged.*Put it there again\."):
        idx.decode(idx.unpack(path, MEND), path, MEND)


def test_sizes_that_promise_more_than_memory_are_damaged_and_not_allocated() -> None:
    with pytest.raises(idx.DamagedError, match=r"its header promises \d+ bytes, but it contains 3"):
        idx.decode(bytes((0, 0, 8, 3)) + b"\xff" * 12 + b"abc", Path("here"), MEND)


@pytest.mark.parametrize("name", ["big", "big.gz"])
def test_no_more_than_the_limit_is_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = bytes(1001)
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert len(idx.unpack(path, MEND, limit=1001)) == 1001
    with pytest.raises(idx.DamagedError, match="more than 1000 bytes"):
        idx.unpack(path, MEND, limit=1000)


def test_a_missing_file_is_named_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.gz is missing\. Put it there again\."):
        idx.unpack(tmp_path / "gone.gz", MEND)


def test_a_folder_in_place_of_a_file_is_named_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"torchgrade cannot read the file .*: .*Put it there again\."):
        idx.unpack(tmp_path, MEND)


def test_a_file_that_is_not_compressed_at_all_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "plain.gz"
    path.write_bytes(b"<html>404</html>")
    with pytest.raises(idx.DamagedError, match="compressed data ends too early"):
        idx.unpack(path, MEND)


def test_a_hostile_path_is_shown_escaped(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        idx.unpack(tmp_path / "a\x1b[31m.gz", MEND)
    assert "\x1b" not in str(caught.value)


def test_an_array_is_written_as_the_same_bytes_each_time(tmp_path: Path) -> None:
    array = np.arange(100, dtype=np.uint8)
    idx.write(tmp_path / "a.gz", array)
    idx.write(tmp_path / "b.gz", array)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


@pytest.mark.parametrize("array", [np.zeros(3, np.int64), np.zeros((1, 1, 1, 1), np.uint8), np.array(3, np.uint8)])
def test_what_no_file_can_hold_is_not_encoded(array: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="cannot contain"):
        idx.encode(array)


@pytest.mark.parametrize(
    ("images", "labels", "found"),
    [
        (np.zeros((2, 28, 27), np.uint8), np.zeros(2, np.uint8), r"images.*\(2, 28, 27\)"),
        (np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8), r"images.*\(0, 28, 28\)"),
        (np.zeros((2, 28, 28), np.uint8), np.zeros(3, np.uint8), r"labels.*\(3,\) for 2 images"),
        (np.zeros((2, 28, 28), np.uint8), np.array([0, 10], np.uint8), "labels.*label 10"),
    ],
)
def test_a_split_that_does_not_fit_together_is_damaged(
    images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], found: str
) -> None:
    with pytest.raises(idx.DamagedError, match=found):
        idx.require_pair(images, labels, (Path("images"), Path("labels")), MEND)
