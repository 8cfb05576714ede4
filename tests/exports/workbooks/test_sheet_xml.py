"""XML of a worksheet: numbers arrive in their cells, and nothing else changes, however the XML is written."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steps import grows_with
from torchgrade.exports.workbooks.addresses import area_of, column_name, position
from torchgrade.exports.workbooks.sheet_xml import SheetError, SheetXml

NAME = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NONE: frozenset[int] = frozenset()
GAPS = st.sampled_from(["", "", "\n", "<!-- <c/> -->", "<?x <row/> ?>"])
FURTHER = st.sampled_from(["", ' z=">"', " z='\"/>'", ' s="2"'])
CONTENTS = st.sampled_from(
    ["", "<v>7</v>", "<v/>", "<v ></v>", "<is><t>缺&lt;考</t></is>", "<f>A1</f><v>3</v>", "<f/><v/>"]
)


@st.composite
def sheets(draw: Any) -> tuple[str, dict[tuple[int, int], Any]]:
    """Return the XML of a sheet, and what each cell contains."""
    prefix = draw(st.sampled_from(["", "x:"]))
    parts = [f"<{prefix}worksheet xmlns{':x' if prefix else ''}='{NAME}'><{prefix}sheetData>"]
    cells = {}
    for row in sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=4))):
        columns = sorted(draw(st.sets(st.integers(1, 30), max_size=4)))
        opened = f"<{prefix}row r='{row}' spans=\"1:9\"{draw(FURTHER).replace(' s=', ' q=')}"
        if not columns and draw(st.booleans()):
            parts.append(opened + draw(st.sampled_from(["/>", " />"])))
            cells[row, 0] = None
            continue
        parts.append(opened + ">")
        cells[row, 0] = None
        for column in columns:
            content = draw(CONTENTS)
            for name in ("v", "f", "is", "t"):
                content = content.replace(f"<{name}", f"<{prefix}{name}").replace(f"</{name}", f"</{prefix}{name}")
            start = f"<{prefix}c r='{column_name(column)}{row}'{draw(FURTHER)}"
            parts.append(draw(GAPS) + (f"{start}>{content}</{prefix}c>" if content else f"{start}/>"))
            cells[row, column] = content
        parts.append(f"{draw(GAPS)}</{prefix}row>{draw(GAPS)}")
    return "".join((*parts, f"</{prefix}sheetData></{prefix}worksheet>")), cells


def read(data: bytes) -> dict[tuple[int, int], tuple[Any, ...]]:
    """Return value, text, formula and style of each cell, as another parser finds them."""
    found = {}
    for row in ET.fromstring(data).iter(f"{{{NAME}}}row"):
        for cell in row:
            at = position(cell.get("r", ""))
            assert at[0] == int(row.get("r", ""))
            assert at not in found
            assert not found or max(found) < at
            texts = [cell.findtext(f".//{{{NAME}}}{name}") for name in ("v", "t", "f")]
            found[at] = (*texts, cell.get("s"))
    return found


@settings(max_examples=100, deadline=None)
@given(sheets(), st.data())
def test_numbers_arrive_and_other_cells_stay(made: Any, data: Any) -> None:
    text, cells = made
    rows = sorted({row for row, _ in cells})
    places = data.draw(st.sets(st.tuples(st.sampled_from(rows), st.integers(1, 30)), max_size=6))
    sheet = SheetXml(text.encode())
    after, _ = sheet.with_numbers(dict.fromkeys(places, "38.5"), NONE)

    expected = read(text.encode())
    for at, (value, shown, formula, style) in expected.items():
        expected[at] = (None if formula is not None else value, shown, formula, style)
    for at in places:
        style = expected[at][3] if at in expected else None
        expected[at] = ("38.5", None, None, style)
    assert {at: one for at, one in read(after).items() if at in places} == {at: expected[at] for at in places}
    assert {at: (one[0] or None, *one[1:]) for at, one in read(after).items()} == {
        at: (one[0] or None, *one[1:]) for at, one in expected.items()
    }


@settings(max_examples=50, deadline=None)
@given(sheets())
def test_without_numbers_and_formulas_no_byte_changes(made: Any) -> None:
    text, cells = made
    sheet = SheetXml(text.encode())
    keeping = frozenset(column for _, column in cells)

    assert sheet.with_numbers({}, keeping) == (text.encode(), 0)
    assert all(
        sheet.has_formula(*at) == ("f>" in content or "f/>" in content) for at, content in cells.items() if content
    )


def computed(count: int) -> SheetXml:
    """Return a sheet in which a formula computes two cells of each row."""
    cells = (f"<row><c r='A{row}'><f t='array' ref='A{row}:B{row}'/></c></row>" for row in range(1, count + 1))
    return SheetXml(f"<worksheet xmlns='{NAME}'><sheetData>{''.join(cells)}</sheetData></worksheet>".encode())


def formulas(sheet: SheetXml, column: int) -> list[bool]:
    return [sheet.has_formula(row, column) for row in sheet.rows]


def test_twice_the_rows_with_formulas_take_twice_the_steps() -> None:
    sheets = [computed(count) for count in (50, 100, 200)]

    assert (all(formulas(sheets[0], 2)), any(formulas(sheets[0], 3))) == (True, False)
    assert grows_with([partial(formulas, sheet, 3) for sheet in sheets]) < 2.2


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_an_address_is_read_as_it_is_written(column: int, row: int) -> None:
    assert position(f"{column_name(column)}{row}") == (row, column)


@pytest.mark.parametrize("address", ["", "A", "1", "a1", "A0", "XFE1", "A1:B2", "$A$1", "Ａ1", "A１", "AAAA1", "A1 "])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="^"):
        position(address)


def test_an_area_contains_its_corners() -> None:
    area = area_of("B2:C4")

    assert area.contains(2, 2)
    assert area.contains(4, 3)
    assert not area.contains(5, 3)
    assert area_of("B2") == area_of("B2:B2")


@pytest.mark.parametrize(
    "xml",
    ["", "<a", "<!DOCTYPE worksheet><worksheet/>", "<?xml version='1.0' encoding='latin-1'?><worksheet/>", "<a:b/>"],
)
def test_other_xml_is_refused(xml: str) -> None:
    with pytest.raises(SheetError):
        SheetXml(xml.encode())
