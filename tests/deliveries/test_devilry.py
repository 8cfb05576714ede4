"""Tests of a class from Devilry, in both of its forms."""

from __future__ import annotations

from collections.abc import Callable

from tests.deliveries.made import CODE, files, refused
from torchgrade.deliveries.found import Listing
from torchgrade.model.people import Person

GROUPS = "inf.2026v.oblig1"


def test_the_last_delivery_of_the_last_deadline_counts(deliver: Callable[..., Listing]) -> None:
    first, second = "deadline-2015-01-01T12_00_00", "deadline-2015-02-01T12_00_00"
    listing = deliver({
        f"{GROUPS}/ada (groupid=12)/{first}/delivery-010/old.py": CODE,
        f"{GROUPS}/ada (groupid=12)/{second}/delivery-001/a.py": CODE,
        f"{GROUPS}/ada (groupid=12)/{second}/delivery-002/b.py": CODE,
        f"{GROUPS}/bo, cy (groupid=13)/{first}/delivery-001/hw.py": CODE,
    })  # fmt: skip

    assert files(listing) == {"ada": ["b.py"], "bo+cy": ["hw.py"]}
    assert listing.found[1].people == (Person(name="bo", login="bo"), Person(name="cy", login="cy"))
    (told,) = listing.found[0].remarks
    assert told.values["count"] == 2


def test_what_came_late_adds_to_a_delivery_and_what_examiners_wrote_does_not(deliver: Callable[..., Listing]) -> None:
    deadline = "deadline2016-12-24 23:59:00+00:00"
    listing = deliver({
        f"group-ada/{deadline}/delivery/a.py": CODE,
        f"group-ada/{deadline}/uploaded_after_deadline/b.py": CODE,
        f"group-ada/{deadline}/uploaded_by_examiners_and_admins/solution.py": CODE,
        f"group-bo/{deadline}/uploaded_by_examiners_and_admins/solution.py": CODE,
    })  # fmt: skip

    assert files(listing) == {"ada": ["a.py", "b.py"]}
    assert listing.found[0].is_late
    assert refused(listing) == {"group-bo": "listing.nothing_here"}


def test_deadlines_that_cannot_be_ordered_leave_all_to_be_read(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "group-ada/deadline-1.foo/delivery/a.py": CODE,
        "group-ada/deadline-2.foo/delivery/b.py": CODE,
        "group-bo/deadline-1.foo/delivery/b.py": CODE,
    })  # fmt: skip

    assert files(listing) == {
        "ada": ["deadline-1.foo/delivery/a.py", "deadline-2.foo/delivery/b.py"],
        "bo": ["b.py"],
    }


def test_groups_of_one_name_are_two_submissions(deliver: Callable[..., Listing]) -> None:
    inside = "deadline-2015-01-01T12_00_00/delivery-001/hw.py"
    listing = deliver({f"ada (groupid={number})/{inside}": CODE for number in (1, 2)})

    assert list(files(listing)) == ["ada", "ada~2"]
    assert [note.message_id for note in listing.problems] == ["listing.duplicate"]
