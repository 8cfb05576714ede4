"""Match of submissions with the roster: known people, unknown people, and students without a submission."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from torchgrade.deliveries.found import Found, Listing, NotUnderstood, storable
from torchgrade.deliveries.groups import key_of
from torchgrade.deliveries.named import person_in
from torchgrade.deliveries.roster import Match, Roster, say_person, showable_values
from torchgrade.deliveries.rosters.names import Spoken, accounts_in, may_be_one, numbers_in, plain, words_in
from torchgrade.deliveries.rosters.numbers import without_marks
from torchgrade.deliveries.rosters.rows import Row
from torchgrade.model.people import Enrolled, Person
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

_RARE = 2
"""Maximum number of submissions with a rare word in their names. A more frequent word does not identify a person."""
_MOST_TOLD = 5
_DOMAIN = re.compile(r"@[\w.-]+")
_ENDS_OF_PREFIXES = "-_ "
_FEW = 2
"""Minimum number of names for a common prefix."""
_MOST_PREFIXES = 10


def enrol(listing: Listing, roster: Roster, say: Say) -> None:
    """Give each submission the key of its row; list people outside the roster and students without a submission.

    A submission keeps its id if one of its people is not exactly one row. The submission then gets a problem that names
    the nearest row.
    """
    enrolment = _Enrolment(listing, roster, say)
    listing.notes.extend(say(one.message_id, **showable_values(one.values)) for one in roster.notices)
    listing.found[:] = [enrolment.found(one) for one in listing.found]
    listing.notes.extend(enrolment.notes())
    for refused in listing.not_understood:
        enrolment.count(refused)
    listing.absent[:] = enrolment.absent()


class _Asked(Struct, frozen=True):
    """One person of a submission, and the result of the roster."""

    person: Person
    spoken: Spoken
    match: Match


class _Enrolment:
    """Matches of the submissions, and the rows that have a submission."""

    def __init__(self, listing: Listing, roster: Roster, say: Say) -> None:
        self._roster = roster
        self._say = say
        self._there: set[int] = set()
        self._undecided: dict[int, str] = {}
        self._changed: list[tuple[str, str]] = []
        self._prefix = self._find_prefix([one.submission for one in listing.found if not one.people])
        words = Counter(word for one in listing.found for word in set(_words_in(one)))
        self._rare = frozenset(word for word, count in words.items() if count <= _RARE)
        runs = Counter(number for one in listing.found for number in numbers_in(one.submission))
        self._rare_numbers = frozenset(number for number, count in runs.items() if count <= _RARE)
        self._asked = {id(one): self._ask(one) for one in listing.found}
        asked = [one for several in self._asked.values() for one in several]
        self._exact = {one.match.row for one in asked if not one.match.is_by_changed_number}
        self._claims: dict[int, set[str]] = {}
        for one in asked:
            if one.match.row is not None and one.match.is_by_changed_number:
                self._claims.setdefault(one.match.row, set()).add(plain(one.person.number))

    def _ask(self, found: Found) -> list[_Asked]:
        """Look up everybody in a submission; for a group, ignore the names of folders and files."""
        people = found.people or (_in_name(found.submission.removeprefix(self._prefix)),)
        words = _words_in(found) if len(people) == 1 else []
        accounts = accounts_in(found.submission) if len(people) == 1 else frozenset()
        numbers = frozenset[str]() if found.people else self._rare_numbers & numbers_in(found.submission)
        spoken = Spoken(tuple(words), self._rare & set(words), accounts, numbers)
        return [_Asked(person, spoken, self._roster.match(person, spoken)) for person in people]

    def _find_prefix(self, names: Sequence[str]) -> str:
        """Return the common prefix of all names, such as ``hw3-`` in ``hw3-octo-ada``, or an empty string.

        For most names, the rest must be the account, number or name of a row. A whole name must never be one.
        """
        if len(names) < _FEW or any(self._roster.match(_in_name(name)).row is not None for name in names):
            return ""
        # Compare the first and the last name in order, because all others share their common prefix.
        pairs = zip(min(names)[:-1], max(names)[:-1], strict=False)
        common = "".join(one for one, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        ends = [end for end, sign in enumerate(common, start=1) if sign in _ENDS_OF_PREFIXES][-_MOST_PREFIXES:]
        rests = {common[:end]: [_in_name(name[end:]) for name in names] for end in ends}
        counts = Counter(
            {
                prefix: sum(self._roster.match(one).row is not None for one in several)
                for prefix, several in rests.items()
            }
        )
        (prefix, count), (_, next_count) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
        return prefix if 2 * count > len(names) and count > next_count else ""

    def found(self, found: Found) -> Found:
        """Return a submission with the data of the roster."""
        asked = [self._decided(one) for one in self._asked[id(found)]]
        known = [self._known(one) for one in asked]
        self._there |= {one.match.row for one in asked if one.match.row is not None}
        members = tuple(dict.fromkeys(key for key, _ in known)) if len(asked) > 1 else ()
        enrolled = tuple(
            Enrolled(key=key, person=person, is_listed=one.match.row is not None)
            for one, (key, person) in zip(asked, known, strict=True)
        )
        if all(one.match.row is not None for one in asked):
            keys, people = sorted({key for key, _ in known}), tuple(dict.fromkeys(person for _, person in known))
            submission = storable("+".join(keys))
            problems = [*found.problems, *(note for one in asked for note in self._other_name(found, one))]
            return structs.replace(
                found, submission=submission, people=people, members=members, enrolled=enrolled, problems=problems
            )
        if len(asked) == 1 and found.entries and self._roster.has_key(found.submission):
            # Change the id, because the id of a row would give that student the mark in every look-up by id.
            found = structs.replace(found, submission=storable(found.entries[0]))
        for one in asked:
            near = () if one.match.near is None else (one.match.near,)
            for row in (*one.match.several, *near):
                self._undecided.setdefault(row, found.submission)
        notes = [self._unclear(found, one) for one in asked if one.match.row is None]
        return structs.replace(found, problems=[*found.problems, *notes], members=members, enrolled=enrolled)

    def _decided(self, asked: _Asked) -> _Asked:
        """Return a person without the row of a changed number, if another submission may belong to that row too."""
        row = asked.match.row
        if row is None or not asked.match.is_by_changed_number:
            return asked
        if row not in self._exact and len(self._claims[row]) == 1:
            return asked
        return _Asked(asked.person, asked.spoken, Match(several=(row,), message_id="roster.changed_twice"))

    def _known(self, asked: _Asked) -> tuple[str, Person]:
        """Return the key and the known data of a person; prefer the number before a spreadsheet changed it."""
        if asked.match.row is None:
            key = key_of(asked.person)
            return (_name_of(asked.person) if self._roster.has_key(key) else key), asked.person
        row, given = self._roster.rows[asked.match.row], asked.person.number
        if not _is_whole_number(row, given):
            return row.key, _filled(row.person, asked.person)
        self._changed.append((row.number, given))
        return given, _filled(structs.replace(row.person, number=given), asked.person)

    def _other_name(self, found: Found, asked: _Asked) -> Iterator[Note]:
        """Yield a note if the delivery gives a name that the matched row cannot have: the number may be mistyped."""
        name = asked.person.name
        # A plain file uses its whole name for every field, so this is no name of a person.
        if asked.match.row is None or not words_in(name) or name == asked.person.number:
            return
        row = self._roster.rows[asked.match.row]
        names = [person.name for person in row.people if words_in(person.name)]
        accounts = {plain(text) for person in row.people for text in (person.login, person.email, row.key)}
        if not names or plain(name) in accounts:
            return
        if not any(may_be_one(name, other) for other in names):
            yield self._say(
                "roster.name_differs",
                name=show_name(found.submission),
                who=self._roster.say(asked.match.row),
                given=show_name(name),
            )

    def _unclear(self, found: Found, asked: _Asked) -> Note:
        name, match = show_name(found.submission), asked.match
        if match.several:
            rows = listed(self._roster.say(row) for row in match.several[:_MOST_TOLD])
            return self._say(match.message_id, name=name, rows=rows)
        if match.near is not None and asked.person.number not in {"", asked.person.name}:
            return self._say(
                "roster.unlisted_number",
                name=name,
                who=self._roster.say(match.near),
                number=show_name(asked.person.number),
            )
        near = self._roster.nearest(asked.person, asked.spoken) if match.near is None else self._roster.rows[match.near]
        nearest = "" if near is None else say_person(near.person)
        message_id = "roster.unlisted" if len(found.people) < 2 else "roster.unlisted_member"
        values: dict[str, Value] = {"name": name, "who": say_person(asked.person), "nearest": nearest}
        return self._say(f"{message_id}_near" if nearest else message_id, **values)

    def notes(self) -> Iterator[Note]:
        """Yield the notes on all submissions together."""
        if self._changed:
            before, after = self._changed[0]
            count = len(self._changed)
            yield self._say("roster.numbers_matched", count=count, cell=show_name(before), number=show_name(after))

    def count(self, refused: NotUnderstood) -> None:
        """Record the rows of an input that cannot be graded, because the student did submit something."""
        name = refused.name.rpartition("/")[2]
        people = refused.people or (_in_name(name), _in_name(name.rpartition(".")[0] or name))
        words = tuple(words_in(name))
        for person in people:
            numbers = frozenset[str]() if refused.people else numbers_in(name)
            row = self._roster.match(person, Spoken(words, frozenset(words), numbers=numbers)).row
            if row is not None:
                self._there.add(row)

    def absent(self) -> list[NotUnderstood]:
        """Return the rows without a submission, in the order of the roster."""
        return [
            NotUnderstood(name=show_name(row.key), note=self._absent(position, row), people=(row.person,))
            for position, row in enumerate(self._roster.rows)
            if position not in self._there
        ]

    def _absent(self, position: int, row: Row) -> Note:
        values: dict[str, Value] = {"name": show_name(row.key), "who": say_person(row.person)}
        if position in self._undecided:
            return self._say("deliveries.absent_undecided", submission=show_name(self._undecided[position]), **values)
        return self._say("deliveries.absent", **values)


def _filled(person: Person, delivered: Person) -> Person:
    """Return a person of the roster; take the number in the LMS from the delivery if the roster has none.

    An export needs this number. A plain file has its whole name in every field, so it gives no number.
    """
    return person if person.lms else structs.replace(person, lms=delivered.lms)


def _name_of(person: Person) -> str:
    """Return an id for a person that is not the id of a row."""
    number = key_of(person)
    return f"{person.name} ({number})" if person.name not in {"", number} else number


def _in_name(stem: str) -> Person:
    """Return the possible person in a name.

    This is the number in it. Otherwise the whole name may be a number, an account, an address or a name.
    """
    whole = Person(name=stem, number=stem, login=stem, email=stem)
    return person_in(stem) or whole


def _words_in(found: Found) -> list[str]:
    """Return the words in the name of a submission, and in the components of its path with the student's number."""
    numbers = [person.number for person in found.people if person.number]
    parts = [part for entry in found.entries[:_MOST_TOLD] for part in entry.split("/")]
    named = [part for part in parts if any(number in part for number in numbers)]
    texts = [_DOMAIN.sub(" ", text) for text in (found.submission, *named)]
    return list(dict.fromkeys(word for text in texts for word in words_in(text)))


def _is_whole_number(row: Row, given: str) -> bool:
    """Return whether a delivery contains the number that a spreadsheet changed in the roster, or its leading zeros."""
    if row.rounded is not None:
        return row.rounded.may_be(plain(given))
    own, number = plain(row.number), plain(given)
    is_fuller = not own.isdigit() or len(number) > len(own)
    return number.isdigit() and is_fuller and number.lstrip("0") == without_marks(own)
