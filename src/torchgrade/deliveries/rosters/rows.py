"""Students of a class list: one for all rows of a number, each with its own key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from torchgrade.deliveries.rosters.names import may_be_one, plain
from torchgrade.deliveries.rosters.numbers import Rounded, read_number
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.tables import LOST, MOST_ROWS, Table
from torchgrade.model.people import Person
from torchgrade.model.phrases import Value, listed

_NOT_STUDENTS = ("points possible", "student, test", "test student")
"""Names that are not students in an export from Canvas."""
_PARTICIPANT = re.compile(r"(?:participant|teilnehmer/in|participante|参与者|參與者) ?([0-9]+)", re.IGNORECASE)
_MOST_TOLD = 5
_MOST_NAMES = 5
"""Maximum number of compared names of one number."""


class Notice(Struct, frozen=True, kw_only=True):
    """A sentence on the list as a whole."""

    message_id: str
    """Id of a catalogue entry."""
    values: dict[str, Value]
    """Fields of the entry except ``name``, not yet showable."""


class Row(Struct, frozen=True, kw_only=True):
    """One student of the roster."""

    person: Person
    """First row of the student."""
    others: tuple[Person, ...] = ()
    """Further rows of the same number."""
    rounded: Rounded | None = None
    """Known digits of a number that a spreadsheet changed; ``person.number`` is then the text in the cell."""
    key: str = ""
    """Id of this student's submission: the first of number, login, address, LMS number and name that is unique."""

    @property
    def number(self) -> str:
        """Number of the student, or the LMS number if the list has no other."""
        return self.person.number or self.person.lms

    @property
    def people(self) -> tuple[Person, ...]:
        """All rows of the student."""
        return (self.person, *self.others)


def read_rows(table: Table) -> tuple[list[Row], list[Notice]]:
    """Return the students of a table, and the notices about them.

    :raises RosterError: the table has no students, or too many.
    """
    rows = _merged(list(_people(table)))
    if not rows:
        raise RosterError("roster.no_students")
    if len(rows) > MOST_ROWS:
        raise RosterError("roster.too_many", limit=MOST_ROWS)
    return _with_keys(rows), [*_contradictions(rows), *_changed(rows), *_lost(rows)]


def _people(table: Table) -> Iterator[tuple[Person, Rounded | None]]:
    seen: set[Person] = set()
    for cells in table.rows:
        name = table.cell(cells, "name")
        if name.casefold().startswith(_NOT_STUDENTS):
            continue
        if not name:
            name = _full_name(table.cell(cells, "last"), table.cell(cells, "first"))
        # Use only the number, because Moodle writes "Participant 657737".
        lms = table.cell(cells, "lms")
        lms = match[1] if (match := _PARTICIPANT.fullmatch(lms)) is not None else lms
        number, rounded = read_number(table.cell(cells, "number"))
        lms, rounded_lms = read_number(lms)
        if not number and rounded is None:
            rounded = rounded_lms
        login, _ = read_number(table.cell(cells, "login"))
        person = Person(
            name=name,
            number=number or table.cell(cells, "number"),
            login=login or table.cell(cells, "login"),
            email=table.cell(cells, "email"),
            lms=lms or table.cell(cells, "lms"),
            section=table.cell(cells, "section"),
        )
        if person.is_known and person not in seen:
            seen.add(person)
            yield person, rounded


def _full_name(last: str, first: str) -> str:
    """Return both parts of a name in the form of a list: ``Ngo, Ada``, but ``张三``."""
    is_chinese = last and first and all("\u3400" <= sign <= "\u9fff" for sign in last + first)
    return last + first if is_chinese else f"{last}, {first}".strip(", ")


def _merged(people: Sequence[tuple[Person, Rounded | None]]) -> list[Row]:
    """Merge the rows with one number and names that may belong to one person."""
    rows: list[Row] = []
    known: dict[tuple[str, str], list[int]] = {}
    for person, rounded in people:
        identity = None if rounded is not None else _identity(person)
        same = known.setdefault(identity, []) if identity is not None else []
        position = next((one for one in same[:_MOST_NAMES] if may_be_one(rows[one].person.name, person.name)), None)
        if position is None:
            same.append(len(rows))
            rows.append(Row(person=person, rounded=rounded))
        else:
            rows[position] = structs.replace(rows[position], others=(*rows[position].others, person))
    return rows


def _identity(person: Person) -> tuple[str, str] | None:
    """Return the value that identifies a student in several rows: the number, otherwise account or address."""
    kinds = ("number", "login", "email")
    return next(((kind, text) for kind in kinds if (text := plain(getattr(person, kind)))), None)


def _with_keys(rows: Sequence[Row]) -> list[Row]:
    """Give each row the first of its texts that no other row has, except a changed number."""
    counts = Counter(key for row in rows for key in set(map(plain, _keys(row))))
    taken: Counter[str] = Counter()
    named = []
    for row in rows:
        keys = list(_keys(row))
        key = next((key for key in keys if counts[plain(key)] == 1), keys[-1] if keys else row.person.number)
        taken[key] += 1
        named.append(structs.replace(row, key=key if taken[key] == 1 else f"{key}~{taken[key]}"))
    return named


def _keys(row: Row) -> Iterator[str]:
    person = row.person
    number = person.number if row.rounded is None else ""
    # Leave out the LMS number of a person without another number, because it is then the rounded number.
    lms = person.lms if row.rounded is None or person.number else ""
    yield from filter(None, (number, person.login, person.email, lms, person.name))


def _contradictions(rows: Sequence[Row]) -> Iterator[Notice]:
    """Yield a sentence for each number that is given to students with different names."""
    by_number: dict[str, list[Row]] = {}
    for row in rows:
        if row.person.number and row.rounded is None:
            by_number.setdefault(plain(row.person.number), []).append(row)
    shared = [several for several in by_number.values() if len(several) > 1]
    for several in shared[:_MOST_TOLD]:
        who = listed(row.person.name for row in several[:_MOST_TOLD])
        yield Notice(message_id="roster.one_number", values={"number": several[0].person.number, "who": who})


def _changed(rows: Sequence[Row]) -> Iterator[Notice]:
    changed = [row.number for row in rows if row.rounded is not None]
    if changed:
        yield Notice(message_id="roster.numbers_changed", values={"count": len(changed), "example": changed[0]})


def _lost(rows: Sequence[Row]) -> Iterator[Notice]:
    """Yield a notice if names contain characters that a program wrote for letters that it could not keep."""
    lost = [row.person.name for row in rows if any(sign in row.person.name for sign in LOST)]
    if lost:
        yield Notice(message_id="roster.letters_lost", values={"count": len(lost), "example": lost[0]})
