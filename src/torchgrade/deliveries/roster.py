"""The list of a class with its expected students. Rows are matched by exact rules, never by similarity."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.deliveries.nearness import Nearest
from torchgrade.deliveries.rosters.encodings import decode
from torchgrade.deliveries.rosters.names import Spoken, plain, spellings, words_in
from torchgrade.deliveries.rosters.numbers import ChangedNumbers, agree
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.rows import Notice, Row, read_rows
from torchgrade.deliveries.rosters.tables import Table, read_table
from torchgrade.deliveries.rosters.workbooks import (
    Workbook,
    is_workbook,
    read_workbook,
    require_no_other_kind,
)
from torchgrade.errors import UsageError
from torchgrade.model.people import Person
from torchgrade.model.phrases import Value, Words, listed, phrase, showable
from torchgrade.model.showable import show_name
from torchgrade.model.told import told_as

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

ROSTER_BYTES = 32 << 20
"""Maximum size of a roster in bytes."""
NOTHING_SPOKEN = Spoken()
_MOST_TOLD = 5


class Match(Struct, frozen=True, kw_only=True):
    """Result of looking for one person in the roster."""

    row: int | None = None
    """Position of the only row that fits; None without such a row."""
    several: tuple[int, ...] = ()
    """Rows that fit equally, or that contradict each other."""
    message_id: str = ""
    """Id of the catalogue entry with the reason for a person's decision; empty if no row fits."""
    is_by_changed_number: bool = False
    """True if only a number that a spreadsheet changed names the row. Another submission must then not name it."""
    near: int | None = None
    """Row whose name fits although the number differs."""


class Roster:
    """Rows of the roster, and the indexes for finding them."""

    def __init__(self, rows: Sequence[Row], notices: Sequence[Notice] = ()) -> None:
        self.rows = tuple(rows)
        self.notices = tuple(notices)
        self._keys = frozenset(
            plain(key) for row in self.rows for key in (row.key, *(person.number for person in row.people)) if key
        )
        self._index: dict[tuple[str, str], set[int]] = {}
        self._words: dict[str, set[int]] = {}
        for position, row in enumerate(self.rows):
            for key in _row_keys(row):
                self._index.setdefault(key, set()).add(position)
            for word in {word for person in row.people for word in words_in(person.name)}:
                self._words.setdefault(word, set()).add(position)
        self._changed = ChangedNumbers((position, row.number, row.rounded) for position, row in enumerate(self.rows))
        self._nearest = Nearest(
            names=[[word for person in row.people for word in words_of(person)] for row in self.rows],
            numbers=[row.number for row in self.rows],
        )

    def match(self, person: Person, spoken: Spoken = NOTHING_SPOKEN) -> Match:
        """Return the row of a person.

        Number, login, address, LMS number and full name from the delivery name rows by equality. The fields that name
        any rows must have exactly one row in common. A number from the delivery must be that row's number.

        :param spoken: words of the submission's name, which can only agree or contradict.
        """
        named = [rows for keys in _person_keys(person) if (rows := self._rows(keys))]
        is_exact = bool(named)
        if not self._rows(_number_keys(person)) and (changed := self._changed.find(person.number)):
            named.append(changed)
        by_words = self._named_in(spoken)
        if not named and (told := self._told(spoken, by_words)):
            named, is_exact = [told], True
            # Ignore the words for several rows, because one name beside the numbers of a group is not enough.
            by_words = by_words if len(told) == 1 else set()
        if not named:
            # Return only a near row, because a name alone may belong to a namesake; a person must check it.
            return Match(near=min(by_words) if len(by_words) == 1 else None)
        common = set.intersection(*named, *filter(None, [by_words]))
        if len(common) == 1:
            (row,) = common
            if not self._may_have(row, person):
                return Match(near=row)
            if others := self._contradicting(row, spoken):
                return Match(several=tuple(sorted({row, *others})), message_id="roster.contradiction")
            return Match(row=row, is_by_changed_number=not is_exact)
        if common:
            message_id = "roster.ambiguous" if is_exact else "roster.changed"
            return Match(several=tuple(sorted(common)), message_id=message_id)
        return Match(several=tuple(sorted(set().union(*named, by_words))), message_id="roster.contradiction")

    def _told(self, spoken: Spoken, by_words: set[int]) -> set[int]:
        """Return the rows that a submission's name gives: by number, or otherwise by account and full name together."""
        if found := self._rows([("number", number) for number in sorted(spoken.numbers)]):
            return found
        found = self._rows([("login", account) for account in sorted(spoken.accounts)])
        return found if found <= by_words and len(found) == 1 else set()

    def _may_have(self, row: int, person: Person) -> bool:
        """Return whether the number of a person may belong to a row; otherwise it is a namesake or an error."""
        own = self.rows[row]
        # Accept a number equal to the name, because a plain file uses its whole name for every field.
        if not own.number or not person.number or person.number == person.name:
            return True
        known = {plain(text) for one in own.people for text in (one.number, one.login, one.lms)}
        return plain(person.number) in known or agree(own.number, own.rounded, person.number)

    def _rows(self, keys: Sequence[tuple[str, str]]) -> set[int]:
        return set().union(*(self._index.get(key, set()) for key in keys))

    def _named_in(self, spoken: Spoken) -> set[int]:
        """Return the rows whose longest full name is in the words of a submission's name."""
        found = (self._index.get(("name", window)) for window in spoken.windows())
        return next(filter(None, found), set())

    def _contradicting(self, row: int, spoken: Spoken) -> set[int]:
        """Return other rows with a spoken word or account, if no word and no account of this row is spoken."""
        own = {word for person in self.rows[row].people for text in words_of(person) for word in words_in(text)}
        own |= {word for person in self.rows[row].people for word in words_in(person.name)}
        logins = {plain(person.login) for person in self.rows[row].people}
        if own & set(spoken.windows()) or logins & spoken.accounts:
            return set()
        found = [self._index.get(("login", account), set()) for account in spoken.accounts]
        if own:
            found += [self._words.get(word, set()) for word in spoken.rare]
        return set().union(*(rows for rows in found if len(rows) <= _MOST_TOLD))

    def nearest(self, person: Person, spoken: Spoken = NOTHING_SPOKEN) -> Row | None:
        """Return the row to suggest to a person: by name, or by number if no name is near."""
        position = self._nearest.by_name([*words_of(person), *spoken.windows()])
        if position is None:
            rows = set().union(*(self._words.get(word, set()) for word in spoken.rare))
            position = next(iter(rows)) if len(rows) == 1 else self._nearest.by_number(person.number)
        return None if position is None else self.rows[position]

    def has_key(self, submission: str) -> bool:
        """Return whether a text is the number of a row, or the id of its submission."""
        return plain(submission) in self._keys

    def say(self, position: int) -> Words:
        """Return the words for a row: ``张三 (20230001)``."""
        return say_person(self.rows[position].person)


