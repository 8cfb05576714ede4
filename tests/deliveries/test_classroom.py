"""Tests of names from Google Classroom in Drive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, refused
from torchgrade.deliveries.classroom import recognises
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Entry


def test_copies_of_one_student_are_one_submission_and_a_copy_of_nobody_is_listed(
    deliver: Callable[..., Listing],
) -> None:
    listing = deliver({
        "Ada Ngo - softmax.py": CODE,
        "Ben Otto - Copy of softmax.py": CODE,
        "Ben Otto - Copy of softmax (1).py": CODE,
        "Copy of Copy of softmax.py": CODE,
    })  # fmt: skip

    assert files(listing) == {
        "Ada Ngo": ["Ada Ngo - softmax.py"],
        "Ben Otto": ["Ben Otto - Copy of softmax (1).py", "Ben Otto - Copy of softmax.py"],
    }
    assert refused(listing) == {"Copy of Copy of softmax.py": "deliveries.unmatched"}


@pytest.mark.parametrize(
    "names",
    [
        ["Lab 1 - softmax.py", "Lab 2 - softmax.py"],
        ["Ada Ngo - softmax.py", "Ben Otto - report.py"],
        ["Ada Ngo - softmax.py", "Ada Ngo - sgd.py"],
        ["ada.py", "Ben Otto - softmax.py", "cy.py"],
    ],
)
def test_names_without_several_people_and_one_title_are_no_delivery(names: list[str]) -> None:
    assert not recognises([Entry(name=name, is_folder=False) for name in names])
