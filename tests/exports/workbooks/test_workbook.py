"""Workbooks as templates: what stays in them, and what a hostile one may not do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tests.exports.lists import cells, members, packed, student, with_part, workbook
from torchgrade.exports.workbooks.workbook import Workbook, WorkbookError

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
NONE: frozenset[int] = frozenset()
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def filled(data: bytes, row: int = 2, column: int = 4, text: str = "38.5") -> bytes:
    book = Workbook(data)
    book.fill(row, column, text)
    return book.to_bytes(NONE)[0]


def sheet_of(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return a workbook whose sheet has this XML."""
    name = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    xml = b"<worksheet %b>%b<sheetData>%b</sheetData>%b</worksheet>" % (name, before, rows, after)
    return with_part(workbook([student("1")]), SHEET, lambda _: xml)


def sheet_xml(data: bytes) -> str:
    return members(data)[SHEET].decode()


def test_every_part_but_the_sheet_keeps_its_bytes() -> None:
    def change(book: Any, sheet: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=5, min_row=2, max_row=4))
        sheet.add_chart(chart, "I2")
        sheet["A1"].comment = Comment("注意", "教务处")
        book.create_sheet("说明")["A1"] = "=1+1"

    data = with_part(workbook([student("1")], change=change), "customXml/item1.xml", lambda _: b"<of-the-school/>")
    before, after = members(data), members(filled(data))

    assert "xl/charts/chart1.xml" in before
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {SHEET}


def test_the_sheet_keeps_every_byte_but_the_cell() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.protection.sheet = True
        sheet.protection.password = "secret"
        sheet.merge_cells("A1:F1")
        validation = DataValidation(type="decimal", operator="between", formula1="0", formula2="100")
        validation.add("E3:E99")
        sheet.add_data_validation(validation)

    data = workbook([student("1")], change=change)
    before, after = sheet_xml(data), sheet_xml(filled(data))

    assert after == before.replace(
        '<c r="D3" t="n"><v>90</v></c>', '<c r="D3" t="n"><v>90</v></c><c r="E3"><v>38.5</v></c>'
    )
    assert "sheetProtection" in after
    assert "dataValidation" in after


def test_a_cell_keeps_its_style_and_loses_its_text() -> None:
    data = sheet_of(b'<row r="3"><c r="E3" s="0" t="inlineStr"><is><t>\xe7\xbc\xba</t></is></c><c r="F3"/></row>')

    assert '<row r="3"><c r="E3" s="0"><v>38.5</v></c><c r="F3"/></row>' in sheet_xml(filled(data))


def test_a_new_cell_is_in_order_and_has_the_style_of_its_row_or_column() -> None:
    columns = b'<cols><col min="4" max="5" style="1"/></cols>'
    in_column = sheet_of(b'<row r="3" spans="1:2"><c r="A3"/><c r="F3"/></row>', columns)
    in_row = sheet_of(b'<row r="3" s="2" customFormat="1"></row>', columns)
    alone = sheet_of(b'<row r="3"/>')

    assert '<row r="3"><c r="A3"/><c r="E3" s="1"><v>38.5</v></c><c r="F3"/></row>' in sheet_xml(filled(in_column))
    assert 'customFormat="1"><c r="E3" s="2"><v>38.5</v></c></row>' in sheet_xml(filled(in_row))
    assert '<row r="3"><c r="E3"><v>38.5</v></c></row>' in sheet_xml(filled(alone))


def test_two_new_cells_of_one_row_are_in_order() -> None:
    book = Workbook(sheet_of(b'<row r="3"><c r="C3"/></row>'))
    for column, text in ((5, "3"), (0, "1"), (4, "2")):
        book.fill(2, column, text)
    row = re.search(r"<row.*</row>", sheet_xml(book.to_bytes(NONE)[0]))

    assert row is not None
    assert re.findall(r' r="([A-Z]3)"', row[0]) == ["A3", "C3", "E3", "F3"]


def test_a_sheet_with_a_prefix_gets_cells_with_the_prefix() -> None:
    xml = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row><x:row r="4" /></x:sheetData></x:worksheet>'
    )
    data = with_part(workbook([student("1")]), SHEET, lambda _: xml)

    assert '<x:c r="E3"><x:v>38.5</x:v></x:c></x:row>' in sheet_xml(filled(data))
    assert '<x:row r="4" ><x:c r="E4"><x:v>38.5</x:v></x:c></x:row>' in sheet_xml(filled(data, row=3))


