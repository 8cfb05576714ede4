"""Tests of names from Brightspace, as folders and flat."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, refused, zipped
from torchgrade.deliveries.brightspace import read, recognises
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Entry
from torchgrade.model.people import Person

ADA = "81234-550021 - Ada Ngo- "
BEN = "81234-550022 - Mary-Ann O'Neil - "


@pytest.mark.parametrize("between", ["/", " - "])
def test_folders_and_flat_files_are_read_and_the_last_date_counts(
    between: str, deliver: Callable[..., Listing]
) -> None:
    listing = deliver({
        "index.html": "x",
        f"{ADA}Oct 10, 2025 1201 AM{between}softmax.py": CODE,
        f"{ADA}Oct 9, 2025 1159 PM{between}all.py": CODE,
        f"{BEN}Oct 4, 2025 101 PM{between}hw.ipynb": "{}",
        f"{BEN}Oct 4, 2025 101 PM{between}work.zip": zipped({"a.py": CODE}),
    })  # fmt: skip

    assert files(listing) == {"Ada Ngo": ["softmax.py"], "Mary-Ann O'Neil": ["hw.ipynb", "work.zip/a.py"]}
    assert refused(listing) == {}
    assert [found.people for found in listing.found] == [(Person(name="Ada Ngo"),), (Person(name="Mary-Ann O'Neil"),)]
    assert [note.message_id for note in listing.found[0].remarks] == ["deliveries.attempt"]


def test_a_date_that_cannot_be_ordered_decides_nothing_and_is_told(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        f"{ADA}10 foo 2025/a.py": CODE, f"{ADA}9 foo 2025/b.py": CODE, f"{BEN}9 foo 2025/b.py": CODE,
    })  # fmt: skip

    assert files(listing)["Ada Ngo"] == ["a.py", "b.py"]
    assert [note.message_id for note in listing.problems] == ["deliveries.attempts_open"]


def test_namesakes_are_two_students() -> None:
    names = [f"81234-{number} - Wei Li - Oct 4, 2025 101 PM" for number in (1, 22)]
    names[0] = names[0].replace("-1 ", "-11 ")
    claims = read([Entry(name=name, is_folder=True) for name in names], lambda _: None)

    assert [claim and claim.student for claim in claims] == ["Wei Li 81234-11", "Wei Li 81234-22"]


def test_the_number_of_the_university_is_read_where_it_stands_in_the_name() -> None:
    name = "12345-67890 - N0612345 - Ada Ngo- 4 October, 2025 13:01 - hw.py"
    (claim,) = read([Entry(name=name, is_folder=False)], lambda _: None)

    assert claim is not None
    assert claim.people == (Person(name="Ada Ngo", number="N0612345"),)


@pytest.mark.parametrize("name", ["1-2 - notes", "2025-10 - hw - final", "Ada - 2025 - hw", "12-34 - Ada - hw.py"])
def test_names_that_merely_have_dashes_are_no_delivery(name: str) -> None:
    assert not recognises([Entry(name=name, is_folder=True), Entry(name="index.html", is_folder=False)])
