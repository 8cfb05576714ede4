"""IDX files: what is written is read again, and anything else is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from torchgrade.datasets import idx
from torchgrade.errors import UsageError

PLACE = Path("images")


@settings(deadline=None)
@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=1, max_dims=3, max_side=9)))
def test_an_array_comes_back_as_it_was(array: np.ndarray) -> None:
    assert np.array_equal(idx.decode(idx.encode(array), PLACE, "Mend it."), array)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_other_bytes_are_an_array_or_damaged(data: bytes) -> None:
    try:
        array = idx.decode(data, PLACE, "Mend it.")
    except idx.DamagedError as error:
        assert "Mend it." in str(error)
    else:
        assert idx.encode(array) == data


@pytest.mark.parametrize("name", ["a", "a.gz"])
def test_a_file_is_unpacked_within_its_limit(name: str, tmp_path: Path) -> None:
    array = np.zeros((100, 28, 28), np.uint8)
    idx.write(tmp_path / name, array)

    assert idx.unpack(tmp_path / name, "Mend it.") == idx.encode(array)
    with pytest.raises(UsageError, match="more than 1000 bytes"):
        idx.unpack(tmp_path / name, "Mend it.", limit=1000)


def test_a_packed_file_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        idx.write(tmp_path / name, np.arange(100, dtype=np.uint8))

    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_images_and_labels_must_fit_together() -> None:
    images, labels = np.zeros((3, 28, 28), np.uint8), np.array([0, 1, 10], np.uint8)

    with pytest.raises(idx.DamagedError, match="label 10"):
        idx.require_pair(images, labels, (PLACE, Path("labels")), "Mend it.")
    with pytest.raises(idx.DamagedError, match="for 2 images"):
        idx.require_pair(images[:2], labels, (PLACE, Path("labels")), "Mend it.")
    with pytest.raises(idx.DamagedError, match="not \\(n, 28, 28\\)"):
        idx.require_pair(images[:, :5], labels, (PLACE, Path("labels")), "Mend it.")