def test_rows_and_cells_without_addresses_are_counted() -> None:
    data = sheet_of(b'<row/><row/><row><c><v>1</v></c><c><v>2</v></c><c r="E3"><v>5</v></c><c><v>6</v></c></row>')
    book = Workbook(data)

    assert book.rows == [[], [], ["1", "2", "", "", "5", "6"]]
    assert cells(filled(data))["E3"] == 38.5


def test_signs_of_xml_inside_attributes_and_comments_do_not_move_a_place() -> None:
    rows = b'<!-- <row r="3"><c r="E3"/> --><row r="3" x="&gt; /&gt;" y=\'>"/>\'><c r="D3" z="/>"><v>1</v></c></row>'
    after = sheet_xml(filled(sheet_of(rows)))

    assert after.count('<c r="E3"><v>38.5</v></c>') == 1
    assert '<c r="D3" z="/>"><v>1</v></c><c r="E3"><v>38.5</v></c></row>' in after


def test_old_results_of_formulas_are_removed_and_excel_computes_them_again() -> None:
    rows = b'<row r="3"><c r="A3" t="str"><f>"1"</f><v>1</v></c><c r="E3"/><c r="F3"><f>E3*2</f><v>9</v></c></row>'
    data = with_part(sheet_of(rows), BOOK, lambda xml: re.sub(rb"<calcPr[^>]*>", b'<calcPr calcId="1"/>', xml))
    book = Workbook(data)
    book.fill(2, 4, "38")
    after, removed = book.to_bytes(frozenset({0}))

    assert removed == 1
    assert '<f>"1"</f><v>1</v>' in sheet_xml(after)
    assert "<f>E3*2</f></c>" in sheet_xml(after)
    assert b'<calcPr calcId="1" fullCalcOnLoad="1"/>' in members(after)[BOOK]


def test_a_book_without_settings_of_computing_gets_them_in_their_place() -> None:
    rows = b'<row r="3"><c r="F3"><f>E3*2</f><v>9</v></c></row>'
    data = with_part(sheet_of(rows), BOOK, lambda xml: re.sub(rb"<calcPr[^>]*>", b"", xml))
    after = members(filled(data))[BOOK]

    assert after.endswith(b'</sheets><definedNames /><calcPr fullCalcOnLoad="1"/></workbook>')
    assert cells(filled(data))["E3"] == 38.5


def test_a_formula_of_a_whole_area_computes_all_its_cells() -> None:
    book = Workbook(
        sheet_of(b'<row r="3"><c r="E3"><f t="array" ref="E3:E5">D3:D5</f></c></row><row r="4"><c r="E4"/></row>')
    )

    assert book.is_computed(2, 4)
    assert book.is_computed(3, 4)
    assert not book.is_computed(5, 4)


def test_the_first_visible_sheet_is_filled() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        book.create_sheet("成绩表").append([1, 2])

    data = workbook([student("1")], change=change)
    book = Workbook(data)

    assert (book.sheet, book.has_more, book.rows) == ("成绩表", True, [["1", "2"]])
    assert cells(filled(data, row=0), sheet=1)["E1"] == 38.5


def test_texts_with_entities_and_phonetic_signs_are_read_as_shown() -> None:
    book = Workbook(
        sheet_of(
            b'<row r="1"><c r="A1" t="inlineStr"><is><r><t>\xe5\xbc\xa0&amp;</t></r><r><t>x</t></r></is></c></row>'
        )
    )

    assert book.rows == [["张&x"]]


EXCEL = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" \
xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" \
xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{0-1}"><dimension ref="A1:F3"/>\
<sheetFormatPr defaultRowHeight="14.25" x14ac:dyDescent="0.2"/><sheetData>\
<row r="1" spans="1:6" x14ac:dyDescent="0.2"><c r="B1" t="s"><v>0</v></c><c r="E1" t="s"><v>1</v></c></row>\
<row r="3" spans="1:6" x14ac:dyDescent="0.2"><c r="B3" t="s"><v>2</v></c><c r="E3" s="1"/></row></sheetData>\
<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1"/></ext></extLst>\
</worksheet>"""
"""Sheet as Excel writes it, with texts in another part and an extension that openpyxl removes."""
TEXTS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3" uniqueCount="3"><si><t>学号</t></si>\
<si><r><t>成</t></r><r><rPr><b/></rPr><t>绩</t></r></si><si><t>0012</t><rPh sb="0" eb="1"><t>x</t></rPh></si></sst>"""
TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def test_a_sheet_of_excel_changes_in_one_cell_only() -> None:
    parts = members(workbook([]))
    parts |= {SHEET: EXCEL.encode(), "xl/sharedStrings.xml": TEXTS.encode()}
    kind = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % TYPE
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind)
    book = Workbook(packed(parts))
    book.fill(2, 4, "38")

    assert book.rows == [["", "学号", "", "", "成绩"], [], ["", "0012"]]
    assert sheet_xml(book.to_bytes(NONE)[0]) == EXCEL.replace('<c r="E3" s="1"/>', '<c r="E3" s="1"><v>38</v></c>')


