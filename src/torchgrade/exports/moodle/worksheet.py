"""Moodle's offline grading worksheet: its columns, found by their data, because headings are in the teacher's language.

Source: Moodle, gradingtable.php of mod/assign (columns of the download), and importgradeslib.php of its plugin
feedback/offline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal

from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.exports.planned import ExportOptions, Template
from torchgrade.exports.templates.csv_template import CsvTable, parse
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_IDENTIFIER = re.compile(r"(?P<word>\D*\D)(?P<number>[0-9]+)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_WORDS = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday am pm january february march april may june july august
    september october november december
    """.split()  # noqa: SIM905 - a list of words reads better as text
)
"""Words of a date that PHP's strtotime knows; some months have the same name in other languages, but no day has."""
_NUMBERED = re.compile(r"\D*[^\W\d_]\s[0-9]+")
"""Start of the heading of a marker's column: ``Marker 2``, ``Marker 2 comment``."""
_TIME = re.compile(r"\d[:.h时時]\d")
_DATE_DIGITS = 6
"""Digits of a date: those of the year and of the time."""
_ABSENT = ("", "-")
_NO = frozenset(
    """
    no nein non não nee nej nei nie ne нет ні 否 いいえ 아니오 아니요 hayır ei όχι لا לא nem nu không tidak ez nē خیر
    """.split()  # noqa: SIM905 - a list of words reads better as text
)
_ANSWERS = _NO.union(
    """
    yes ja sí si oui sì sim tak ano да так 是 はい 예 네 evet kyllä ναι نعم כן igen da có ya jah taip jā áno bai بله
    """.split()  # noqa: SIM905 - as above
)
"""Answers of Moodle in the column on grades that can be changed, in lower case."""


class Worksheet(Struct, frozen=True, kw_only=True):
    """Worksheet with the places of its columns."""

    table: CsvTable
    """Cells of the file."""
    rows: tuple[int, ...]
    """Indices of the rows of participants."""
    identifier: int
    """Column of the participant's number."""
    grade: int
    """Column of the mark."""
    maximum_column: int
    """Column of the maximum."""
    maximum: float
    """Points of the assignment."""
    modified: int
    """Column of the date of the mark."""
    changeable: int | None
    """Column that states whether a mark can be changed; None if no such column was recognised."""
    comments: int | None
    """Column of the comments; None if the assignment has no comments."""
    has_markers: bool
    """Whether several markers grade the assignment."""

    def identifier_of(self, row: int) -> str:
        """Return the word and the number of the participant of a row."""
        return self.table.value(row, self.identifier).strip()

    def participant(self, row: int) -> str:
        """Return the number of the participant of a row."""
        match = _IDENTIFIER.fullmatch(self.identifier_of(row))
        assert match is not None
        return match["number"]

    def is_locked(self, row: int) -> bool:
        """Return whether Moodle will not change the mark of a row."""
        return self.changeable is not None and self.table.value(row, self.changeable).strip().casefold() in _NO

    def mark(self, row: int) -> Decimal | None:
        """Return the mark that a row has already."""
        return number(self.table.value(row, self.grade))

    def is_stale(self, row: int) -> bool:
        """Return whether Moodle cannot know that a mark or a comment is older than the worksheet.

        Moodle reads dates with PHP's strtotime, which knows only English. A comment without a mark has no date.
        """
        date = self.table.value(row, self.modified).strip()
        if date in _ABSENT:
            return self.comments is not None and bool(self.table.value(row, self.comments).strip())
        return not _ENGLISH.issuperset(_WORDS.findall(date.casefold()))

    def further(self) -> Iterator[int]:
        """Yield the columns in which a cell may identify a student: those before the mark."""
        yield from (column for column in range(self.grade) if column != self.identifier)


