"""The list of a class: who should have handed in. Rows are matched by rules that are exact, never by likeness."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.submissions.deliveries.nearness import Nearest
from torchgrade.submissions.found import Person

ROSTER_BYTES = 4 << 20
"""The most that a roster may have."""
MOST_ROWS = 20_000
"""Rows of a roster."""
_FIELD_LENGTH = 200

_COLUMNS = {
    "number": (
        "学号", "學號", "student id", "student number", "sid", "sis user id", "id number", "学生学号", "学生编号",
        "student no", "matriculation number", "orgdefinedid", "number",
    ),
    "name": ("姓名", "学生姓名", "name", "student", "full name", "student name", "名字"),
    "last": ("姓", "last name", "surname", "family name"),
    "first": ("名", "first name", "given name"),
    "login": ("登录名", "用户名", "账号",
        "login", "login id", "sis login id", "username", "user name", "netid", "github"),
    "email": ("邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e mail", "email address", "mail"),
    "lms": ("id", "canvas id", "user id", "identifier", "标识符"),
}  # fmt: skip
_BY_ALIAS = {alias: column for column, aliases in _COLUMNS.items() for alias in aliases}


class Row(Struct, frozen=True, kw_only=True):
    """One person of the roster."""

    person: Person
    """What the row says."""

    @property
    def key(self) -> str:
        """What a submission of this person is called: the number, else the login, the address, the name."""
        person = self.person
        return person.number or person.login or person.email or person.lms or person.name


class Match(Struct, frozen=True, kw_only=True):
    """What the rules say of one person."""

    row: int | None
    """Position of the only row that fits; None where none does, or several do."""
    several: tuple[int, ...] = ()
    """Rows that fit equally, or that contradict each other."""


class Roster:
    """The rows, and how they are found."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        self._index: dict[tuple[str, str], set[int]] = {}
        for position, row in enumerate(self.rows):
            for key in _row_keys(row.person):
                self._index.setdefault(key, set()).add(position)
        self._nearest = Nearest([words_of(row.person) for row in self.rows])

    def match(self, person: Person) -> Match:
        """Return the row that a person is.

        Each of number, login, address, LMS number and full name that the delivery gives names rows by equality; those
        that name any must have exactly one row in common, and a number that the delivery gives must be that row's.
        """
        named = [rows for keys in _person_keys(person) if (rows := self._rows(keys))]
        if not named:
            return Match(row=None)
        common = set.intersection(*named)
        if len(common) == 1:
            (row,) = common
            return Match(row=None if self._has_another_number(row, person) else row)
        return Match(row=None, several=tuple(sorted(common or set.union(*named))))

    def _has_another_number(self, row: int, person: Person) -> bool:
        """Say whether a person who has the name of a row has a number that is not the row's: a namesake, or a slip."""
        own = self.rows[row].person
        known = {_plain(text) for text in (own.number, own.login, own.lms)}
        # Of a plain file the whole name stands for all: then none of them is said to be the number.
        return (
            bool(own.number and person.number != person.name and person.number) and _plain(person.number) not in known
        )

    def _rows(self, keys: Sequence[tuple[str, str]]) -> set[int]:
        return set().union(*(self._index.get(key, set()) for key in keys))

    def nearest(self, words: Sequence[str]) -> Row | None:
        """Return the row that reads most like one of some words, for a person to look at; None where none does."""
        position = self._nearest.find(words)
        return None if position is None else self.rows[position]

    def say(self, position: int) -> str:
        """Return a row as a person reads it: ``张三 (20230001)``."""
        return say_person(self.rows[position].person)


def say_person(person: Person) -> str:
    """Return a name and the best number that is known, ``张三 (20230001)``; empty where nothing is."""
    number = person.number or person.login or person.email or person.lms
    if person.name and number and number != person.name:
        return f"{show_name(person.name)} ({show_name(number)})"
    return show_name(person.name or number)


