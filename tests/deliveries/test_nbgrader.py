"""Tests of the folder of an nbgrader course."""

from __future__ import annotations

from collections.abc import Callable

from tests.deliveries.made import files, refused
from torchgrade.deliveries.found import Listing

COURSE = {
    "submitted/ada/ps1/p1.ipynb": "{}",
    "submitted/ada/ps1/timestamp.txt": "2026-02-03 04:05:06 UTC",
    "submitted/bo/ps1/p1.ipynb": "{}",
    "submitted/bo/ps2/p2.ipynb": "{}",
    "submitted/cy/ps1/timestamp.txt": "x",
    "source/ps1/p1.ipynb": "{}",
    "release/ps1/p1.ipynb": "{}",
    "autograded/ada/ps1/p1.ipynb": "{}",
    "gradebook.db": "x",
    "nbgrader_config.py": "x",
}


def test_the_folder_of_a_course_gives_the_students_in_submitted_and_nothing_else(
    deliver: Callable[..., Listing],
) -> None:
    listing = deliver(COURSE)

    assert files(listing) == {"ada": ["ps1/p1.ipynb"], "bo": ["ps1/p1.ipynb", "ps2/p2.ipynb"]}
    assert refused(listing) == {"cy": "listing.nothing_here"}


def test_the_folder_submitted_itself_gives_the_same_by_itself(deliver: Callable[..., Listing]) -> None:
    inside = {name.removeprefix("submitted/"): text for name, text in COURSE.items() if name.startswith("submitted/")}

    assert list(files(deliver(inside))) == ["ada", "bo"]
    assert list(files(deliver(inside, layout="nbgrader"))) == ["ada", "bo"]


def test_a_student_who_is_called_submitted_is_a_student(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"submitted/a.py": "", "ada/a.py": ""})

    assert list(files(listing)) == ["ada", "submitted"]
