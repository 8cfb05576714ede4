"""What ``torchgrade.reports.pictures`` promises."""

from __future__ import annotations

import base64
import io
from types import ModuleType

import numpy as np
import pytest
from matplotlib.image import imread
from msgspec.structs import replace

from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.pictures import class_name, gallery_view, images_view, png
from torchgrade.reports.sentences import Sentences


def test_a_png_holds_the_pixels() -> None:
    pixels = bytes(range(0, 240, 2))
    read = imread(io.BytesIO(png(pixels, 12)), format="png")  # (10, 12), in [0, 1]
    assert (np.rint(read * 255).astype(np.uint8).tobytes(), read.shape) == (pixels, (10, 12))


def test_a_gallery_says_of_each_picture_what_it_is_and_what_was_predicted(
    sample: ModuleType, sentences: Sentences
) -> None:
    shown = images_view(sample.garments(), sentences, "i")
    assert shown.description == "These are the first 2 of each kind."
    assert [(p.index, p.true, p.predicted, p.right, p.symbol, p.word) for p in shown.items[1:3]] == [
        ("101", "sneaker", "sneaker", True, "✓", "right"),
        ("102", "pullover", "shirt", False, "✗", "wrong"),
    ]


def test_the_picture_is_a_data_address_of_the_pixels(sample: ModuleType, sentences: Sentences) -> None:
    (picture, *_) = sample.garments().items
    head, _, body = images_view(sample.garments(), sentences, "i").items[0].source.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == png(picture.pixels, 28)


def test_a_picture_of_another_size_is_left_out(sample: ModuleType, sentences: Sentences) -> None:
    images = sample.garments()
    cut = replace(images, items=[replace(images.items[0], pixels=b"123"), images.items[1]])
    assert [p.index for p in images_view(cut, sentences, "i").items] == ["101"]


def test_at_most_twenty_pictures_are_shown(sample: ModuleType, sentences: Sentences) -> None:
    images = sample.garments()
    assert len(images_view(replace(images, items=images.items * 10), sentences, "i").items) == 20


@pytest.mark.parametrize(
    ("number", "name"), [(0, "t-shirt"), (1, "裤子"), (2, "\\u202eevil"), (3, "class 3"), (-1, "class -1")]
)
def test_a_class_has_its_name_in_the_pages_language_or_the_data_sets_or_its_number(
    number: int, name: str, catalogue: Catalogue
) -> None:
    sentences = Sentences(Catalogue({**catalogue.entries, "label.trouser": "裤子"}, "zh"))
    assert class_name(number, ["t-shirt", "trouser", "\u202eevil"], sentences) == name


def test_a_gallery_has_the_titles_of_a_submission_and_marks_those_that_differ(
    sample: ModuleType, sentences: Sentences
) -> None:
    view = gallery_view(sample.pictures()[-1], sentences, "g")

    assert view.description == "3 of 6 titles differ from the expected titles."
    assert [(item.title, item.right, item.symbol) for item in view.items] == [
        ("coat", True, "✓"),
        ("coat\nbag", False, "✗"),
        ("<b>bag</b>", False, "✗"),
        ("(no title)", False, "✗"),
        ("(no title)", True, ""),
        ("(no title)", True, ""),
    ]
    assert view.items[1].alt == "Image 2"


def test_titles_without_expected_titles_are_not_judged(sample: ModuleType, sentences: Sentences) -> None:
    shown = sample.pictures()[-1]
    without = replace(shown, items=[replace(item, wanted="") for item in shown.items])
    view = gallery_view(without, sentences, "g")

    assert (view.compared, view.description) == (False, "")
    assert {item.symbol for item in view.items} == {""}
