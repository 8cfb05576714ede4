"""Tests of torchgrade.datasets.fashion_mnist, on a set of a few images and on the real subset."""

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.leaving_out import REAL
from torchgrade.datasets import idx
from torchgrade.datasets.fashion_mnist import load
from torchgrade.errors import UsageError


def written(root: Path, suffix: str) -> Path:
    """Write a set of 12 training and 5 test images; return the folder of its files."""
    raw = root / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    drawn = np.random.Generator(np.random.PCG64(3))
    for (images, labels), n in zip((idx.NAMES[:2], idx.NAMES[2:]), (12, 5), strict=True):
        idx.write(raw / (images + suffix), drawn.integers(0, 256, (n, 28, 28), dtype=np.uint8))
        idx.write(raw / (labels + suffix), np.arange(n, dtype=np.uint8) % 10)
    return raw


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder of the user."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(folder / name))
    return folder


def listing(folder: Path) -> list[tuple[str, int]]:
    """Return every file below a folder with the time of its last change."""
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*"))


@pytest.mark.real_data
def test_the_real_subset_loads_with_its_sizes() -> None:
    found = load(str(REAL))
    assert found.name == "fashion-mnist"
    assert found.train_images.shape == (5000, 28, 28)
    assert found.test_images.shape == (1256, 28, 28)
    assert found.train_images.dtype == torch.uint8
    assert found.train_labels.dtype == torch.int64
    assert found.test_labels.bincount().tolist()[0] > 100
    assert len(found.classes) == 10


def test_plain_files_are_read_where_they_are(tmp_path: Path, cache: Path) -> None:
    written(tmp_path / "root", "")
    assert load(str(tmp_path / "root")).train_labels.tolist() == [*range(10), 0, 1]
    assert not cache.exists()


def test_a_root_with_only_gz_is_unpacked_into_the_cache_and_stays_as_it_is(tmp_path: Path, cache: Path) -> None:
    written(tmp_path / "root", ".gz")
    before = listing(tmp_path / "root")
    assert load(str(tmp_path / "root")).test_labels.tolist() == [0, 1, 2, 3, 4]
    assert listing(tmp_path / "root") == before
    assert len([path for path in cache.rglob("*") if path.is_file()]) == 4


def test_plain_and_packed_files_give_the_same_set(tmp_path: Path) -> None:
    written(tmp_path / "plain", "")
    written(tmp_path / "packed", ".gz")
    plain, packed = load(str(tmp_path / "plain")), load(str(tmp_path / "packed"))
    assert plain.digest == packed.digest
    assert torch.equal(plain.train_images, packed.train_images)


def test_an_unpacked_set_is_used_again(tmp_path: Path, cache: Path) -> None:
    written(tmp_path / "root", ".gz")
    load(str(tmp_path / "root"))
    before = listing(cache)
    load(str(tmp_path / "root"))
    assert listing(cache) == before


def test_a_damaged_file_in_the_cache_is_written_anew(tmp_path: Path, cache: Path) -> None:
    written(tmp_path / "root", ".gz")
    first = load(str(tmp_path / "root"))
    unpacked = next(cache.rglob("train-images-idx3-ubyte"))
    data = unpacked.read_bytes()
    unpacked.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert torch.equal(load(str(tmp_path / "root")).train_images, first.train_images)


def test_a_mixture_of_plain_and_packed_files_loads(tmp_path: Path) -> None:
    raw = written(tmp_path / "root", ".gz")
    packed = raw / "t10k-labels-idx1-ubyte.gz"
    (raw / "t10k-labels-idx1-ubyte").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    assert load(str(tmp_path / "root")).test_labels.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", idx.NAMES)
def test_a_missing_file_is_named_with_where_to_put_it(tmp_path: Path, name: str) -> None:
    raw = written(tmp_path / "root", ".gz")
    (raw / f"{name}.gz").unlink()
    with pytest.raises(UsageError, match=rf"{name} is missing\. Put the four files .* or omit --data\."):
        load(str(tmp_path / "root"))


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("name", idx.NAMES)
def test_a_file_cut_short_is_named(tmp_path: Path, name: str, suffix: str) -> None:
    raw = written(tmp_path / "root", suffix)
    path = raw / (name + suffix)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UsageError, match=rf"{name}.* is damaged: .*omit --data\."):
        load(str(tmp_path / "root"))


def test_a_root_that_does_not_exist_names_the_first_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere.*train-images-idx3-ubyte is missing\."):
        load(str(tmp_path / "nowhere"))


def test_no_root_says_which_option_gives_one() -> None:
    with pytest.raises(UsageError, match="--data-root"):
        load("")


def test_a_cache_that_cannot_be_written_is_named_with_a_mend(tmp_path: Path, cache: Path) -> None:
    written(tmp_path / "root", ".gz")
    cache.write_text("a file where the folder should be")
    with pytest.raises(UsageError, match=r"torchgrade cannot write .*: .* Unpack the \.gz files yourself\."):
        load(str(tmp_path / "root"))


def test_a_root_that_may_only_be_read_is_enough(tmp_path: Path) -> None:
    raw = written(tmp_path / "root", ".gz")
    raw.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert len(load(str(tmp_path / "root")).train_images) == 12
