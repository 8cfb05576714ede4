"""Tests of names from Blackboard, with several attempts of a student and a receipt for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, refused
from torchgrade.deliveries.blackboard import read, recognises
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Entry
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed

OLD, NEW = "2025-03-03-10-00-00", "2025-03-05-08-30-00"
RECEIPT = "Name: Bea Jones (bjones)\nAssignment: HW\n"


def test_the_last_attempt_counts_and_the_others_are_told(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        f"HW3 Softmax_bjones_attempt_{OLD}.txt": RECEIPT,
        f"HW3 Softmax_bjones_attempt_{OLD}_all.py": CODE,
        f"HW3 Softmax_bjones_attempt_{NEW}.txt": RECEIPT,
        f"HW3 Softmax_bjones_attempt_{NEW}_part.ipynb": "{}",
        f"HW3 Softmax_bjones_attempt_{NEW}_more.py": CODE,
        f"HW3 Softmax_ali_attempt_{OLD}_hw.py": CODE,
    })  # fmt: skip

    assert files(listing) == {"ali": ["hw.py"], "bjones": ["more.py", "part.ipynb"]}
    assert refused(listing) == {}
    assert [found.people for found in listing.found] == [
        (Person(login="ali"),),
        (Person(name="Bea Jones", login="bjones"),),
    ]
    (told,) = listing.found[1].remarks
    assert told.message_id == "deliveries.attempt"
    assert told.values["names"] == listed([f"HW3 Softmax_bjones_attempt_{OLD}_all.py"])


def test_an_account_with_an_underscore_is_known_by_the_receipt() -> None:
    names = [f"HW_3_a_kumar_attempt_{OLD}{end}" for end in (".txt", "_hw.py")]
    claims = read([Entry(name=name, is_folder=False) for name in names], lambda _: "Name: Asha Kumar (a_kumar)\n")

    assert claims[1] is not None
    assert claims[1].student == "a_kumar"


def test_accounts_that_end_alike_are_two_students_without_receipts_too(deliver: Callable[..., Listing]) -> None:
    listing = deliver({f"HW_3_{account}_attempt_{OLD}_hw.py": CODE for account in ("a_li", "b_li", "cy")})

    assert list(files(listing)) == ["a_li", "b_li", "cy"]


def test_a_file_cannot_be_called_like_the_attempt_of_another() -> None:
    """Use only the text before the first mark, because only this text is Blackboard's own."""
    name = f"HW_eve_attempt_{OLD}_x_ada_attempt_2030-01-01-00-00-00_hw.py"
    (claim,) = read([Entry(name=name, is_folder=False)], lambda _: None)

    assert claim is not None
    assert (claim.student, claim.attempt) == ("eve", OLD)


@pytest.mark.parametrize("receipt", [None, "", "Name: Eve (ada)\n", "no such line", "Name: " + "(" * 5000])
def test_a_receipt_that_does_not_fit_its_name_says_nothing(receipt: str | None) -> None:
    names = [f"HW_eve_attempt_{OLD}{end}" for end in (".txt", "_hw.py")]
    claims = read([Entry(name=name, is_folder=False) for name in names], lambda _: receipt)

    assert claims[1] is not None
    assert claims[1].people == (Person(login="eve"),)


def test_an_attempt_that_is_only_a_text_is_listed(deliver: Callable[..., Listing]) -> None:
    listing = deliver({f"HW_a_attempt_{OLD}_hw.py": CODE, f"HW_bo_attempt_{NEW}.txt": "Name: Bo (bo)"})

    assert refused(listing) == {f"HW_bo_attempt_{NEW}.txt": "deliveries.text_entry"}


def test_an_attempt_without_code_is_listed_with_the_attempt_that_it_replaces(deliver: Callable[..., Listing]) -> None:
    listing = deliver({f"HW_a_attempt_{OLD}_hw.py": CODE, f"HW_a_attempt_{NEW}_report.pdf": "x"})

    assert files(listing) == {}
    (one,) = listing.not_understood
    assert [note.message_id for note in (one.note, *one.further)] == ["listing.not_code", "deliveries.attempt"]


def test_names_that_merely_have_the_word_are_no_delivery() -> None:
    names = ["ada_attempt_2.py", "bo_attempt_2025-03-03.py", "cy_attempt.py"]

    assert not recognises([Entry(name=name, is_folder=False) for name in names])
