"""Shared fixtures for the tests of deliveries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deliveries.made import Tree, listed, written
from tests.slicing.conftest import say
from torchgrade.deliveries.found import Listing

__all__ = ["say"]


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Listing]:
    """Write files into a folder and list it."""

    def make(tree: Tree, **options: str) -> Listing:
        return listed(written(tmp_path / "class", tree), **options)

    return make
