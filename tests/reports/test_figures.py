"""What ``torchgrade.reports.figures`` promises."""

from __future__ import annotations

import re
from types import ModuleType

import jinja2
import pytest

from torchgrade.model.results import Attachment
from torchgrade.reports.figures import figure
from torchgrade.reports.sentences import Sentences

KINDS = ["line_chart", "images", "matrix", "matrix", "matrix", "cloud", "recovered", "gallery"]


def drawn(attachment: Attachment, sentences: Sentences, environment: jinja2.Environment) -> str:
    picture = figure(attachment, sentences, "one")
    macros = environment.get_template("charts.html").module
    return str(getattr(macros, picture.kind)(picture))


def test_each_kind_of_attachment_has_a_picture_with_its_id(sample: ModuleType, sentences: Sentences) -> None:
    pictures = [figure(attachment, sentences, "one") for attachment in sample.pictures()]

    assert [picture.kind for picture in pictures] == KINDS
    assert {picture.id for picture in pictures} == {"one"}


@pytest.mark.parametrize("place", range(len(KINDS)), ids=KINDS)
def test_each_picture_has_its_words_and_its_numbers_as_a_table(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment, place: int
) -> None:
    attachment = sample.pictures()[place]
    text = drawn(attachment, sentences, environment)

    assert text.count("<figure>") == text.count("<figcaption>") == text.count("<details") == 1
    assert "<table" in text
    for drawing in re.findall(r'<svg(?![^>]*aria-hidden)[^>]*role="img"[^>]*>', text):
        assert 'aria-labelledby="one-title one-desc"' in drawing
        assert '<title id="one-title">' in text
        assert '<desc id="one-desc">' in text


def test_a_title_of_a_submission_is_escaped(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    text = drawn(sample.pictures()[-1], sentences, environment)

    assert "<b>bag</b>" not in text
    assert "&lt;b&gt;bag&lt;/b&gt;" in text
    assert "expected: bag" in text


@pytest.mark.parametrize("place", range(len(KINDS)), ids=KINDS)
def test_a_picture_without_anything_to_draw_is_a_sentence(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment, place: int
) -> None:
    text = drawn(sample.empty_pictures()[place], sentences, environment)

    assert '<svg class="' not in text
    assert "<img" not in text
