"""The real Fashion-MNIST: read from plain or packed files, and refused by name where it is damaged."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import torch

from torchgrade.datasets.fashion_mnist import load
from torchgrade.errors import UsageError

ROOT = Path(
    os.environ.get("TORCHGRADE_FASHION_ROOT", Path(__file__).parents[3] / "shared" / "data" / "fashion-mnist-subset")
)
RAW = Path("FashionMNIST") / "raw"


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root that holds only the ``.gz`` files, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "root" / RAW).mkdir(parents=True)
    for file in (ROOT / RAW).glob("*.gz"):
        shutil.copyfile(file, tmp_path / "root" / RAW / file.name)
    return tmp_path / "root"


def test_the_real_subset_comes_in_two_splits() -> None:
    data = load(str(ROOT))

    assert (data.train_images.shape, data.test_images.shape) == ((5000, 28, 28), (1256, 28, 28))
    assert (data.train_images.dtype, data.train_labels.dtype) == (torch.uint8, torch.int64)
    assert len(data.classes) == 10


def test_packed_files_are_unpacked_into_the_cache_and_the_root_is_not_written(packed: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in packed.rglob("*"))
    data, again = load(str(packed)), load(str(packed))

    assert sorted(path.name for path in packed.rglob("*")) == before
    assert list((tmp_path / "cache").rglob("train-images-idx3-ubyte"))
    assert data.digest == again.digest == load(str(ROOT)).digest
    assert torch.equal(data.train_images, load(str(ROOT)).train_images)


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"])
def test_a_missing_file_is_named_with_the_mend(name: str, packed: Path) -> None:
    (packed / RAW / name).unlink()

    with pytest.raises(UsageError, match=name.removesuffix(".gz") + ".*Put the four files"):
        load(str(packed))


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"])
def test_a_damaged_file_is_named_with_the_mend(name: str, packed: Path) -> None:
    whole = (packed / RAW / name).read_bytes()
    (packed / RAW / name).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UsageError, match=name + ".*damaged.*Put the four files"):
        load(str(packed))


def test_no_root_says_which_option_is_missing() -> None:
    with pytest.raises(UsageError, match="--data-root"):
        load("")
