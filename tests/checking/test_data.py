"""What checks of trainings get beside the student."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec
import torch

from tests.checking.little_course import little_course
from torchgrade.checking.data import MOST_BYTES, Data
from torchgrade.checking.pictured import gallery
from torchgrade.model.results import Attachment, Band, BandPoint, Curve, Images, Point


def test_what_was_made_once_is_kept_for_the_next_submission(tmp_path: Path) -> None:
    course = little_course(tmp_path, "")
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [Data(course, "f", []).kept("w", make) for _ in range(3)] == [1, 1, 1]
    assert Data(course, "f", []).kept("other", make) == 2


def test_an_attachment_takes_the_place_of_one_of_its_name(tmp_path: Path) -> None:
    attachments: list[Attachment] = []
    data = Data(little_course(tmp_path, ""), "f", attachments)
    first = Curve(name="curve.a", points=[Point(x=0, y=1)])
    second = Curve(name="curve.a", points=[Point(x=0, y=2)])
    other = Curve(name="curve.b", points=[])
    for attachment in (first, other, second):
        data.attach(attachment)

    assert attachments == [other, second]


def test_a_picture_that_makes_the_attachments_too_large_is_left_out(tmp_path: Path) -> None:
    attachments: list[Attachment] = []
    data = Data(little_course(tmp_path, ""), "f", attachments)
    pixels = torch.zeros(20, 28, 28, dtype=torch.uint8)
    for number in range(9):
        data.attach(gallery(f"gallery.{number}", pixels, []))
    data.attach(gallery("gallery.0", pixels, ["x" * 60] * 20))
    data.attach(Curve(name="curve.a", points=[]))

    assert [a.name for a in attachments] == ["gallery.1", "gallery.2", "curve.a"]
    assert len(msgspec.json.encode(attachments)) <= MOST_BYTES


def test_a_picture_of_a_hidden_check_is_left_out(tmp_path: Path) -> None:
    attachments: list[Attachment] = []
    data = Data(little_course(tmp_path, ""), "f", attachments)
    data.hidden = True
    data.attach(Curve(name="curve.a", points=[]))

    assert attachments == []


def test_the_runs_seed_picks_the_workload(tmp_path: Path) -> None:
    assert Data(little_course(tmp_path, ""), "f", []).run_seed == 3


def test_a_curve_takes_the_band_of_its_exercise_and_name_along(tmp_path: Path) -> None:
    course = little_course(tmp_path, "")
    band = Band(trainings=20, points=[BandPoint(x=0, low=1, median=2, high=3)])
    course = dataclasses.replace(course, bands={"f": {"curve.a": band}})
    shown: dict[str, list[Attachment]] = {"f": [], "g": []}
    for exercise, attachments in shown.items():
        data = Data(course, exercise, attachments)
        for attachment in (Curve(name="curve.a", points=[]), Curve(name="curve.b", points=[])):
            data.attach(attachment)
        data.attach(Images(name="images.a", items=[]))

    assert [getattr(a, "band", None) for a in shown["f"]] == [band, None, None]
    assert [getattr(a, "band", None) for a in shown["g"]] == [None, None, None]


def test_a_sentence_of_an_attachment_comes_from_the_courses_catalogue(tmp_path: Path) -> None:
    note = Data(little_course(tmp_path, ""), "f", []).note("skipped.requires", check="f.rows")

    assert (note.message_id, note.values) == ("skipped.requires", {"check": "f.rows"})
    assert "f.rows" in note.message
