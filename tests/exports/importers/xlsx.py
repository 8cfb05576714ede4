"""Import of a list of marks as the system of a Chinese school does it, from the rules of importers.md section 10.

The first sheet counts. The headings are the first of ten rows with 学号. A student is known by the number as text. A mark
must be a number; a row with another text in its place is refused, and a row without a mark changes nothing.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl

NUMBERS = ("学号", "学生编号", "学籍号", "考号", "工号/学号")


@dataclass
class Imported:
    """Result of an import."""

    marks: dict[str, Decimal] = field(default_factory=dict)
    """Marks by number."""
    refused: list[str] = field(default_factory=list)
    """Numbers of rows whose mark is not a number, or that occur twice."""
    names: dict[str, str] = field(default_factory=dict)
    """Names by number."""
    remarks: dict[str, str] = field(default_factory=dict)
    """Remarks by number."""


def number_of(cell: object) -> str:
    text = unicodedata.normalize("NFKC", str(cell)).strip().removeprefix("'").strip()
    return text.removesuffix(".0") if text.replace(".", "", 1).isdigit() else text


def import_workbook(data: bytes, column: str = "成绩") -> Imported:
    """Return what the system takes from a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return import_rows([[cell.value for cell in row] for row in sheet.iter_rows()], column)


def import_text(data: bytes, encoding: str, delimiter: str, column: str = "成绩") -> Imported:
    """Return what the system takes from a text, in which a number is a text of digits and one point."""
    rows: list[list[Any]] = list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
    place = next(row for row in rows if set(row) & set(NUMBERS)).index(column)
    for row in rows:
        if len(row) > place and row[place].replace(".", "", 1).isdigit():
            row[place] = float(row[place])
    return import_rows(rows, column)


def import_rows(rows: list[list[Any]], column: str) -> Imported:
    start = next(index for index, row in enumerate(rows[:10]) if set(row) & set(NUMBERS))
    headings = rows[start]
    number = next(index for index, heading in enumerate(headings) if heading in NUMBERS)
    imported = Imported()
    seen: set[str] = set()
    for row in rows[start + 1 :]:
        cells = dict(zip(headings, row, strict=False))
        if row[number] in {None, ""}:
            continue
        key = number_of(row[number])
        if key in seen:
            imported.marks.pop(key, None)
            imported.refused.append(key)
            continue
        seen.add(key)
        imported.names[key] = str(cells.get("姓名") or "")
        imported.remarks[key] = str(cells.get("备注") or "")
        mark = cells.get(column)
        if isinstance(mark, int | float) and not isinstance(mark, bool):
            imported.marks[key] = Decimal(str(mark))
        elif mark is not None and str(mark).strip():
            imported.refused.append(key)
    return imported