def read_roster(path: Path) -> Roster:
    """Read a roster: CSV with a line of headings, separated by commas, semicolons or tabs.

    :raises UsageError: it cannot be read, is too large, or has no column that names a student.
    """
    shown = repr(show_name(str(path)))
    try:
        with path.open("rb") as file:
            data = file.read(ROSTER_BYTES + 1)
    except OSError as error:
        raise UsageError(f"The roster {shown} cannot be read: {error.strerror}.") from error
    if len(data) > ROSTER_BYTES:
        raise UsageError(f"The roster {shown} has more than {ROSTER_BYTES >> 20} MiB. Name a CSV file of the class.")
    if data[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        raise UsageError(f"The roster {shown} is a workbook. Save it as CSV in Excel, then name that file.")
    return parse_roster(_text(data, shown), shown)


def parse_roster(text: str, shown: str) -> Roster:
    """Return the roster that a text holds; ``shown`` is its name for messages.

    :raises UsageError: no column names a student, or it has too many rows or none.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(",;\t", key=lines[0].count) if lines else ","
    table = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    try:
        headings = [heading.strip() for heading in next(table, [])]
        columns = _find_columns(headings, shown)
        rows = list(_rows(table, columns, shown))
    except csv.Error as error:
        raise UsageError(f"The roster {shown} is not a CSV file that can be read: {error}.") from error
    if not rows:
        raise UsageError(f"The roster {shown} has headings and no students below them.")
    return Roster(rows)


def _text(data: bytes, shown: str) -> str:
    """Decode what Excel and others write: UTF-8 and UTF-16 with a mark, UTF-8 without one, GBK."""
    marked = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    for encoding in (marked, "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(f"The roster {shown} is not text in UTF-8, UTF-16 or GBK. Save it as CSV (UTF-8).")


def _find_columns(headings: Sequence[str], shown: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        column = _BY_ALIAS.get(" ".join(re.split(r"[\s_\-.]+", heading.casefold().strip())))
        if column is not None:
            found.setdefault(column, position)
    if not found.keys() & {"number", "name", "login", "email", "lms"} and not {"last", "first"} <= found.keys():
        listed = ", ".join(show_name(heading) for heading in headings[:20] if heading) or "none"
        raise UsageError(
            f"The roster {shown} has no column that names a student. Its columns are: {listed}. Call one of "
            "them student_id or 学号, and another name or 姓名; login and email are read too."
        )
    return found


def _rows(table: Iterator[list[str]], columns: dict[str, int], shown: str) -> Iterator[Row]:
    seen: Counter[Person] = Counter()
    for cells in table:
        cell = {
            column: _clean(cells[position]) if position < len(cells) else "" for column, position in columns.items()
        }
        name = cell.get("name", "")
        if name.casefold().startswith(("points possible", "student, test", "test student")):
            # Canvas exports these two among the students.
            continue
        if not name and (cell.get("last") or cell.get("first")):
            name = f"{cell.get('last', '')}, {cell.get('first', '')}".strip(", ")
        # Moodle's worksheet writes "Participant 657737".
        lms = cell.get("lms", "").rpartition(" ")[2]
        person = Person(
            name=name, number=cell.get("number", ""), login=cell.get("login", ""), email=cell.get("email", ""), lms=lms
        )
        if person == Person() or seen[person]:
            continue
        seen[person] += 1
        if len(seen) > MOST_ROWS:
            raise UsageError(f"The roster {shown} has more than {MOST_ROWS} students.")
        yield Row(person=person)


def _clean(cell: str) -> str:
    """Return a cell without what spreadsheets add: spaces, the apostrophe or ``="..."`` that keeps zeros."""
    text = unicodedata.normalize("NFC", cell).strip().strip("\ufeff\u00a0")
    match = re.fullmatch(r'="(.*)"|\'(.*)|#(.*)', text)
    if match is not None:
        text = match[1] or match[2] or match[3] or ""
    return text.strip()[:_FIELD_LENGTH]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _names(name: str) -> set[str]:
    """Return the spellings of a full name that count as equal: without signs and spaces, and with the last word first.

    Canvas writes ``zhangsan`` for ``Zhang, San``, and lists say ``San Zhang`` as well.
    """
    words = re.findall(r"\w+", _plain(name).replace("_", " "))
    spellings = {"".join(words)}
    if len(words) > 1:
        spellings |= {"".join([words[-1], *words[:-1]]), "".join([*words[1:], words[0]])}
    return spellings - {""}


def _row_keys(person: Person) -> Iterator[tuple[str, str]]:
    for kind in ("number", "login", "email", "lms"):
        if text := _plain(getattr(person, kind)):
            yield kind, text
    for spelling in _names(person.name):
        yield "name", spelling


def _person_keys(person: Person) -> Iterator[list[tuple[str, str]]]:
    """Yield for each thing that is known of a person what it may equal in a row."""
    if number := _plain(person.number):
        yield [("number", number), ("login", number), ("lms", number)]
    if lms := _plain(person.lms):
        yield [("lms", lms)]
    if login := _plain(person.login):
        yield [("login", login)]
    if email := _plain(person.email):
        yield [("email", email)]
    if names := _names(person.name):
        yield [("name", spelling) for spelling in sorted(names)]


def words_of(person: Person) -> list[str]:
    """Return what of a person is compared by likeness: of an address, which ends like all the others, the beginning."""
    words = (person.number, person.login, person.email.partition("@")[0], person.name)
    return list(dict.fromkeys(word for word in words if word))
