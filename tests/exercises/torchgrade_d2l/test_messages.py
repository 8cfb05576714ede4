"""What a course says in English it says in Chinese too, and every exercise knows mistakes and gives hints."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from torchgrade.courses.catalogues import catalogue_for, catalogue_packages
from torchgrade.courses.hints import read_hints
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder, resolve

MESSAGES = files("torchgrade_d2l") / "messages"
NAMES = sorted(file.name.removesuffix(".en.toml") for file in MESSAGES.iterdir() if file.name.endswith(".en.toml"))


def fields(name: str, language: str) -> dict[str, list[str]]:
    """Return the named fields of every entry of a catalogue, by its id."""
    found: dict[str, list[str]] = {}

    def walk(table: dict[str, Any], prefix: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{key}.")
            else:
                found[prefix + key] = sorted(set(re.findall(r"\{(\w+)", value)))

    walk(tomllib.loads((MESSAGES / f"{name}.{language}.toml").read_text("utf-8")), "")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_entries_with_the_same_fields(name: str) -> None:
    assert fields(name, "zh") == fields(name, "en")


EXERCISES = [outline for outline in outlines(Plugins()) if outline.course == "torchgrade_d2l"]
ENGLISH = catalogue_for(catalogue_packages(["torchgrade_d2l"], [outline.package for outline in EXERCISES]))
COURSE = tomllib.loads((files("torchgrade_d2l") / "course.toml").read_text("utf-8"))
SECTIONS = {str(entry["section"]) for entry in COURSE["sections"]}


@pytest.mark.parametrize("outline", EXERCISES, ids=lambda outline: outline.name)
def test_every_exercise_knows_eight_mistakes_with_their_subjects_and_sections(outline: ExerciseOutline) -> None:
    if (folder(outline.package) / "mistakes.py").is_file():
        known = resolve(f"{outline.package}.mistakes:mistake").misconceptions()
    else:
        known = resolve(f"{outline.package}.misconceptions:MISCONCEPTIONS")

    assert len({one.id for one in known}) >= 8
    assert {one.id for one in known} | {one.about for one in known} <= set(ENGLISH.entries)
    assert {one.section for one in known} <= {"", *SECTIONS}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("outline", EXERCISES, ids=lambda outline: outline.name)
def test_every_exercise_has_three_hints_in_both_languages(outline: ExerciseOutline, language: str) -> None:
    assert len(read_hints(outline, language)) == 3
