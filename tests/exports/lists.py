"""Lists of a school for tests, as workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

HEADINGS = ("序号", "学号", "姓名", "平时成绩", "成绩", "备注")

Row = Sequence[Any]


def student(number: object, name: object = "", mark: object = None, remark: object = None) -> tuple[Any, ...]:
    """Return a row below HEADINGS."""
    return (1, number, name, 90, mark, remark)


def workbook(
    rows: Sequence[Row],
    headings: Row | None = HEADINGS,
    above: Sequence[Row] = (("成绩登记表",),),
    change: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """Return a workbook: a title, headings and rows; texts that begin with ``=`` are formulas.

    :param change: further changes, called with the book and the sheet.
    """
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "名单"
    for row in (*above, *(() if headings is None else (headings,)), *rows):
        sheet.append(list(row))
    if change is not None:
        change(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one changed part."""
    parts = members(data)
    parts[name] = change(parts.get(name, b""))
    return packed(parts)


def cells(data: bytes, sheet: int = 0) -> dict[str, Any]:
    """Return the values of a sheet by address; a formula is its text."""
    opened = openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet]
    return {cell.coordinate: cell.value for row in opened.iter_rows() for cell in row if cell.value is not None}
