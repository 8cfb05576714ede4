"""Lists of a school: which heading, which student and which cell is meant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.exports.lists import HEADINGS, Row, cells, student, workbook
from tests.exports.made import data_of, mark, notes_of, order, reason_of, row_of, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.planned import Planned
from torchgrade.exports.workbooks.plan import plan
from torchgrade.model.marks import Mark


def filled(marks: Sequence[Mark], rows: Sequence[Row], **options: object) -> Planned:
    return plan(order(marks, workbook(rows), **options))


@pytest.mark.parametrize(
    "cell", ["20230001", 20230001, 20230001.0, "'20230001", "20230001.0", " 20230001 ", "２０２３０００１"]
)
def test_a_number_is_compared_as_text(cell: object) -> None:
    planned = filled([mark("a", 38, number="20230001")], [student(cell)])

    assert cells(data_of(planned))["E3"] == 38


def test_zeros_before_a_number_are_part_of_it() -> None:
    planned = filled([mark("a", 38, number="0012"), mark("b", 1, number="012")], [student("0012"), student(12)])

    assert cells(data_of(planned)).get("E3") == 38
    assert reason_of(planned, "b") == "export.xlsx.zeros"
    assert "E4" not in cells(data_of(planned))


def test_a_number_shows_the_zeros_of_its_format() -> None:
    def change(book, sheet) -> None:
        sheet["B3"].number_format = "0000"

    planned = plan(order([mark("a", 38, number="0012")], workbook([student(12)], change=change)))

    assert cells(data_of(planned))["E3"] == 38


def test_another_name_is_not_written_and_named() -> None:
    planned = filled([mark("a", 38, number="1", name="张伟")], [student("1", "李雷")])

    assert reason_of(planned, "a") == "export.xlsx.name_differs"
    assert planned.files == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("张伟", "张 伟"), ("Li, Lei", "Lei Li"), ("Müller", "mueller"), ("", "张伟"), ("张伟", "张伟（重修）")],
)
def test_a_name_in_another_spelling_is_the_same(ours: str, theirs: str) -> None:
    planned = filled([mark("a", 38, number="1", name=ours)], [student("1", theirs)])

    assert reason_of(planned, "a") == ""
    assert warnings_of(planned, "a") == []


def test_a_name_in_another_script_has_a_warning() -> None:
    planned = filled([mark("a", 38, number="1", name="Zhang Wei")], [student("1", "张伟")])

    assert warnings_of(planned, "a") == ["export.xlsx.other_script"]


def test_a_filled_cell_stays_without_overwrite() -> None:
    marks, rows = [mark("a", 38, number="1")], [student("1", "", "缺考")]

    assert reason_of(filled(marks, rows), "a") == "export.xlsx.filled"
    replaced = filled(marks, rows, overwrite=True)
    assert warnings_of(replaced, "a") == ["export.xlsx.replaced"]
    assert cells(data_of(replaced))["E3"] == 38


@pytest.mark.parametrize("there", [38, "38.0", " "])
def test_a_cell_with_the_same_mark_or_spaces_is_filled(there: object) -> None:
    planned = filled([mark("a", 38, number="1")], [student("1", "", there)])

    assert reason_of(planned, "a") == ""
    assert warnings_of(planned, "a") == []


def test_a_remark_on_a_postponed_examination_has_a_warning() -> None:
    planned = filled([mark("a", 38, number="1")], [student("1", "", None, "缓考")])

    assert warnings_of(planned, "a") == ["export.xlsx.remark"]


def test_one_number_in_two_rows_of_the_list_is_named() -> None:
    planned = filled([mark("a", 38, number="1"), mark("b", 1, number="2")], [student("1"), student(1), student("2")])

    assert reason_of(planned, "a") == "export.xlsx.twice_in_template"
    assert {"E3", "E4"} & set(cells(data_of(planned))) == set()


@pytest.mark.parametrize("heading", ["学号", "学生编号", "学籍号", "考号", "工号/学号", "学 号", "Student ID"])
def test_the_column_of_numbers_has_one_of_several_headings(heading: str) -> None:
    planned = plan(order([mark("a", 38, number="1")], workbook([("1", None)], headings=(heading, "成绩"))))

    assert cells(data_of(planned))["B3"] == 38


def test_the_usual_heading_is_used_beside_an_examination_number() -> None:
    data = workbook([("2", "1", None), ("1", "2", None)], headings=("考号", "学号", "成绩"))

    assert cells(data_of(plan(order([mark("a", 38, number="1")], data))))["C3"] == 38


@pytest.mark.parametrize(("lines", "is_found"), [(9, True), (10, False)])
def test_headings_are_among_the_first_ten_rows(lines: int, is_found: bool) -> None:
    asked = order([mark("a", 38, number="1")], workbook([student("1")], above=[("说明",)] * lines))
    if is_found:
        assert row_of(plan(asked), "a").value == "38"
    else:
        with pytest.raises(UsageError, match="no heading 学号 in its first 10 rows"):
            plan(asked)


@pytest.mark.parametrize("column", ["成绩", "成绩（录入项）", "成绩(录入项)", " 成 绩 "])
def test_a_column_is_found_with_and_without_its_note_in_brackets(column: str) -> None:
    data = workbook([("1", None)], headings=("学号", "成绩（录入项）"))

    assert cells(data_of(plan(order([mark("a", 38, number="1")], data, column=column))))["B3"] == 38


@pytest.mark.parametrize(
    ("headings", "column", "error"),
    [
        (("学号", "平时"), "", "no column 成绩"),
        (("学号", "成绩", "成绩"), "", "2 columns with the heading"),
        (("学号", "成绩"), "学号", "no column 学号 for marks"),
        (("姓名", "成绩"), "", "no heading 学号"),
    ],
)
def test_a_column_that_is_not_certain_is_refused(headings, column: str, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        plan(order([mark("a", 38, number="1")], workbook([("1",)], headings=headings), column=column))


def test_headings_of_two_rows_are_read_through_merged_cells() -> None:
    def change(book, sheet) -> None:
        for area in ("A2:A3", "B2:B3", "C2:D2"):
            sheet.merge_cells(area)

    rows = [("学号", "姓名", "成绩", None), (None, None, "平时", "期末"), ("1", "张伟", 90, None)]
    data = workbook(rows, headings=None, change=change)
    planned = plan(order([mark("a", 38, number="1")], data, column="期末"))

    assert cells(data_of(planned))["D4"] == 38
    with pytest.raises(UsageError, match="spans several columns"):
        plan(order([mark("a", 38, number="1")], data, column="成绩"))


def test_a_cell_with_a_formula_or_in_a_merged_area_is_named() -> None:
    def change(book, sheet) -> None:
        sheet.merge_cells("E4:E5")

    rows = [student("1", "", "=D3*2"), student("2"), student("3")]
    marks = [mark(key, 38, number=number) for key, number in ("a1", "b2", "c3")]
    planned = plan(order(marks, workbook(rows, change=change), overwrite=True))

    assert [reason_of(planned, key) for key in "abc"] == [
        "export.xlsx.formula",
        "export.xlsx.merged",
        "export.xlsx.merged",
    ]


def test_a_student_with_two_rows_gets_a_mark_in_the_first() -> None:
    def change(book, sheet) -> None:
        for area in ("B3:B4", "E3:E4"):
            sheet.merge_cells(area)

    planned = plan(order([mark("a", 38, number="1")], workbook([student("1"), student(None)], change=change)))

    assert cells(data_of(planned))["E3"] == 38


def test_numbers_that_lost_digits_are_noted() -> None:
    planned = filled([mark("a", 38, number="123456789012345678")], [student(123456789012345678.0)])

    assert "export.xlsx.digits_lost" in notes_of(planned)
    assert reason_of(planned, "a") == "export.xlsx.not_in_template"


def test_zeros_that_a_csv_keeps_with_a_formula_are_read() -> None:
    planned = plan(order([mark("a", 38, number="0012")], '学号,成绩\n"=""0012""",\n'))

    assert data_of(planned) == '学号,成绩\n"=""0012""",38\n'.encode()


def test_repeated_headings_and_footers_are_no_students() -> None:
    planned = filled([mark("a", 38, number="1")], [student("1"), HEADINGS, student("合计"), student("S9", "王芳")])

    assert planned.unknown == ("S9 王芳",)
