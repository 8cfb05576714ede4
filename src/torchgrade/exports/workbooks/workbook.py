"""Workbook of a school as a template: its texts, and marks in its cells; every other byte of its parts stays.

A workbook is a zip of XML from elsewhere, so its sizes are checked before a library reads it, and a document type is
refused, because spreadsheets do not write one.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from typing import Any

from msgspec import Struct

from torchgrade.deliveries.rosters.headings import MOST_COLUMNS
from torchgrade.deliveries.rosters.tables import MOST_ROWS
from torchgrade.deliveries.rosters.workbooks import UNPACKED_BYTES, cell_text
from torchgrade.exports.workbooks.sheet_xml import SheetError, SheetXml

_MOST_MEMBERS = 2000
_MOST_TAGS = 2_000_000
"""Most signs ``<`` in all parts, because a library makes an object of each element."""
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""Errors of the library for zips that are damaged, locked or compressed in an unknown way."""
_BOOK = "xl/workbook.xml"
_SIGNATURES = "_xmlsignatures/"
_CALCULATION = re.compile(rb"<((?:\w+:)?)calcPr\b([^<>]*?)(/?)>")
_BEFORE_CALCULATION = re.compile(
    rb"(?s).*(?:</(?:\w+:)?(?:sheets|functionGroups|externalReferences|definedNames)\s*>|<(?:\w+:)?definedNames\s*/>)"
)
"""Elements before the settings of computing (ECMA-376, CT_Workbook); the last one that is there counts."""
_SHEETS = re.compile(rb"<((?:\w+:)?)sheets\b")
_FULL = re.compile(rb"\sfullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class WorkbookError(Exception):
    """A file that cannot be filled as a workbook: the name of an entry in ``[export.xlsx]``."""


class Workbook:
    """First visible sheet of a workbook, whose cells can be given numbers."""

    def __init__(self, data: bytes) -> None:
        """Read the sheet.

        :raises WorkbookError: the file is no workbook, too large, locked or damaged.
        """
        self._data = data
        _require_harmless(data)
        read = _read(data)
        self.sheet = read.name
        """Name of the sheet."""
        self.has_more = read.has_more
        """Whether the workbook has more sheets."""
        self.rows = read.rows
        """Text of each cell as the sheet shows it."""
        self._path = read.path
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._xml = SheetXml(archive.read(self._path))
                self.is_signed = any(name.startswith(_SIGNATURES) for name in archive.namelist())
                """Whether a digital signature is in the workbook; a new number makes it invalid."""
        except (*_BROKEN, SheetError, KeyError) as error:
            raise WorkbookError("broken") from error
        self._numbers: dict[tuple[int, int], str] = {}

    def fill(self, row: int, column: int, text: str) -> None:
        """Put a number into a cell; rows and columns count from 0."""
        self._numbers[row + 1, column + 1] = text

    def is_computed(self, row: int, column: int) -> bool:
        """Return whether a formula computes a cell."""
        return self._xml.has_formula(row + 1, column + 1)

    def size(self, row: int, column: int) -> tuple[int, int]:
        """Return how many rows and columns a cell covers; (0, 0) if another cell covers it."""
        area = self._xml.area(row + 1, column + 1)
        if (area.top, area.left) != (row + 1, column + 1):
            return 0, 0
        return area.bottom - area.top + 1, area.right - area.left + 1

    def to_bytes(self, keeping: frozenset[int]) -> tuple[bytes, int]:
        """Return the workbook with its new numbers, and how many results of formulas were removed.

        Excel computes all formulas when it opens the workbook.

        :param keeping: columns whose formulas keep their results, from 0.
        """
        sheet, removed = self._xml.with_numbers(self._numbers, frozenset(column + 1 for column in keeping))
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._data)) as old, zipfile.ZipFile(target, "w") as new:
            for member in old.infolist():
                data = sheet if member.filename == self._path else old.read(member)
                if member.filename == _BOOK and removed:
                    data = _computing(data)
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.external_attr = member.external_attr
                new.writestr(kept, data, zipfile.ZIP_DEFLATED)
        return target.getvalue(), removed


class _Sheet(Struct, frozen=True, kw_only=True):
    """Sheet as the library reads it."""

    name: str
    """Name of the sheet."""
    path: str
    """Path of its XML in the zip."""
    rows: list[list[str]]
    """Text of each cell."""
    has_more: bool
    """Whether the workbook has more sheets."""


def _computing(book: bytes) -> bytes:
    """Return ``workbook.xml`` such that Excel computes all formulas when it opens the workbook."""
    found = _CALCULATION.search(book)
    if found is not None:
        rest = _FULL.sub(b"", found[2]).rstrip()
        tag = b'<%bcalcPr%b fullCalcOnLoad="1"%b>' % (found[1], rest, found[3])
        return book[: found.start()] + tag + book[found.end() :]
    before = _BEFORE_CALCULATION.match(book)
    if before is None:
        return book
    return book[: before.end()] + b'<%bcalcPr fullCalcOnLoad="1"/>' % _prefix(book) + book[before.end() :]


def _prefix(book: bytes) -> bytes:
    """Return the prefix of the names of a workbook's elements."""
    found = _SHEETS.search(book)
    return b"" if found is None else found[1]


def _require_harmless(data: bytes) -> None:
    """Refuse a zip that is not a workbook, is too large, or has a document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if _BOOK not in names:
                raise WorkbookError("no_workbook")
            if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > UNPACKED_BYTES:
                raise WorkbookError("large")
            if len(set(names)) != len(names) or any(member.flag_bits & 1 for member in members):
                raise WorkbookError("broken")
            tags = 0
            for member in members:
                with archive.open(member) as file:
                    text = file.read(member.file_size + 1).replace(b"\0", b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise WorkbookError("broken")
                tags += text.count(b"<")
            if tags > _MOST_TAGS:
                raise WorkbookError("large")
    except _BROKEN as error:
        raise WorkbookError("broken") from error


def _read(data: bytes) -> _Sheet:
    """Return the first visible sheet."""
    # Import openpyxl only here, because the library takes 0.3 s to load.
    import openpyxl

    try:
        with warnings.catch_warnings():
            # Ignore warnings, because the library warns of styles and extensions that it does not read.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheet: Any = min(book.worksheets, key=lambda one: one.sheet_state != "visible")
            # Reset the stated size, because it may be wrong or huge.
            sheet.reset_dimensions()
            lines = sheet.iter_rows(max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS)
            rows = [_line(line) for line in lines]
            has_more = len(book.worksheets) > 1
            # Read the private path, because the library has no public one and the file is changed there.
            path = str(sheet._worksheet_path).lstrip("/")
            name = str(sheet.title)
            book.close()
    except Exception as error:
        # Catch every error, because a damaged or hostile file can cause any, and the message is the same.
        raise WorkbookError("broken") from error
    while rows and not rows[-1]:
        rows.pop()
    return _Sheet(name=name, path=path, rows=rows, has_more=has_more)


def _line(cells: Any) -> list[str]:
    end = len(cells)
    while end and cells[end - 1].value is None:
        end -= 1
    line = [cell_text(cell) for cell in cells[:end]]
    while line and not line[-1]:
        line.pop()
    return line
