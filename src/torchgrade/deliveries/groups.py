"""Groups: keys of their members, and members with several submissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from torchgrade.deliveries.found import Listing
from torchgrade.model.people import Enrolled, Person
from torchgrade.model.phrases import listed
from torchgrade.model.showable import show_name

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

_MOST_TOLD = 5


def key_of(person: Person) -> str:
    """Return the id of a person according to the delivery."""
    return person.number or person.email or person.login or person.lms or person.name


def name_members(listing: Listing, say: Say) -> None:
    """Give groups without a roster the keys of their members, and list members of several submissions."""
    for position, one in enumerate(listing.found):
        if len(one.people) > 1 and not one.members:
            members = tuple(dict.fromkeys(filter(None, map(key_of, one.people))))
            enrolled = tuple(Enrolled(key=key, person=person) for person in one.people if (key := key_of(person)))
            listing.found[position] = structs.replace(one, members=members, enrolled=enrolled)
        elif len(one.people) == 1 and not one.enrolled:
            enrolled = (Enrolled(key=one.submission, person=one.people[0]),)
            listing.found[position] = structs.replace(one, enrolled=enrolled)
    submissions: dict[str, list[int]] = {}
    for position, one in enumerate(listing.found):
        for member in one.members or (one.submission,):
            submissions.setdefault(member, []).append(position)
    for member, positions in submissions.items():
        if len(positions) < 2 or not any(listing.found[position].members for position in positions):
            continue
        names = listed(show_name(listing.found[position].submission) for position in positions[:_MOST_TOLD])
        for position in positions:
            one = listing.found[position]
            note = say("roster.member_twice", name=show_name(one.submission), who=show_name(member), submissions=names)
            listing.found[position] = structs.replace(one, problems=[*one.problems, note])
