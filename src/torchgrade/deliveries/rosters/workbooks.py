"""Class lists in Excel workbooks, and names of other kinds of files.

A workbook is a zip of XML, so its sizes are checked before any member is read. A document type is refused, because
spreadsheets do not write one.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from torchgrade.deliveries.rosters.numbers import KEPT_DIGITS
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.tables import MOST_ROWS, TITLE_LINES, Table, table_in

UNPACKED_BYTES = 24 << 20
"""Maximum total size of the members of a workbook."""
_MOST_MEMBERS = 2000
_MOST_SHEETS = 50
_MOST_CELLS = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER = {
    b"%PDF": "pdf",
    b"Rar!": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"\x1f\x8b": "archive",
    b"{\\rtf": "document",
}
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""Errors of the library for zips that are damaged, locked or compressed in an unknown way."""
_UNSAVED = re.compile(rb"(?:</f>|<f [^<>]*/>)(?:<v ?/>|<v></v>)?</c>")
_PARTS = (("xl/workbook.bin", "xlsb"), ("word/", "document"), ("Index/", "numbers"), ("content.xml", "ods"))


def require_no_other_kind(data: bytes) -> None:
    """Refuse a file that is neither text nor a workbook, and name its kind.

    :raises RosterError: the file is of another kind, with the next step.
    """
    if data.startswith(_OLE):
        raise RosterError("roster.locked" if _ENCRYPTED in data else "roster.xls")
    for mark, kind in _OTHER.items():
        if data.startswith(mark):
            raise RosterError(f"roster.{kind}")
    head = data[:1000].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b" \t\r\n\xff\xfe").lower()
    if re.match(rb"<(?:!doctype|html|table|head|meta|style|\?xml|div|!--)", head):
        raise RosterError("roster.web_page")
    if head.startswith((b"{", b"[{")):
        raise RosterError("roster.json")


def is_workbook(data: bytes) -> bool:
    """Return whether bytes are a zip, as workbooks are."""
    return data.startswith(b"PK\x03\x04")


class Workbook(Struct, frozen=True, kw_only=True):
    """The table of students in a workbook."""

    table: Table
    """Table of the first sheet that has one."""
    sheet: str
    """Name of that sheet."""
    others: list[str]
    """Names of other sheets with a table of students."""
    unsaved: int
    """Number of formulas whose results were not saved: their cells are empty."""


def read_workbook(data: bytes) -> Workbook:
    """Return the table of students in a workbook.

    :raises RosterError: the workbook is unreadable, or no sheet has a table of students.
    """
    unsaved = _require_harmless(data)
    found: list[tuple[str, Table]] = []
    failed: RosterError | None = None
    for title, lines in _sheets(data):
        try:
            found.append((title, table_in(lines)))
        except RosterError as error:
            failed = failed if failed is not None and failed.values.get("columns") else error
    if not found:
        raise failed or RosterError("roster.no_column", columns="")
    (title, table), *others = found
    return Workbook(table=table, sheet=title, others=[other for other, _ in others], unsaved=unsaved)


def _require_harmless(data: bytes) -> int:
    """Refuse a zip that is not a workbook, is too large, or has a document type; count unsaved formulas."""
    unsaved = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if "xl/workbook.xml" not in names:
                kinds = (kind for part, kind in _PARTS if any(name.startswith(part) for name in names))
                raise RosterError(f"roster.{next(kinds, 'zip')}")
            if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > UNPACKED_BYTES:
                raise RosterError("roster.workbook_large", limit_mib=UNPACKED_BYTES >> 20)
            if len(set(names)) != len(names) or any(member.flag_bits & 1 for member in members):
                raise RosterError("roster.workbook_broken")
            for member in members:
                if not member.filename.endswith((".xml", ".rels", ".vml")):
                    continue
                with archive.open(member) as file:
                    text = file.read(member.file_size + 1).replace(b"\0", b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise RosterError("roster.workbook_broken")
                if member.filename.startswith("xl/worksheets/"):
                    unsaved += sum(1 for _ in _UNSAVED.finditer(text))
    except _BROKEN as error:
        raise RosterError("roster.workbook_broken") from error
    return unsaved


def _sheets(data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    # Import openpyxl only here, because the library takes 0.3 s to load and most lists are CSV.
    import openpyxl

    try:
        with warnings.catch_warnings():
            # Ignore warnings, because the library warns of styles and extensions that it leaves out.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = sorted(book.worksheets[:_MOST_SHEETS], key=lambda sheet: sheet.sheet_state != "visible")
            read = [(str(sheet.title), _cells(sheet)) for sheet in sheets]
            book.close()
    except RosterError:
        raise
    except Exception as error:
        # Catch every error, because a damaged or hostile file can cause any, and the message is the same.
        raise RosterError("roster.workbook_broken") from error
    yield from read


def _cells(sheet: Any) -> list[list[str]]:
    # Reset the stated size, because it may be wrong; the existing rows then determine the size.
    sheet.reset_dimensions()
    lines: list[list[str]] = []
    count = 0
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_row=2 * MOST_ROWS)
    for row in rows:
        # Count all cells of the row, because a cell far to the right creates all cells before it.
        count += len(row)
        if count > _MOST_CELLS:
            raise RosterError("roster.workbook_large", limit_mib=UNPACKED_BYTES >> 20)
        line = [cell_text(cell) for cell in row]
        while line and not line[-1]:
            line.pop()
        if line:
            lines.append(line)
        if len(lines) > MOST_ROWS + TITLE_LINES:
            raise RosterError("roster.too_many", limit=MOST_ROWS)
    return lines


def cell_text(cell: Any) -> str:
    """Return a cell as the sheet shows it.

    Whole numbers have no decimal point, and have the zeros that their format adds.
    """
    value = cell.value
    if value is None:
        return ""
    # Keep larger numbers as floats, because they have lost digits; their exponent form is read as rounded.
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**KEPT_DIGITS:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        zeros = re.fullmatch(r"0{2,40}", str(cell.number_format or ""))
        return str(value).zfill(len(zeros[0])) if zeros is not None else str(value)
    return str(value).strip()