@pytest.mark.parametrize(
    "reference",
    [b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="nonsense"/>', b""],
)
def test_a_stated_size_is_not_believed(reference: bytes) -> None:
    data = sheet_of(b'<row r="3"><c r="A3"><v>7</v></c></row>', reference)
    if b"nonsense" in reference:
        with pytest.raises(WorkbookError, match="broken"):
            Workbook(data)
    else:
        assert Workbook(data).rows == [[], [], ["7"]]


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', b""),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(2, 3000)), b""),
        (b'<row r="1"/>', b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (b'<row r="1"/>', b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'),
        (b'<row r="1"/>', b'<dataValidations><dataValidation sqref="A1:XFD1048576"/></dataValidations>'),
        (b'<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>', b""),
    ],
)  # fmt: skip
def test_huge_areas_cost_little(rows: bytes, after: bytes) -> None:
    data = sheet_of(rows, after=after)
    started = time.process_time()
    Workbook(data).fill(0, 0, "1")

    assert time.process_time() - started < 10


HOSTILE: dict[str, Callable[[], bytes]] = {
    "no workbook": lambda: packed({"content.xml": b"<a/>"}),
    "bomb": lambda: with_part(workbook([]), "xl/media/image1.png", lambda _: b"\0" * (25 << 20)),
    "many members": lambda: packed({BOOK: b"<a/>"} | {f"m{n}": b"" for n in range(2001)}),
    "many elements": lambda: sheet_of(b"<row>" + b"<c/>" * 2_000_001 + b"</row>"),
    "document type": lambda: with_part(workbook([]), SHEET, lambda xml: DOCTYPE + xml),
    "document type in wide letters": lambda: with_part(
        workbook([]), SHEET, lambda xml: DOCTYPE.decode().encode("utf-16") + xml.decode().encode("utf-16-le")
    ),
    "document type in a part that is no XML by its name": lambda: with_part(workbook([]), "xl/x.bin", lambda _: DOCTYPE),
    "damaged XML": lambda: with_part(workbook([]), SHEET, lambda xml: xml[:-20]),
    "another encoding": lambda: with_part(
        workbook([]), SHEET, lambda xml: b'<?xml version="1.0" encoding="iso-8859-1"?>' + re.sub(rb"<\?.*?\?>", b"", xml).decode().encode("latin-1", "xmlcharrefreplace")
    ),
    "no sheet": lambda: packed({name: data for name, data in members(workbook([])).items() if name != SHEET}),
    "cut": lambda: workbook([])[:-100],
    "cells out of order": lambda: sheet_of(b'<row r="3"><c r="B3"/><c r="A3"/></row>'),
    "one cell twice": lambda: sheet_of(b'<row r="3"><c r="A3"/><c r="A3"/></row>'),
    "rows out of order": lambda: sheet_of(b'<row r="3"/><row r="2"/>'),
    "a cell of another row": lambda: sheet_of(b'<row r="3"><c r="A4"/></row>'),
    "a style that is no number": lambda: sheet_of(b'<row r="3"><c r="E3" s="1&quot; x=&quot;"/></row>'),
    "a column beyond the last": lambda: sheet_of(b'<row r="3"><c r="XFE3"/></row>'),
    "columns without numbers": lambda: sheet_of(b"", b'<cols><col style="1"/></cols>'),
    "a merged area that is none": lambda: sheet_of(b"", after=b'<mergeCells><mergeCell ref="x"/></mergeCells>'),
    "many merged areas": lambda: sheet_of(b"", after=b"<mergeCells>%b</mergeCells>" % (b'<mergeCell ref="A1:B1"/>' * 10_001)),
}  # fmt: skip


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_or_damaged_workbook_is_refused(made: Callable[[], bytes]) -> None:
    with pytest.raises(WorkbookError, match="broken|large|no_workbook"):
        Workbook(made())
