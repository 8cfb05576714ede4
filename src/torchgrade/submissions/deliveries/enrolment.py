"""Submissions and the roster: who is who, who is unknown, and from whom nothing came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.submissions.deliveries.named import person_in
from torchgrade.submissions.deliveries.roster import Roster, say_person, words_of
from torchgrade.submissions.found import Found, Listing, NotUnderstood, Person, storable

if TYPE_CHECKING:
    from torchgrade.submissions.cells import Say


def enrol(listing: Listing, roster: Roster, say: Say) -> None:
    """Give each submission the key of its row, and list who is not in the roster and who handed in nothing.

    A submission of which not everybody is exactly one row keeps its id and gets a problem that names the nearest row.
    """
    enrolment = _Enrolment(roster, say)
    listing.found[:] = [enrolment.found(one, listing.problems) for one in listing.found]
    for refused in listing.not_understood:
        # An input that cannot be graded was handed in all the same.
        name = refused.name.rpartition("/")[2]
        enrolment.count(refused.people or (_in_name(name), _in_name(name.rpartition(".")[0] or name)))
    listing.absent[:] = enrolment.absent()


def _in_name(stem: str) -> Person:
    """Return who a name may be: its number, else the whole of it may be a number, an account, an address or a name."""
    whole = Person(name=stem, number=stem, login=stem, email=stem)
    return person_in(stem) or whole


class _Enrolment:
    """Remembers the rows from which something came."""

    def __init__(self, roster: Roster, say: Say) -> None:
        self._roster = roster
        self._say = say
        self._there: set[int] = set()

    def count(self, people: Sequence[Person]) -> None:
        """Remember the rows of people, as far as they are clear."""
        self._there |= {row for person in people if (row := self._roster.match(person).row) is not None}

    def found(self, found: Found, problems: list[Note]) -> Found:
        """Return a submission with what the roster knows of it."""
        people = found.people or (_in_name(found.submission),)
        self.count(people)
        matches = [self._roster.match(person) for person in people]
        rows = [self._roster.rows[match.row] for match in matches if match.row is not None]
        if len(rows) == len(people):
            keys = sorted({row.key for row in rows})
            known = tuple(dict.fromkeys(row.person for row in rows))
            return structs.replace(found, submission=storable("+".join(keys)), people=known)
        notes = [
            self._unlisted(found, person, match.several)
            for person, match in zip(people, matches, strict=True)
            if match.row is None
        ]
        problems.extend(notes)
        return structs.replace(found, problems=[*found.problems, *notes])

    def _unlisted(self, found: Found, person: Person, several: Sequence[int]) -> Note:
        name = show_name(found.submission)
        if several:
            rows = ", ".join(self._roster.say(row) for row in several[:5])
            return self._say("roster.ambiguous", name=name, rows=rows)
        near = self._roster.nearest(words_of(person))
        nearest = "" if near is None else say_person(near.person)
        message_id = "roster.unlisted" if len(found.people) < 2 else "roster.unlisted_member"
        values = {"name": name, "who": say_person(person), "nearest": nearest}
        return self._say(f"{message_id}_near" if nearest else message_id, **values)

    def absent(self) -> list[NotUnderstood]:
        """Return the rows from which nothing came, in the order of the roster."""
        return [
            NotUnderstood(
                name=show_name(row.key),
                note=self._say("deliveries.absent", name=show_name(row.key), who=say_person(row.person)),
                people=(row.person,),
            )
            for position, row in enumerate(self._roster.rows)
            if position not in self._there
        ]
