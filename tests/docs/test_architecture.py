"""The page that follows one submission through the tool."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PATHS = sorted({found for found in re.findall(r"`([\w./-]+)`", TEXT) if "/" in found and not found.startswith("run/")})
ROOMS = sorted(place.name for place in (ROOT / "src" / "torchgrade").iterdir() if (place / "__init__.py").is_file())


@pytest.mark.parametrize("path", PATHS)
def test_every_file_that_the_page_names_is_there(path: str) -> None:
    inside = [ROOT / "src" / "torchgrade" / path, ROOT / path, ROOT / "exercises" / "torchgrade_d2l" / path]

    assert any(place.exists() for place in inside)


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in {"catalogues"}])
def test_the_page_passes_through_every_room(room: str) -> None:
    assert f"`{room}/" in TEXT
