"""Folders of exercises that can be imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the exercise ``relu`` of a course that is importable as ``foldercourse``."""
    place = tmp_path / "foldercourse" / "basics" / "relu"
    place.mkdir(parents=True)
    for folder in (place, place.parent, place.parent.parent):
        (folder / "__init__.py").write_text("")
    (place / "exercise.toml").write_text('title = "relu"\nsignature = "relu(X)"\nsection = "1"\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "foldercourse"]:
        monkeypatch.delitem(sys.modules, name)
    return place
