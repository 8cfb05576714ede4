"""Tests of the script that draws the shipped data set."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from torchgrade.datasets import digests, idx
from torchgrade_d2l.data.synthetic_fashion import CLASSES, folder

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script, imported from its file."""
    path = ROOT / "exercises" / "tools" / "draw_synthetic_fashion.py"
    spec = importlib.util.spec_from_file_location("draw_synthetic_fashion", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_drawing_again_gives_the_shipped_files(script: ModuleType, tmp_path: Path) -> None:
    script.main(tmp_path)
    assert digests.read(tmp_path, "") == digests.read(folder(), "")
    for name in idx.NAMES:
        assert idx.unpack(tmp_path / f"{name}.gz", "") == idx.unpack(folder() / f"{name}.gz", "")


def test_another_seed_draws_other_garments(script: ModuleType) -> None:
    assert not np.array_equal(script.draw(1)[1], script.draw(2)[1])


def test_the_script_and_the_loader_name_the_same_classes(script: ModuleType) -> None:
    assert tuple(script.CLASSES) == CLASSES
