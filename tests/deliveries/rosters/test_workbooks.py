"""Tests of class lists in workbooks, and of files of other kinds."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deliveries.made import SAY, zipped
from torchgrade.deliveries.roster import Roster, read_roster
from torchgrade.deliveries.rosters import workbooks
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.workbooks import read_workbook, require_no_other_kind
from torchgrade.errors import UsageError
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed

Sheets = dict[str, list[list[object]]]


def book(sheets: Sheets, formats: dict[str, str] | None = None) -> bytes:
    """Return a workbook; ``formats`` are number formats of cells of its first sheet."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for cell, form in (formats or {}).items():
        made.worksheets[0][cell].number_format = form
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with other bytes in one member."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            text = source.read(member)
            target.writestr(member.filename, text.replace(old, new) if member.filename == name else text)
    return made.getvalue()


def roster(data: bytes, tmp_path: Path) -> Roster:
    path = tmp_path / "class.xlsx"
    path.write_bytes(data)
    return read_roster(path, SAY, list)


CLASS = book({"名单": [["课程：深度学习"], [], ["学号", "姓名"], [20250001, "张三"], ["00712345", "Åse Bø"]]})


def test_a_workbook_is_read_below_its_titles_and_numbers_are_whole(tmp_path: Path) -> None:
    assert [(row.person.number, row.person.name) for row in roster(CLASS, tmp_path).rows] == [
        ("20250001", "张三"),
        ("00712345", "Åse Bø"),
    ]


def test_a_number_has_the_zeros_that_its_format_shows(tmp_path: Path) -> None:
    data = book({"a": [["student_id", "name"], [712345, "Ada"], [712346, "Ben"]]}, {"A2": "00000000"})

    assert [row.person.number for row in roster(data, tmp_path).rows] == ["00712345", "712346"]


def test_a_number_beyond_fifteen_digits_is_a_rounded_one(tmp_path: Path) -> None:
    numbers = [202310010101001000.0, 202310010101001234, 20250001.0]
    rows = [[number, name] for number, name in zip(numbers, ["张三", "李四", "王五"], strict=True)]
    read = roster(book({"a": [["学号", "姓名"], *rows]}), tmp_path)

    assert [row.key for row in read.rows] == ["张三", "李四", "20250001"]
    assert read.match(Person(number="202310010101001234", name="李四")).row == 1
    assert read.match(Person(number="202310010101001234")).several == (0, 1)


def test_the_first_sheet_with_students_is_read_and_others_with_some_are_told(tmp_path: Path) -> None:
    head: list[object] = ["student_id", "name"]
    read = roster(book({"Notes": [["x"]], "A": [head, [1, "Ada"]], "B": [head, [2, "Ben"]]}), tmp_path)

    assert [row.key for row in read.rows] == ["1"]
    assert [notice.values for notice in read.notices] == [{"sheet": "A", "others": listed(["B"])}]


def test_a_hidden_sheet_comes_behind_the_others() -> None:
    made = openpyxl.Workbook()
    made.active.append(["student_id"])
    made.active.append([1])
    made.active.sheet_state = "hidden"
    made.create_sheet("shown").append(["student_id"])
    made["shown"].append([2])
    data = io.BytesIO()
    made.save(data)

    read = read_workbook(data.getvalue())
    assert (read.table.rows, read.sheet, read.others) == ([["2"]], "shown", ["Sheet"])


def test_formulas_without_saved_results_are_told(tmp_path: Path) -> None:
    data = book({"class": [["student_id", "name"], ["=20250000+1", "Ada"], ["20250002", "Ben"]]})

    assert [(one.message_id, one.values) for one in roster(data, tmp_path).notices] == [
        ("roster.formulas", {"count": 1})
    ]


