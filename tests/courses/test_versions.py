"""The version of an exercise, as a student's memory compares it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import structs

import torchgrade_d2l
from torchgrade.courses import versions as module
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.versions import exercise_version
from torchgrade.plugins.manager import Plugins


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ExerciseOutline:
    """An exercise whose files can be changed."""
    shutil.copytree(Path(torchgrade_d2l.__file__).parent, tmp_path / "course")
    monkeypatch.setattr(module, "folder", lambda name: tmp_path.joinpath(*name.split(".")))
    outline = next(one for one in outlines(Plugins()) if one.name == "softmax")
    return structs.replace(outline, course="course", package=f"course.{outline.topic}.softmax")


def version(outline: ExerciseOutline) -> str:
    module._digest_of_course.cache_clear()
    return exercise_version(outline)


@pytest.mark.parametrize("file", ["{topic}/softmax/checks.py", "{topic}/softmax/exercise.toml", "course.toml"])
def test_a_changed_check_is_another_version(copied: ExerciseOutline, tmp_path: Path, file: str) -> None:
    before = version(copied)
    with (tmp_path / "course" / file.format(topic=copied.topic)).open("a") as opened:
        opened.write("\n# changed\n")

    assert version(copied) != before


@pytest.mark.parametrize("file", ["statement.en.md", "hints.en.md", "sentences.toml", "stub.py"])
def test_a_corrected_sentence_is_the_same_version(copied: ExerciseOutline, tmp_path: Path, file: str) -> None:
    before = version(copied)
    with (tmp_path / "course" / copied.topic / "softmax" / file).open("a") as opened:
        opened.write("\n# changed\n")

    assert version(copied) == before


def test_each_exercise_has_its_own_version() -> None:
    found = [exercise_version(outline) for outline in outlines(Plugins())]

    assert len(set(found)) == len(found)
