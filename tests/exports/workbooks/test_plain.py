"""``成绩.xlsx`` without a template, through an importer that reads it as the school's system would."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.xlsx import import_workbook
from tests.exports.lists import cells, members
from tests.exports.made import data_of, mark, notes_of, order, reason_of, row_of, warnings_of
from torchgrade.exports.workbooks.plan import plan
from torchgrade.model.rows import RowStatus

SHEET = "xl/worksheets/sheet1.xml"
NUMBERS = st.one_of(
    st.from_regex(r"0{0,3}[1-9][0-9]{0,18}", fullmatch=True),
    st.sampled_from(["", "0012", "12", "S01", "s01", "=1+1", "-5", "张", "1.5", "a\nb", "１２"]),
)
NAMES = st.one_of(
    st.sampled_from(["张伟", "=HYPERLINK(1)", "#N/A", "a\x00b", "\ud800", "'x", "x" * 2000]), st.text(max_size=6)
)
STATUSES = st.sampled_from([RowStatus.GRADED, RowStatus.NOTHING_HANDED_IN, RowStatus.ERROR, RowStatus.TO_DECIDE])
POINTS = st.one_of(st.none(), st.floats(0, 60).map(lambda points: round(points, 3)))


@settings(max_examples=40, deadline=None)
@given(people=st.lists(st.tuples(NUMBERS, NAMES, POINTS, STATUSES), min_size=1, max_size=8))
def test_every_row_of_the_workbook_is_read_and_every_other_one_is_named(people) -> None:
    marks = [
        replace(mark(f"s{place}", points, number=number, name=name), status=status)
        for place, (number, name, points, status) in enumerate(people)
    ]
    planned = plan(order(marks))
    kept = {row.key: row for row in planned.rows if row.left_out is None}
    if not kept:
        assert planned.files == ()
        return
    imported = import_workbook(data_of(planned))

    assert imported.refused == []
    assert len(imported.names) == len(kept)
    for one in marks:
        if one.key not in kept:
            continue
        number = one.person.number
        assert number in imported.names
        if one.points is None:
            assert number not in imported.marks
            assert imported.remarks[number] == ("未提交" if one.status is RowStatus.NOTHING_HANDED_IN else "未评分")
        else:
            assert imported.marks[number] == Decimal(kept[one.key].value)
            assert abs(imported.marks[number] - Decimal(repr(one.points))) <= Decimal("0.005")
            assert imported.remarks[number] == ""
    assert len(imported.marks) == sum(one.points is not None for one in marks if one.key in kept)


def test_a_row_has_number_name_mark_and_remark() -> None:
    nothing = replace(mark("c", None, number="0014", name="王芳"), status=RowStatus.NOTHING_HANDED_IN, submission="")
    planned = plan(order([mark("a", 38.5, number="0012", name="张伟"), mark("b", None, number="0013"), nothing]))

    assert [file.name for file in planned.files] == ["成绩.xlsx"]
    assert cells(data_of(planned)) == {
        **dict(zip(("A1", "B1", "C1", "D1"), ("学号", "姓名", "成绩", "备注"), strict=True)),
        "A2": "0012",
        "B2": "张伟",
        "C2": 38.5,
        "A3": "0013",
        "D3": "未评分",
        "A4": "0014",
        "B4": "王芳",
        "D4": "未提交",
    }


def test_a_number_of_a_student_is_a_text_with_the_format_of_texts() -> None:
    import io

    import openpyxl

    planned = plan(order([mark("a", 38, number="00123456789012345678")]))
    cell = openpyxl.load_workbook(io.BytesIO(data_of(planned))).active["A2"]

    assert (cell.value, cell.data_type, cell.number_format) == ("00123456789012345678", "s", "@")


def test_a_name_that_looks_like_a_formula_is_stored_as_a_text() -> None:
    planned = plan(order([mark("a", 38, number="1", name='=HYPERLINK("http://x")')]))
    parts = members(data_of(planned))

    assert b"<f>" not in parts[SHEET]
    assert b'=HYPERLINK("http://x")' in parts[SHEET] + parts.get("xl/sharedStrings.xml", b"")
    assert b'quotePrefix="1"' in parts["xl/styles.xml"]


def test_characters_that_xml_does_not_have_are_left_out_of_a_name() -> None:
    planned = plan(order([mark("a", 38, number="1", name="张\x00\ud800\ufffe伟")]))

    assert cells(data_of(planned))["B2"] == "张伟"


@pytest.mark.parametrize("number", ["=1+1", "-1", "@x", "a b", "１２", "..", "1\n2"])
def test_a_number_that_is_none_is_named(number: str) -> None:
    planned = plan(order([mark("a", 38, number=number)]))

    assert reason_of(planned, "a") == "export.xlsx.odd_number"
    assert planned.files == ()


def test_two_marks_of_one_number_are_both_named() -> None:
    planned = plan(order([mark("a", 38, number="S1"), mark("b", 1, number="s1"), mark("c", 2, number="2")]))

    assert [reason_of(planned, key) for key in "abc"] == ["export.xlsx.twice_in_run", "export.xlsx.twice_in_run", ""]


def test_a_student_with_a_mark_has_no_second_row_without_one() -> None:
    planned = plan(
        order(
            [
                mark("a", None, number="1"),
                mark("b", 1, number="1"),
                mark("c", None, number="2"),
                mark("d", None, number="2"),
            ]
        )
    )

    assert [reason_of(planned, key) for key in "abcd"] == ["export.xlsx.has_row", "", "", "export.xlsx.has_row"]


def test_rows_without_a_number_are_named() -> None:
    planned = plan(order([mark("a", 38), mark("b", None)]))

    assert reason_of(planned, "a") == "export.xlsx.no_number"
    assert reason_of(planned, "b") == "export.xlsx.no_mark_no_number"


def test_whole_marks_are_rounded_half_up() -> None:
    planned = plan(order([mark("a", 38.5, number="1")], whole=True))

    assert cells(data_of(planned))["C2"] == 39
    assert row_of(planned, "a").value == "39"
    assert warnings_of(planned, "a") == ["export.marks.rounded"]
    assert "export.marks.whole" in notes_of(planned)


def test_no_library_is_loaded_before_a_workbook_is_needed() -> None:
    code = (
        "import sys\nfrom torchgrade.plugins.manager import Plugins\nimport torchgrade.exports.workbooks.plan\n"
        "import torchgrade.cli.instructor.export\nprint('openpyxl' in sys.modules, 'torch' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["False", "False"]
