"""docs/translating.md: its language is installed and speaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.fresh import ROOT, FreshEnvironment
from tests.docs.walking import walk
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.sentences import read_sentences
from torchgrade.plugins.resources import folder

DOCUMENT = (ROOT / "docs" / "translating.md").read_text("utf-8")


@pytest.mark.slow
def test_the_language_of_the_document_is_installed_and_speaks(tmp_path: Path) -> None:
    walk(DOCUMENT, FreshEnvironment(tmp_path / "environment"), tmp_path)


def test_every_entry_that_the_document_names_has_the_form_of_a_real_one() -> None:
    named = set(re.findall(r"`((?:error|what|place|page)\.[\w.]+)`", DOCUMENT))

    assert len(named) >= 7
    assert {entry for entry in named if entry not in catalogue_for()} == set()


def test_the_ids_of_an_exercise_are_as_in_the_table() -> None:
    sentences = read_sentences(folder("torchgrade_d2l.softmax_regression.softmax"), "softmax")

    assert sentences is not None
    assert {"check.softmax.rows", "check.softmax.rows.title", "softmax.mistake.dim_0"} <= set(sentences.texts)
