"""Every exercise knows mistakes with their subjects and sections, and gives hints in both languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from torchgrade.courses.catalogues import catalogue_for, catalogue_packages
from torchgrade.courses.hints import read_hints
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve

EXERCISES = [outline for outline in outlines(Plugins()) if outline.course == "torchgrade_d2l"]
ENGLISH = catalogue_for(catalogue_packages(["torchgrade_d2l"], [outline.package for outline in EXERCISES]))
COURSE = tomllib.loads((files("torchgrade_d2l") / "course.toml").read_text("utf-8"))
SECTIONS = {str(entry["section"]) for entry in COURSE["sections"]}


@pytest.mark.parametrize("outline", EXERCISES, ids=lambda outline: outline.name)
def test_every_exercise_knows_eight_mistakes_with_their_subjects_and_sections(outline: ExerciseOutline) -> None:
    known = resolve(f"{outline.package}.mistakes:mistake").misconceptions()

    assert len({one.id for one in known}) >= 8
    assert {one.id for one in known} | {one.about for one in known} <= set(ENGLISH.entries)
    assert {one.section for one in known} <= {"", *SECTIONS}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("outline", EXERCISES, ids=lambda outline: outline.name)
def test_every_exercise_has_three_hints_in_both_languages(outline: ExerciseOutline, language: str) -> None:
    assert len(read_hints(outline, language)) == 3
