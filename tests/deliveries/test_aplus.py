"""Tests of a class in the form of A+'s server."""

from __future__ import annotations

from collections.abc import Callable

from tests.deliveries.made import CODE, files
from torchgrade.deliveries.found import Listing
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed


def test_the_last_submission_of_a_user_counts(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "exercise_12/users_7/submission_99/all.py": CODE,
        "exercise_12/users_7/submission_100/hw.py": CODE,
        "exercise_12/users_8-9/submission_3/hw.py": CODE,
    })  # fmt: skip

    assert files(listing) == {"users_7": ["hw.py"], "users_8-9": ["hw.py"]}
    assert [found.people for found in listing.found] == [(Person(lms="7"),), (Person(lms="8"), Person(lms="9"))]
    assert [note.values.get("names") for note in listing.found[0].remarks] == [listed(["users_7/submission_99"])]


def test_folders_of_users_without_submissions_are_no_delivery(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"users_7/hw.py": CODE, "users_8/hw.py": CODE})

    assert [one.layout for one in listing.recognised] == ["plain"]
