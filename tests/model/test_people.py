"""People of a class, found by key, submission and member."""

from __future__ import annotations

from torchgrade.model.people import Delivered, Enrolled, delivered_names, members_in_order, roster

BO, ADA, AGAIN = (
    Enrolled(key="2", submission="1+2"),
    Enrolled(key="1", submission="1+2"),
    Enrolled(key="1", submission="1", is_listed=True),
)


def test_people_of_a_submission_keep_their_order_and_the_last_row_of_a_key_counts() -> None:
    people = roster([BO, ADA, AGAIN])
    assert (list(people.of("1+2")), list(people.of("nobody"))) == ([BO, ADA], [])
    assert (people.by_key("1"), people.by_key("nobody")) == (AGAIN, None)


def test_names_in_a_delivery_are_found_by_the_submission() -> None:
    names = delivered_names([Delivered(submission="ada", is_late=True)])
    assert (names.of("ada"), names.of("bo")) == (Delivered(submission="ada", is_late=True), None)


def test_members_are_in_the_order_of_their_keys() -> None:
    groups = {"3+1": ("3", "1"), "1+2": ("1", "2")}
    assert list(members_in_order(groups)) == [("1", "1+2"), ("1", "3+1"), ("2", "1+2"), ("3", "3+1")]
