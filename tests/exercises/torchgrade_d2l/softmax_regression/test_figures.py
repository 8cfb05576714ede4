"""Facts about figures come from a worker, so they may be anything; images are compared as a page shows them."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.softmax_regression.figures import figure, figures, index_of, pixels, same_picture
from torchgrade_d2l.softmax_regression.garments import CLASSES, different_garments, garments

IMAGE = torch.arange(12, dtype=torch.float64).reshape(3, 4)


def axes(**changed: Any) -> dict[str, Any]:
    return {"image": IMAGE, "title": "coat", "bare": True, "place": [0, 1, 2], **changed}


@pytest.mark.parametrize(
    "value",
    [
        None, [], 3, {}, {"size": [1.0, 2.0]}, {"size": [1.0], "axes": []}, {"size": ["a", "b"], "axes": []},
        {"size": [1.0, 2.0], "axes": [None]}, {"size": [1.0, 2.0], "axes": [axes(title=3)]},
        {"size": [1.0, 2.0], "axes": [axes(place=[0.5, 1, 2])]}, {"size": [1.0, 2.0], "axes": [axes(place=[1])]},
        {"size": [1.0, 2.0], "axes": [axes(image="black")]}, {"size": [1.0, 2.0], "axes": [axes(bare=1)]},
        {"size": [1.0, 2.0], "axes": [axes(image=torch.zeros(2, 2, dtype=torch.complex64))]},
        {"size": [1.0, 2.0], "axes": [axes()] * 1000},
    ],
)  # fmt: skip
def test_a_report_of_another_form_is_the_submissions_fault(value: Any) -> None:
    with pytest.raises(CheckFailedError):
        figure(value)
    with pytest.raises(CheckFailedError):
        figures([value] if value != [] else {})


def test_the_axes_with_an_image_stand_for_a_place_that_two_axes_share() -> None:
    shown = figure({"size": [3, 1.5], "axes": [axes(image=None, title=""), axes(), axes(place=[1, 1, 2], image=None)]})
    assert shown.titles(2) == ["coat", "coat"]
    assert [image is None for image in shown.images(3)] == [False, True, True]


@pytest.mark.parametrize(
    ("got", "same"),
    [
        (IMAGE, True),
        (IMAGE * 255 - 7, True),
        ((IMAGE / 11 * 255).round(), True),
        (torch.stack([IMAGE] * 3, -1), True),
        (torch.stack([IMAGE, IMAGE, -IMAGE], -1), False),
        (-IMAGE, False),
        (IMAGE.T, False),
        (IMAGE.reshape(1, 3, 4), False),
        (IMAGE[:, :2], False),
        (torch.zeros(3, 4, dtype=torch.float64), False),
        (torch.full((3, 4), torch.nan, dtype=torch.float64), False),
        (torch.where(IMAGE > 5, torch.inf, IMAGE), False),
        (torch.zeros(0, 4, dtype=torch.float64), False),
        (torch.tensor(3.0, dtype=torch.float64), False),
        (None, False),
    ],
)
def test_images_are_equal_up_to_the_range_of_their_shades(got: torch.Tensor | None, same: bool) -> None:
    assert same_picture(got, IMAGE) is same


def test_each_garment_looks_like_itself_and_like_no_other() -> None:
    images, _ = garments(Tensors(1), 40)
    shown = [image.to(torch.float64) / 255 for image in images]
    assert [index_of(one, list(images)) for one in shown] == list(range(40))


def test_garments_of_different_classes_have_their_own_names() -> None:
    images, names = different_garments(Tensors(2), 10)
    assert len(images) == 10
    assert sorted(names) == sorted(CLASSES)


def test_an_image_of_another_size_is_black_on_a_page() -> None:
    ramp = torch.arange(784, dtype=torch.float64).reshape(28, 28)
    shown = pixels([ramp, None, IMAGE, torch.full((28, 28), torch.nan, dtype=torch.float64)])
    assert shown.shape == (4, 28, 28)
    assert shown[0].max() == 255
    assert not shown[1:].any()
