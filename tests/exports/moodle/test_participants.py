"""Participants of Moodle, from the names in a delivery."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exports.importers.moodle_worksheet import Assignment, Student
from tests.exports.moodle_class import mark
from torchgrade.exports.moodle.participants import Named, match, named
from torchgrade.exports.moodle.worksheet import read_worksheet
from torchgrade.exports.planned import ExportOptions, Template
from torchgrade.model.people import Delivered, Person


def delivered(*entries: str, layout: str = "moodle") -> Named:
    return named(mark("a", 1.0, delivered=Delivered(submission="a", layout=layout, entries=entries)))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (["Li Lei_007_assignsubmission_file_"], ("Li Lei", "7")),
        (["class/Li Lei_7_assignsubmission_file_", "class/Li Lei_7_assignsubmission_onlinetext_"], ("Li Lei", "7")),
        (["Participant_7_assignsubmission_file_a.py"], ("", "7")),
        (["参与者_7_assignsubmission_file_"], ("", "7")),
        (["Li_7_assignsubmission_file_", "Li_8_assignsubmission_file_"], ("Li", "")),
        (["hw.py"], ("", "")),
    ],
)
def test_name_and_number_of_a_delivery(entries: list[str], expected: tuple[str, str]) -> None:
    found = delivered(*entries)

    assert (found.name, found.number) == expected


def test_another_delivery_has_no_participants() -> None:
    assert delivered("Li Lei_7_assignsubmission_file_", layout="canvas") == Named()
    assert named(mark("a", 1.0, person=Person(lms="7"))) == Named()


@pytest.mark.parametrize(
    ("folder", "cell", "is_found"),
    [
        ("Lab 2-Ada Ngo", "Ada Ngo", True),
        ("Ngo Ada", "Ada Ngo", True),
        ("O Neil", "O_Neil", True),
        ("ONeil", "O'Neil", True),
        ("Ada Ngo", "Ada Ngo-Li", False),
        ("Ada Ngo", "Bo", False),
    ],
)
def test_the_name_in_the_worksheet_is_that_of_the_folder(folder: str, cell: str, *, is_found: bool) -> None:
    students = [Student(number=7, name=cell, email=""), Student(number=8, name="Cy", email="")]
    sheet = read_worksheet(
        Template(path=Path("w.csv"), data=Assignment(students=students, maximum=4.0).export()), ExportOptions(), {"7"}
    )

    found = match([mark("a", 1.0, 7, folder), mark("b", 1.0, 8, "Cy")], sheet)

    assert [place.problem is None for place in found.places] == [is_found, True]
    assert found.is_compared
    assert found.unknown == (() if is_found else ("Participant 7",))
