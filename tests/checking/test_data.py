"""What checks of trainings get beside the student."""

from __future__ import annotations

from pathlib import Path

from tests.checking.little_course import little_course
from torchgrade.checking.data import Data
from torchgrade.model.results import Attachment, Curve, Point


def test_what_was_made_once_is_kept_for_the_next_submission(tmp_path: Path) -> None:
    course = little_course(tmp_path, "")
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [Data(course, []).kept("w", make) for _ in range(3)] == [1, 1, 1]
    assert Data(course, []).kept("other", make) == 2


def test_an_attachment_takes_the_place_of_one_of_its_name(tmp_path: Path) -> None:
    attachments: list[Attachment] = []
    data = Data(little_course(tmp_path, ""), attachments)
    first = Curve(name="curve.a", points=[Point(x=0, y=1)])
    second = Curve(name="curve.a", points=[Point(x=0, y=2)])
    other = Curve(name="curve.b", points=[])
    for attachment in (first, other, second):
        data.attach(attachment)

    assert attachments == [other, second]


def test_the_runs_seed_picks_the_workload(tmp_path: Path) -> None:
    assert Data(little_course(tmp_path, ""), []).run_seed == 3
