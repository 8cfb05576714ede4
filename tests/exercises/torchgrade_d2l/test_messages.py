"""What a course says in English it says in Chinese too."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

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


def test_every_exercise_has_its_messages() -> None:
    course = tomllib.loads((files("torchgrade_d2l") / "course.toml").read_text("utf-8"))

    assert {name for topic in course["topics"] for name in topic["exercises"]} <= set(NAMES)
