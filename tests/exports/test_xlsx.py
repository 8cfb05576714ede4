"""``--to xlsx`` into a school's list, through an importer that reads it as the school's system would."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.xlsx import import_text, import_workbook
from tests.exports.lists import HEADINGS, cells, packed, student, workbook
from tests.exports.made import data_of, mark, notes_of, order, reason_of, row_of, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.planned import Planned
from torchgrade.exports.xlsx import plan

NUMBERS = st.one_of(
    st.from_regex(r"20230[0-9]{2}", fullmatch=True),
    st.sampled_from(["0012", "012", "12", "S01", "s01", "２０２３０００１", "'20230001", "20230001.0", "", " 77 "]),
)
NAMES = st.one_of(
    st.sampled_from(["张伟", "李雷", "=1+1", 'a,"b"\n', "Li Lei", "\u202ex", "@y", ""]), st.text(max_size=4)
)
IN_CELLS = NAMES.map(lambda name: "".join(sign for sign in name if sign.isprintable() or sign == "\n"))
FILLED = st.sampled_from([None, None, None, 77, "缺考", " ", "38"])
POINTS = st.one_of(st.none(), st.integers(0, 80).map(lambda halves: halves / 2), st.just(12.345))


def filled(marks, rows, **options: object) -> Planned:
    return plan(order(marks, workbook(rows), **options))


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(st.tuples(NUMBERS, NAMES, POINTS), min_size=1, max_size=8),
    further=st.lists(st.tuples(NUMBERS, IN_CELLS, FILLED), max_size=4),
    in_list=st.lists(st.tuples(st.booleans(), FILLED), min_size=8, max_size=8),
    overwrite=st.booleans(),
)
def test_every_written_mark_arrives_and_no_other_cell_changes(people, further, in_list, overwrite) -> None:
    marks = [mark(f"s{place}", points, number=number, name=name) for place, (number, name, points) in enumerate(people)]
    rows = [
        student(number, "".join(sign for sign in name if sign.isprintable()).removeprefix("="), there)
        for (number, name, _), (is_in, there) in zip(people, in_list, strict=False)
        if is_in
    ]
    rows += [student(number, name.removeprefix("="), there) for number, name, there in further]
    template = workbook(rows)
    asked = order(marks, template, overwrite=overwrite)
    planned = plan(asked)
    written = {row.key: row for row in planned.rows if row.left_out is None}
    before = import_workbook(template)
    if not written:
        assert planned.files == ()
        return
    after = import_workbook(data_of(planned))
    expected = dict(before.marks)
    for one in marks:
        if one.key in written:
            number = one.person.number.strip().removeprefix("'").removesuffix(".0")
            number = number.translate(str.maketrans("０１２３", "0123"))
            key = next(key for key in after.names if key.casefold() == number.casefold())
            assert overwrite or before.marks.get(key) in {None, Decimal(written[one.key].value)}
            expected[key] = Decimal(written[one.key].value)
            assert abs(expected[key] - Decimal(repr(one.points))) <= Decimal("0.005")

    assert after.marks == expected
    assert after.names == before.names
    assert set(after.refused) == set(before.refused) - (set(expected) if overwrite else set())
    old, new = cells(template), cells(data_of(planned))
    changed = {at for at in old | new if old.get(at) != new.get(at)}
    assert {at[0] for at in changed} <= {"E"}
    assert len(changed) <= len(written)
    assert all(one.points is not None or one.key not in written for one in marks)


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(st.tuples(NUMBERS, NAMES, POINTS, FILLED), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
    delimiter=st.sampled_from("\t,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_text_gets_its_marks_and_keeps_every_other_cell(people, encoding: str, delimiter: str, quoting) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(("学号", "姓名", "成绩", "备注"))
    names = ["".join(sign for sign in name if sign.isprintable() or sign == "\n") for _, name, _, _ in people]
    writer.writerows((number, name, there, "") for (number, _, _, there), name in zip(people, names, strict=True))
    template = target.getvalue().encode(encoding)
    marks = [
        mark(f"s{place}", points, number=number, name=name)
        for place, ((number, _, points, _), name) in enumerate(zip(people, names, strict=True))
    ]
    planned = plan(order(marks, template))
    values = {int(row.key[1:]): row.value for row in planned.rows if row.left_out is None}
    if not values:
        assert planned.files == ()
        return
    before, after = (
        list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
        for data in (template, data_of(planned))
    )

    for place, row in enumerate(before[1:]):
        row[2] = values.get(place, row[2])
    assert after == before
    marked = {place: points for place, (_, _, points, _) in enumerate(people) if place in values}
    assert all(
        abs(Decimal(values[place]) - Decimal(repr(points))) <= Decimal("0.005") for place, points in marked.items()
    )


def test_marks_are_numbers_in_the_row_of_their_student() -> None:
    planned = filled(
        [mark("a", 38.5, number="20230001"), mark("b", 40, number="20230002")],
        [student("20230002", "李雷"), student("20230001", "张伟")],
    )

    assert import_workbook(data_of(planned)).marks == {"20230002": Decimal(40), "20230001": Decimal("38.5")}
    assert [file.name for file in planned.files] == ["成绩-template.csv"]


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
    ("ours", "theirs"), [("张伟", "张 伟"), ("Li, Lei", "Lei Li"), ("Müller", "mueller"), ("", "张伟")]
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


def test_one_number_of_two_marks_is_named_for_both() -> None:
    planned = filled([mark("a", 38, number="1"), mark("b", 1, number=" 1")], [student("1")])

    assert {reason_of(planned, key) for key in "ab"} == {"export.xlsx.twice_in_run"}


def test_a_mark_without_a_number_or_outside_the_list_is_named() -> None:
    planned = filled([mark("a", 38), mark("b", 1, number="9")], [student("1", "张伟")])

    assert reason_of(planned, "a") == "export.xlsx.no_number"
    assert reason_of(planned, "b") == "export.xlsx.not_in_template"
    assert planned.unknown == ("1 张伟",)


def test_a_row_without_a_mark_leaves_its_cell() -> None:
    planned = filled([mark("a", None, number="1"), mark("b", 1, number="2")], [student("1", "", 77), student("2")])

    assert reason_of(planned, "a") == "export.xlsx.no_mark"
    assert cells(data_of(planned))["E3"] == 77


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


def test_formulas_stay_and_their_results_are_said_to_be_gone() -> None:
    rows = [(*student("1"), "=D3*0.4+E3*0.6")]
    planned = plan(order([mark("a", 38, number="1")], workbook(rows, headings=(*HEADINGS, "总评"))))

    assert cells(data_of(planned))["G3"] == "=D3*0.4+E3*0.6"
    assert "export.xlsx.formulas" in notes_of(planned)


def test_whole_marks_are_rounded_half_up_and_said_to_be() -> None:
    planned = filled([mark("a", 38.5, number="1"), mark("b", 3, number="2")], [student("1"), student("2")], whole=True)

    assert (row_of(planned, "a").value, row_of(planned, "b").value) == ("39", "3")
    assert warnings_of(planned, "a") == ["export.marks.rounded"]
    assert warnings_of(planned, "b") == []
    assert "export.marks.whole" in notes_of(planned)


def test_marks_are_scaled_and_over_the_maximum_there_is_a_warning() -> None:
    planned = filled([mark("a", 38, number="1"), mark("b", 41, number="2")], [student("1"), student("2")], out_of=100.0)

    assert (row_of(planned, "a").value, row_of(planned, "b").value) == ("95", "102.5")
    assert warnings_of(planned, "b") == ["export.marks.over"]


def test_numbers_that_lost_digits_are_noted() -> None:
    planned = filled([mark("a", 38, number="123456789012345678")], [student(123456789012345678.0)])

    assert "export.xlsx.digits_lost" in notes_of(planned)
    assert reason_of(planned, "a") == "export.xlsx.not_in_template"


def test_a_name_that_is_a_formula_stays_as_it_is() -> None:
    def change(book, sheet) -> None:
        sheet["C3"].value = "=cmd"
        sheet["C3"].data_type = "s"

    planned = plan(order([mark("a", 38, number="1", name="=cmd")], workbook([student("1")], change=change)))

    assert cells(data_of(planned))["C3"] == "=cmd"
    assert row_of(planned, "a").value == "38"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_a_text_that_is_named_xls_is_filled_byte_for_byte(encoding: str, delimiter: str) -> None:
    lines = ["登记表", "学号\t姓名\t成绩\t备注", "0012\t张伟\t\t", "0013\t李雷\t\t缓考", "0014\t王芳\t77\t"]
    text = "\r\n".join(lines).replace("\t", delimiter) + "\r\n"
    asked = order([mark("a", 38.5, number="0012", name="张伟"), mark("b", 1, number="0014")], text.encode(encoding))
    planned = plan(replace(asked, template=replace(asked.template, path=Path("名单.xls"))))

    expected = text.replace(f"张伟{delimiter}", f"张伟{delimiter}38.5")
    assert data_of(planned) == expected.encode(encoding)
    assert [file.name for file in planned.files] == ["成绩-名单.xls"]
    assert reason_of(planned, "b") == "export.xlsx.filled"
    assert import_text(
        expected.encode(encoding).removeprefix(b"\xef\xbb\xbf"), encoding.removesuffix("-sig"), delimiter
    ).marks["0012"] == Decimal("38.5")


def test_zeros_that_a_csv_keeps_with_a_formula_are_read() -> None:
    planned = plan(order([mark("a", 38, number="0012")], '学号,成绩\n"=""0012""",\n'))

    assert data_of(planned) == '学号,成绩\n"=""0012""",38\n'.encode()


def test_repeated_headings_and_footers_are_no_students() -> None:
    planned = filled([mark("a", 38, number="1")], [student("1"), HEADINGS, student("合计"), student("S9", "王芳")])

    assert planned.unknown == ("S9 王芳",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "A password protects"),
        (b"<html><table><tr><td>\xd1\xa7</td></tr></table>", "in fact a web page"),
        (b"\xef\xbb\xbf \r\n<table>", "in fact a web page"),
        ("<html>".encode("utf-16"), "in fact a web page"),
        (packed({"content.xml": b""}), "zip archive, but not an .xlsx workbook"),
        (b"PK\x03\x04 and nothing else", "not a valid workbook"),
        (b"\xff\xff\xff", "not text"),
        (b"", "a folder or an empty file"),
    ],
)
def test_the_first_bytes_show_the_kind_of_a_file(data: bytes, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        plan(order([mark("a", 38, number="1")], data))
