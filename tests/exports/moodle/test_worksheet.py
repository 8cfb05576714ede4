"""Columns of Moodle's worksheet, found by their data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.exports.importers.moodle_worksheet import LANGUAGES, Assignment, Student
from torchgrade.errors import UsageError
from torchgrade.exports.moodle.worksheet import Worksheet, number, read_worksheet
from torchgrade.exports.planned import ExportOptions, Template

REAL = (
    '"Identifier","Full name","Email address","Status","Marker 1","Marker 2","Grade","Maximum grade",'
    '"Marking workflow state","Grade can be changed","Last modified (submission)","Online text",'
    '"Last modified (grade)","Feedback comments","Marker 1 comment","Marker 2 comment"\n'
    '"Participant 1","Student 1","student1@example.com","No submission - Not marked -  - ",10,20,50,100,'
    '"Not marked","Yes","-",,"-","S1-Overall","S1-M1","S1-M2"\n'
    '"Participant 2","Student 2","student2@example.com","No submission - Not marked -  - ",30,40,75,100,'
    '"Not marked","Yes","-",,"-","S2-Overall","S2-M1","S2-M2"\n'
)
"""Headings and cells as in Moodle's own tests of the worksheet."""


def read(data: bytes | str, *known: str, column: str = "") -> Worksheet:
    data = data.encode() if isinstance(data, str) else data
    return read_worksheet(Template(path=Path("w.csv"), data=data), ExportOptions(column=column), known)


def headings(sheet: Worksheet) -> list[str]:
    columns = (sheet.identifier, sheet.grade, sheet.maximum_column, sheet.modified, sheet.comments)
    return ["" if column is None else sheet.table.value(0, column) for column in columns]


def test_the_columns_of_a_worksheet_with_several_markers() -> None:
    sheet = read(REAL, "1")

    assert headings(sheet) == ["Identifier", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments"]
    assert sheet.maximum == 100
    assert sheet.has_markers
    assert [sheet.participant(row) for row in sheet.rows] == ["1", "2"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("mark", [None, 40.0, 0.5])
@pytest.mark.parametrize("count", [1, 3])
def test_the_columns_in_every_language(language: str, mark: float | None, count: int) -> None:
    students = [Student(number=one, name="Bo", email="", mark=mark) for one in range(1, count + 1)]
    said = LANGUAGES[language]

    sheet = read(Assignment(students=students, maximum=40.0, language=language).export())

    assert headings(sheet) == [said.identifier, said.grade, said.maximum, said.modified, said.comments]
    assert sheet.mark(1) == (None if mark is None else Decimal(str(mark)))
    assert not sheet.has_markers


def test_a_column_of_hyphens_after_the_dates_has_comments() -> None:
    students = [Student(number=1, name="Bo", email="", comment="-")]

    assert headings(read(Assignment(students=students, maximum=40.0).export()))[-1] == "Feedback comments"


def test_known_participants_decide_between_two_columns_with_numbers() -> None:
    text = REAL.replace('"Identifier","Full name"', '"Full name","Identifier"')
    text = text.replace('"Participant 1","Student 1"', '"Student 1","Participant 7"')
    text = text.replace('"Participant 2","Student 2"', '"Student 2","Participant 8"')

    assert headings(read(text, "7"))[0] == "Identifier"


def test_a_worksheet_without_comments() -> None:
    text = "\n".join(line.rsplit(",", 3)[0] for line in REAL.splitlines())

    assert headings(read(text))[-1] == ""


def test_locked_marks_and_a_worksheet_that_does_not_tell_them() -> None:
    sheet = read(REAL.replace('"Not marked","Yes"', '"Not marked","No"', 1))

    assert [sheet.is_locked(row) for row in sheet.rows] == [True, False]
    other = read(REAL.replace('"Yes"', '"Perhaps"'))
    assert other.changeable is None
    assert not other.is_locked(1)


@pytest.mark.parametrize(
    ("date", "is_stale"),
    [
        ("Monday, 24 November 2025, 3:45 PM", False),
        ("Montag, 24. November 2025, 15:45", True),
        ("2025年11月24日 星期一 15:45", True),
        ("lundi 24 novembre 2025, 15:45", True),
        ("-", True),
    ],
)
def test_php_reads_english_dates_only_and_a_comment_without_a_date_is_newer(date: str, is_stale: bool) -> None:
    sheet = read(REAL.replace(',,"-","S1', f',,"{date}","S1'))

    assert sheet.is_stale(1) is is_stale


@pytest.mark.parametrize(
    ("text", "value"), [("38,50", "38.50"), ("1 000.5", "1000.5"), ("-", None), ("", None), ("1e2", None), ("4%", None)]
)
def test_numbers_have_a_point_or_a_comma(text: str, value: str | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))


def test_an_assignment_with_a_scale_is_refused() -> None:
    with pytest.raises(UsageError, match="no column of numbers"):
        read(REAL.replace(",100,", ',"Good, better",'))
