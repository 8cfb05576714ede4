"""The statements and hints of the course, as pages."""

from __future__ import annotations

import re

import pytest

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.hints import read_hints
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.texts import Statement, read_statement
from torchgrade.plugins.manager import Plugins
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import convert

OUTLINES = outlines(Plugins())
FORMULA = re.compile(r"(\$\$?)[^$]+\1")
CODE = re.compile(r"```.*?```|`[^`]*`", re.S)


def markup(text: str, language: str) -> str:
    sentences = Sentences(catalogue_for(language=language))
    return convert(Statement(text=text, language=language), 2, sentences).body


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.name)
def test_every_formula_of_a_statement_is_mathml(outline: ExerciseOutline, language: str) -> None:
    text = read_statement(outline, language)
    assert text is not None
    page = markup(text, language)

    assert page.count("<math") == len(FORMULA.findall(CODE.sub("", text)))
    assert "$" not in re.sub(r"<annotation.*?</annotation>", "", page)


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.name)
def test_both_languages_have_the_same_title_and_the_same_number_of_formulas(outline: ExerciseOutline) -> None:
    texts = [read_statement(outline, language) or "" for language in ("en", "zh")]
    assert len({text.partition("\n")[0] for text in texts}) == 1
    assert len({text.count("$$") for text in texts}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.name)
def test_every_hint_can_be_markup(outline: ExerciseOutline, language: str) -> None:
    for hint in read_hints(outline, language):
        page = markup(hint, language)
        assert page.count("<math") == len(FORMULA.findall(CODE.sub("", hint)))
        # A formula of a hint is a block of characters, which a terminal shows as well.
        assert page.count("<pre>") == len(re.findall(r"(?:^|\n)\n*(?:    [^\n]*\n?)+", hint))
