"""Tests of the members of groups."""

from __future__ import annotations

from collections.abc import Callable

from tests.deliveries.made import CODE
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.gradescope import METADATA

ROSTER = "student_id,name,email\n00712345,Jörg Müller,jm@b\n00712346,Ada Ngo,an@b\n00712347,Ben Otto,bo@b\n"


def block(number: int, *people: tuple[str, str]) -> str:
    items = "".join(f"  - :name: {name}\n    :sid: '{sid}'\n" for name, sid in people)
    return f"submission_{number}:\n  :submitters:\n{items}"


JOERG, ADA, BEN = ("Jörg Müller", "00712345"), ("Ada Ngo", "00712346"), ("Ben Otto", "00712347")


def members(listing: Listing) -> dict[str, tuple[str, ...]]:
    return {found.submission: found.members for found in listing.found}


def test_a_group_has_the_keys_of_its_members_with_a_roster_and_without(deliver: Callable[..., Listing]) -> None:
    tree = {METADATA: block(1, JOERG, ADA) + block(2, BEN), "submission_1/a.py": CODE, "submission_2/a.py": CODE}
    expected = {"00712345+00712346": ("00712345", "00712346"), "00712347": ()}

    assert members(deliver(tree)) == expected
    assert members(deliver(tree, roster=ROSTER)) == expected


def test_a_member_whose_number_lost_its_zeros_has_the_key_of_the_row(deliver: Callable[..., Listing]) -> None:
    listing = deliver({METADATA: block(1, ("Jörg Müller", "712345"), ADA), "submission_1/a.py": CODE}, roster=ROSTER)

    assert members(listing) == {"00712345+00712346": ("00712345", "00712346")}


def test_a_member_who_also_submitted_alone_is_listed_with_both_submissions(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        METADATA: block(1, JOERG, ADA) + block(2, ADA) + block(3, BEN),
        **{f"submission_{number}/a.py": CODE for number in (1, 2, 3)},
    })  # fmt: skip

    assert {found.submission: [note.message_id for note in found.problems] for found in listing.found} == {
        "00712345+00712346": ["roster.member_twice"],
        "00712346": ["roster.member_twice"],
        "00712347": [],
    }
    assert all("00712345+00712346, 00712346" in note.message for note in listing.problems)
    assert all(note.is_for_instructor for note in listing.problems)


def test_a_member_of_two_groups_is_listed(deliver: Callable[..., Listing]) -> None:
    tree = {METADATA: block(1, JOERG, ADA) + block(2, ADA, BEN), "submission_1/a.py": CODE, "submission_2/a.py": CODE}

    assert [note.message_id for note in deliver(tree).problems] == ["roster.member_twice"] * 2


def test_a_group_with_a_stranger_keeps_its_id_and_has_a_key_for_each(deliver: Callable[..., Listing]) -> None:
    tree = {METADATA: block(1, JOERG, ("Zoe", "9")), "submission_1/a.py": CODE, "submission_2/a.py": CODE}
    listing = deliver(tree, roster=ROSTER)

    assert listing.found[0].members == ("00712345", "9")
    assert "00712345" not in [one.name for one in listing.absent]
