"""Map and table of the students as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.records import Fact, Link, Section


class MapRow(Struct, frozen=True, kw_only=True):
    """Strip of one check."""

    title: str
    """Title of one to four words."""
    check: str
    """Id of the check."""
    hidden: bool
    """Whether students see only the check's sentence."""
    begins: bool
    """Whether the check is the first one of its exercise."""
    strip: str
    """Image as an address that contains it."""
    passed: int
    """Number of students who passed the check."""
    percent: str
    """Share of all students who passed the check, in whole percent."""


class MapSection(Struct, frozen=True, kw_only=True):
    """Section of the class in the strips."""

    name: str
    """Name of the section, or words for students without one."""
    words: str
    """Name and number of students."""
    width: int
    """Width in the drawing."""


class LegendItem(Struct, frozen=True, kw_only=True):
    """Mark of the strips and its meaning."""

    strip: str
    """Image of the mark."""
    words: str
    """Meaning of the mark."""


class CheckMap(Struct, frozen=True, kw_only=True):
    """Map of the checks and the students."""

    rows: list[MapRow]
    """Checks in the order of the course."""
    sections: list[MapSection]
    """Sections from left to right; empty if the class has only one."""
    legend: list[LegendItem]
    """Marks of the strips."""
    students: int
    """Number of students."""
    each: int
    """Most students in a column."""


class StudentRow(Struct, frozen=True, kw_only=True):
    """Student in the table of the class page."""

    link: Link
    """Link to the page of the student's submission."""
    name: str
    """Name of the student; empty if it is not known."""
    section: str
    """Section of the student; empty if it is not known."""
    status: str
    """Status, which selects the colour and is the value of the filter."""
    word: str
    """Word for the status."""
    symbol: str
    """Symbol of the status, which needs no colour."""
    points: str
    """Final points; empty if there is no mark."""
    percent: str
    """Share of the maximum; empty if there is no mark."""
    exercises: list[str]
    """Graded points of each exercise; a word if there are no points."""
    remarks: list[str]
    """Remarks: late, submitted by a group, decided by a person."""


class StudentTable(Struct, frozen=True, kw_only=True):
    """Table of the students, with the columns that it needs."""

    rows: list[StudentRow]
    """Students sorted by the key of their rows."""
    columns: list[str]
    """Ids of the exercises."""
    has_names: bool
    """Whether any name is known."""
    has_remarks: bool
    """Whether any row has a remark."""
    sections: list[str]
    """Sections in their order; empty if none is known."""
    statuses: list[Fact]
    """Statuses of the rows, each with its word, for the filter."""


class TableLink(Struct, frozen=True, kw_only=True):
    """Link to a page with a part of the table of a large class."""

    href: str
    """Address of the page."""
    first: str
    """First id of the page, safe to show."""
    last: str
    """Last id of the page."""
    students: int
    """Number of students."""


class TablePage(Struct, frozen=True, kw_only=True):
    """Page with a part of the table of a large class."""

    students: StudentTable
    """Part of the table."""
    first: str
    """First id of the page, safe to show."""
    last: str
    """Last id of the page."""
    home: str
    """Address of the class page."""
    previous: str
    """Address of the page before this one; empty for the first page."""
    next: str
    """Address of the page after this one; empty for the last page."""
    pages: list[TableLink] = []
    """Pages with further parts of this part, of which there are none."""
    students_left_out: int = 0
    """Number of students of this part who are not in the table, which is 0."""
    sections: list[Section] = []
    """Sections that plugins add; this page has none."""
