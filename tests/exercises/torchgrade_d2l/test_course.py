"""Titles and stubs of the course are in both languages, and a translated stub has the same code."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from torchgrade.audit.definitions import code_lines
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.texts import read_stubs
from torchgrade.courses.titles import course_titles
from torchgrade.plugins.manager import Plugins

EXERCISES = [outline for outline in outlines(Plugins()) if outline.course == "torchgrade_d2l"]
TITLES = course_titles(files("torchgrade_d2l") / "course.toml", "torchgrade_d2l")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("entry", TITLES)
def test_every_title_of_the_course_is_in_both_languages(entry: str) -> None:
    assert CHINESE.search(TITLES[entry].text("zh"))
    assert not CHINESE.search(TITLES[entry].text("en"))


@pytest.mark.parametrize("outline", EXERCISES, ids=lambda outline: outline.name)
def test_stubs_have_the_same_code_and_the_words_of_their_language(outline: ExerciseOutline) -> None:
    stubs = read_stubs(outline, "en")

    assert sorted(stubs) == ["en", "zh"]
    assert code_lines(stubs["en"]) == code_lines(stubs["zh"])
    assert code_lines(stubs["zh"])[-1].strip() == "raise NotImplementedError"
    assert not CHINESE.search(stubs["en"])
    # Chinese text has no half-width mark after a Chinese character, and a space beside each Latin word.
    assert not re.search(r"[\u4e00-\u9fff][,.;:?!(]|[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", stubs["zh"])


@pytest.mark.parametrize("outline", EXERCISES, ids=lambda outline: outline.name)
def test_a_chinese_stub_names_every_parameter_and_the_result(outline: ExerciseOutline) -> None:
    text = read_stubs(outline, "zh")["zh"]

    assert text.startswith(f'"""练习 {outline.name}：')
    for name in outline.parameters:
        assert re.search(rf"(^    |、|。){name}[：、]", text, re.M)
    assert re.search(r"^    (返回|产生)：", text, re.M)
