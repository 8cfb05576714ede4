"""What a graded training shows on its student's page: its loss in the band of the reference, and garments."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import pytest

from tests.conftest import SHORT, request_of
from torchgrade.model.results import Attachment, Curve, Images
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine

REFERENCE = (files("torchgrade_d2l_solutions.softmax_regression.train_ch3") / "reference.py").read_bytes()
MOST = 64 << 10
"""Bytes of the attachments of one exercise (ruling 33)."""


@pytest.fixture(scope="module")
def shown(course_engine: Engine) -> list[Attachment]:
    """The attachments of the reference's own submission."""
    request = request_of({"ada.py": REFERENCE}, only=("train_ch3.convergence",))
    (exercise,) = course_engine.judge(request).exercises
    return exercise.attachments


def test_the_references_own_loss_lies_in_its_band(shown: list[Attachment]) -> None:
    curve = shown[0]
    assert isinstance(curve, Curve)
    assert curve.band is not None
    assert curve.band.trainings == 20
    assert [point.x for point in curve.points] == [point.x for point in curve.band.points]
    for point, spread in zip(curve.points, curve.band.points, strict=True):
        # The order of the classes, which the seed permutes, changes the rounding.
        assert spread.low - 2e-3 <= float(point.y) <= spread.high + 2e-3
        assert spread.low < spread.median < spread.high


def test_garments_are_shown_with_their_names_and_how_they_were_chosen(shown: list[Attachment]) -> None:
    images = shown[1]
    assert isinstance(images, Images)
    assert images.chosen is not None
    told = images.chosen.values
    assert (told["right"], told["wrong"], told["images"]) == (4, 4, 1000)
    assert images.classes[9] == "ankle boot"
    assert [picture.true == picture.predicted for picture in images.items] == [True] * 4 + [False] * 4


def test_what_is_shown_is_small(shown: list[Attachment]) -> None:
    assert len(msgspec.json.encode(shown)) < MOST // 4


def test_two_gradings_show_the_same_bytes(course_engine: Engine, shown: list[Attachment]) -> None:
    (exercise,) = course_engine.judge(request_of({"ada.py": REFERENCE}, only=("train_ch3.convergence",))).exercises

    assert msgspec.json.encode(exercise.attachments) == msgspec.json.encode(shown)


def test_without_hidden_checks_as_in_check_there_is_no_band() -> None:
    config = RunConfig(
        exercises=("train_ch3",), data="synthetic-fashion", data_root="", seed=11, hidden_seed=0, limits=SHORT,
        hidden_checks=False,
    )  # fmt: skip
    with Engine(config, jobs=1) as engine:
        (exercise,) = engine.judge(request_of({"ada.py": REFERENCE})).exercises

    curve = exercise.attachments[0]
    assert isinstance(curve, Curve)
    assert curve.band is None