def read_worksheet(template: Template, options: ExportOptions, known: Collection[str]) -> Worksheet:
    """Return a worksheet with its columns.

    :param known: numbers of participants in the run, which decide between two columns that may have them.
    :raises UsageError: the file is not a worksheet, or its columns cannot be recognised.
    """
    table = parse(template)
    rows = tuple(row for row in range(1, len(table.rows)) if table.values(row) != [""])
    if not rows:
        raise _unusable(template, phrase("export.moodle.no_rows"))
    width = len(table.rows[0])
    for row in rows:
        if len(table.rows[row]) != width:
            raise _unusable(
                template, phrase("export.moodle.ragged", row=row + 1, cells=len(table.rows[row]), heading=width)
            )

    def columns(fits: Callable[[str], bool]) -> list[int]:
        return [column for column in range(width) if all(fits(table.value(row, column).strip()) for row in rows)]

    identifier = _find_identifier(table, rows, known)
    if identifier is None:
        raise _unusable(template, phrase("export.moodle.no_identifier"))
    dates = columns(_is_date)
    if not dates:
        raise _unusable(template, phrase("export.moodle.no_date"))
    found = _find_grade(table, rows, options.column, dates[-1])
    if found is None:
        what = "export.moodle.no_column" if options.column else "export.moodle.no_grade"
        values = {"name": show_name(options.column)} if options.column else {}
        raise _unusable(template, phrase(what, **values))
    grade, maximum_column, maximum = found
    answers = [column for column in columns(lambda text: text.casefold() in _ANSWERS) if column > grade]
    # The first of at most two dates is that of the submission. A column of hyphens after them has comments.
    modified = ([column for column in dates if column > grade][:2] or dates)[-1]
    comments = modified + 1
    return Worksheet(
        table=table,
        rows=rows,
        identifier=identifier,
        grade=grade,
        maximum_column=maximum_column,
        maximum=maximum,
        modified=modified,
        changeable=answers[0] if answers else None,
        comments=comments if comments < width and not _is_marker(table, comments) else None,
        has_markers=any(_is_marker(table, column) for column in range(width)),
    )


def number(text: str) -> Decimal | None:
    """Return the number of a cell in a language with a decimal point or comma; None for another text."""
    plain = _SPACES.sub("", text)
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def _find_identifier(table: CsvTable, rows: tuple[int, ...], known: Collection[str]) -> int | None:
    """Return the column with one word and different numbers; of several, the one with the most known numbers."""
    found: list[tuple[int, int]] = []
    for column in range(len(table.rows[0])):
        matches = [_IDENTIFIER.fullmatch(table.value(row, column).strip()) for row in rows]
        numbers = [match["number"] for match in matches if match is not None]
        words = {match["word"] for match in matches if match is not None}
        if len(set(numbers)) == len(rows) and len(words) == 1:
            found.append((sum(one in known for one in numbers), -column))
    return -max(found)[1] if found else None


def _find_grade(table: CsvTable, rows: tuple[int, ...], heading: str, dates: int) -> tuple[int, int, float] | None:
    """Return the columns of mark and maximum, and the maximum; the maximum is one number, directly after the mark.

    :param heading: heading of the column of the mark, if the user named it.
    :param dates: column of the date of the mark, which is after the maximum.
    """

    def cells(column: int) -> list[Decimal | None]:
        return [number(table.value(row, column)) for row in rows]

    def may_be_marks(column: int, maximum: Decimal) -> bool:
        texts = (table.value(row, column).strip() for row in rows)
        numbers = cells(column)
        return all(
            text in _ABSENT or (one is not None and one <= maximum) for text, one in zip(texts, numbers, strict=True)
        )

    maxima = {column: one for column in range(dates) if (one := _only(cells(column)))}
    if heading:
        named = [column for column, cell in enumerate(table.values(0)) if cell.strip() == heading.strip()]
        pairs = [(named[0], column) for column in maxima if len(named) == 1 and column != named[0]]
    else:
        pairs = [(column - 1, column) for column in maxima if column]
    pairs = [pair for pair in pairs if may_be_marks(pair[0], maxima[pair[1]])]
    if not pairs:
        return None
    grade, maximum = max(pairs, key=lambda pair: (maxima[pair[1]], pair[1]))
    return grade, maximum, float(maxima[maximum])


def _only(numbers: list[Decimal | None]) -> Decimal | None:
    """Return the number that all cells have; None if they differ, or if it is zero."""
    return (numbers[0] or None) if len(set(numbers)) == 1 else None


def _is_date(text: str) -> bool:
    return text == "-" or (_TIME.search(text) is not None and sum(sign.isdigit() for sign in text) >= _DATE_DIGITS)


def _is_marker(table: CsvTable, column: int) -> bool:
    """Return whether a column belongs to one of several markers; its heading has a number, as no other has."""
    return _NUMBERED.match(table.value(0, column).strip()) is not None


def _unusable(template: Template, why: Phrase) -> UsageError:
    return UsageError(told("error.export.moodle_worksheet", name=show_name(str(template.path)), why=why))