def test_formulas_with_saved_results_are_read_like_numbers(tmp_path: Path) -> None:
    data = book({"class": [["student_id", "name"], ["=20250000+1", "Ada"]]})
    found = re.search(rb"<c r=.A2.*?</c>", zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml"))
    assert found is not None
    saved = b'<c r="A2"><f>20250000+1</f><v>20250001</v></c>'
    read = roster(changed(data, "xl/worksheets/sheet1.xml", found[0], saved), tmp_path)

    assert (read.rows[0].person.number, read.notices) == ("20250001", ())


def test_a_sheet_that_states_a_wrong_size_is_read_whole() -> None:
    data = changed(CLASS, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B5"', b'<dimension ref="A1:A1"')

    assert read_workbook(data).table.rows == [["20250001", "张三"], ["00712345", "Åse Bø"]]


def test_a_workbook_without_students_is_refused_with_its_columns() -> None:
    with pytest.raises(RosterError) as caught:
        read_workbook(book({"a": [["Klasse", "Fach"], [1, 2]], "b": [["x"]]}))

    assert caught.value.values == {"columns": listed(["Klasse", "Fach"])}


BOMB = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'"><!ENTITY c "&b;&b;">]>'


@pytest.mark.parametrize("doctype", [BOMB, "\ufeff".encode("utf-16-le") + BOMB.decode().encode("utf-16-le")])
@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_a_document_type_is_refused_wherever_it_is(name: str, doctype: bytes) -> None:
    with pytest.raises(RosterError, match="workbook_broken"):
        read_workbook(changed(CLASS, name, b"<", doctype + b"<"))


def test_a_workbook_that_is_large_unpacked_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES", 1 << 20)
    with pytest.raises(RosterError, match="workbook_large"):
        read_workbook(changed(CLASS, "xl/styles.xml", b"</styleSheet>", b" " * (1 << 20) + b"</styleSheet>"))


def test_a_member_with_more_bytes_than_it_declares_is_refused() -> None:
    data = bytearray(changed(CLASS, "xl/styles.xml", b"</styleSheet>", b" " * 100_000 + b"</styleSheet>"))
    place = data.rindex(b"xl/styles.xml") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<L", data, place + 24, 1000)
    with pytest.raises(RosterError, match="workbook_broken"):
        read_workbook(bytes(data))


def test_a_row_far_below_costs_nothing() -> None:
    data = changed(CLASS, "xl/worksheets/sheet1.xml", b'<row r="5"', b'<row r="1048576"')

    assert read_workbook(data).table.rows == [["20250001", "张三"]]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, len(CLASS) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(place: int, noise: bytes) -> None:
    try:
        assert read_workbook(CLASS[:place] + noise + CLASS[place + len(noise) :]).table.columns
    except RosterError as error:
        assert error.message_id.startswith("roster.")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + b"rest", "Save it as .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "A password protects"),
        (b"<html><table><tr><td>name", "a web page or XML"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><Workbook>', "a web page or XML"),
        ("<table>".encode("utf-16"), "a web page or XML"),
        (b"%PDF-1.7", "is a PDF"),
        (b"Rar!\x1a\x07", "is an archive"),
        (b"\x1f\x8brest", "is an archive"),
        (b'[{"name": "Ada"}]', "is JSON"),
        (zipped({"a.csv": "name\n"}), "not a workbook"),
        (zipped({"xl/workbook.bin": "x"}), "binary Excel workbook"),
        (zipped({"content.xml": "x", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (zipped({"Index/Document.iwa": "x"}), "Apple Numbers"),
        (zipped({"word/document.xml": "x"}), "a text document"),
        (zipped({"xl/workbook.xml": "x"}), "not a valid workbook"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="class.xlsx") as caught:
        roster(data, tmp_path)
    assert said in str(caught.value)


def test_a_workbook_has_no_encoding_to_choose(tmp_path: Path) -> None:
    (tmp_path / "class.xlsx").write_bytes(CLASS)
    with pytest.raises(UsageError, match="no encoding to choose"):
        read_roster(tmp_path / "class.xlsx", SAY, list, "cp1252")


def test_text_is_no_other_kind() -> None:
    require_no_other_kind(b"student_id,name\n")