def say_person(person: Person) -> Words:
    """Return the words for a name and the best known number, ``张三 (20230001)``; empty if both are unknown."""
    number = person.number or person.login or person.email or person.lms
    if person.name and number and number != person.name:
        return phrase("roster.person", name=show_name(person.name), number=show_name(number))
    return show_name(person.name or number)


def read_roster(path: Path, say: Say, file_names: Callable[[], Sequence[str]], encoding: str | None = None) -> Roster:
    """Read a roster: a workbook, or CSV separated by commas, semicolons or tabs.

    :param say: makes notes (``Catalogue.note``).
    :param file_names: returns the names of the files in the class; they determine the encoding.
    :param encoding: encoding that the user of the command named.
    :raises UsageError: the file cannot be read, is too large, or has no column that names a student.
    """
    try:
        with path.open("rb") as file:
            data = file.read(ROSTER_BYTES + 1)
    except OSError as error:
        note = say("roster.unreadable", name=show_name(str(path)), reason=str(error.strerror))
        raise UsageError(told_as(note.message, note.phrase)) from error
    with _refusing(str(path), say):
        if len(data) > ROSTER_BYTES:
            raise RosterError("roster.too_large", limit_mib=ROSTER_BYTES >> 20)
        if is_workbook(data):
            if encoding is not None:
                raise RosterError("roster.encoding_workbook")
            return _of_workbook(read_workbook(data))
        require_no_other_kind(data)
        decoded = decode(data, file_names, encoding)
        if not decoded.encoding:
            return parse_roster(decoded.text)
        values: dict[str, Value] = {"encoding": decoded.encoding, **decoded.values}
        return parse_roster(decoded.text, [Notice(message_id=decoded.why, values=values)])
    raise AssertionError


def _of_workbook(book: Workbook) -> Roster:
    notices = []
    if book.others:
        values: dict[str, Value] = {"sheet": book.sheet, "others": listed(book.others[:_MOST_TOLD])}
        notices.append(Notice(message_id="roster.sheet", values=values))
    if book.unsaved:
        notices.append(Notice(message_id="roster.formulas", values={"count": book.unsaved}))
    return roster_of(book.table, notices)


def parse_roster(text: str, notices: Sequence[Notice] = ()) -> Roster:
    """Return the roster in a text.

    :raises RosterError: no column names a student, or the number of rows is zero or too large.
    """
    return roster_of(read_table(text), notices)


def roster_of(table: Table, notices: Sequence[Notice] = ()) -> Roster:
    """Return the roster in a table, with the existing notices on the file."""
    rows, more = read_rows(table)
    return Roster(rows, [*notices, *more])


@contextlib.contextmanager
def _refusing(name: str, say: Say) -> Iterator[None]:
    """Turn the reason for refusing a roster into the error that ends the command."""
    try:
        yield
    except RosterError as error:
        values = showable_values(error.values)
        note = say(error.message_id, name=show_name(name), **values)
        raise UsageError(told_as(note.message, note.phrase)) from error


def showable_values(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields of a sentence with showable texts."""
    return {field: showable(value, limit=500) for field, value in values.items()}


def _row_keys(row: Row) -> Iterator[tuple[str, str]]:
    for person in row.people:
        for kind in ("number", "login", "email", "lms"):
            if text := plain(getattr(person, kind)):
                yield kind, text
        for spelling in spellings(person.name):
            yield "name", spelling


def _number_keys(person: Person) -> list[tuple[str, str]]:
    number = plain(person.number)
    return [("number", number), ("login", number), ("lms", number)] if number else []


def _person_keys(person: Person) -> Iterator[list[tuple[str, str]]]:
    """Yield the possible keys in a row for each known fact about a person."""
    yield _number_keys(person)
    for kind in ("lms", "login", "email"):
        if text := plain(getattr(person, kind)):
            yield [(kind, text)]
    yield [("name", spelling) for spelling in sorted(spellings(person.name))]


def words_of(person: Person) -> list[str]:
    """Return the names of a person that are compared by similarity.

    For an address, use only the text before ``@``, because its end is the same for all.
    """
    return [word for word in (person.login, person.email.partition("@")[0], *sorted(spellings(person.name))) if word]
