"""The table in a class list: its separator, the line of headings, and the rows of students below it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from torchgrade.deliveries.rosters.headings import MOST_COLUMNS, Columns, count_known, find_columns
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.model.phrases import listed

MOST_ROWS = 200_000
"""Maximum number of rows of a roster."""
TITLE_LINES = 40
"""Maximum number of lines above the headings."""
LOST = "?\ufffd"
"""Characters that programs write for letters that they cannot keep."""
_MOST_TOLD = 20
OPEN_QUOTE = "roster.open_quote"
_LENGTH = 200
_SEPARATORS = ",;\t|"
_SEP = re.compile(r'"?sep=([,;\t|:])"?[,;\t ]*', re.IGNORECASE)


class Table(Struct, frozen=True, kw_only=True):
    """The part of a list that is a table of students."""

    headings: list[str]
    """Line of headings."""
    columns: Columns
    """Columns that identify a student."""
    rows: list[list[str]]
    """All lines below, without empty lines and repeated headings."""

    def cell(self, row: Sequence[str], kind: str) -> str:
        """Return the first cell of a kind that has a text."""
        cells = (_clean(row[position]) for position in self.columns.get(kind, ()) if position < len(row))
        return next(filter(None, cells), "")

    def identities(self) -> Iterator[str]:
        """Yield every cell that identifies a student."""
        for row in self.rows:
            for positions in self.columns.values():
                yield from (row[position] for position in positions if position < len(row))


def read_table(text: str) -> Table:
    """Return the table in a text; use the separator with the most known headings.

    :raises RosterError: the text has no heading that identifies a student, or is not CSV.
    """
    first, _, rest = text.removeprefix("\ufeff").lstrip().partition("\n")
    told = _SEP.fullmatch(first.rstrip("\r"))
    body = rest if told else text.removeprefix("\ufeff")
    found: list[tuple[int, Table]] = []
    failed: list[RosterError] = []
    for separator in told[1] if told else _SEPARATORS:
        try:
            table = table_in(_lines(body, separator))
        except RosterError as error:
            failed.append(error)
        else:
            found.append((count_known(table.headings), table))
    if found:
        return max(found, key=lambda one: one[0])[1]
    # Raise the error of the reading with the most columns, because it describes the file best.
    raise max(
        failed, key=lambda error: (error.message_id == OPEN_QUOTE, str(error.values.get("columns", "")).count(","))
    )


def table_in(lines: Sequence[Sequence[str]]) -> Table:
    """Return the table in lines of cells, below the line with the most headings.

    :raises RosterError: the first lines have no heading that identifies a student.
    """
    filled = [list(line) for line in lines if any(cell.strip() for cell in line)]
    best: tuple[int, int, Columns] | None = None
    for position, line in enumerate(filled[:TITLE_LINES]):
        columns = find_columns(line)
        known = count_known(line)
        if columns is not None and (best is None or known > best[0]):
            best = known, position, columns
    if best is None:
        widest = max(filled[:TITLE_LINES], key=lambda line: sum(bool(cell.strip()) for cell in line), default=[])
        columns = listed(cell.strip()[:_LENGTH] for cell in widest[:_MOST_TOLD] if cell.strip())
        raise RosterError("roster.no_column", columns=columns)
    _, position, columns = best
    headings = filled[position]
    rows = [row for row in filled[position + 1 :] if row != headings and not _is_footer(row)]
    width = _width_of_one(headings)
    if width < len(headings):
        # Join the parts, because printed lists show the second half of the class beside the first.
        starts = range(0, len(headings), width)
        rows = [part for start in starts for row in rows if any(part := row[start : start + width])]
        headings = headings[:width]
        columns = find_columns(headings) or columns
    return Table(headings=headings, columns=columns, rows=rows)


def _width_of_one(headings: Sequence[str]) -> int:
    """Return the number of columns before the same headings repeat, or the number of all columns."""
    for width in range(2, len(headings) // 2 + 1):
        blocks = [list(headings[start : start + width]) for start in range(0, len(headings), width)]
        if all(block == blocks[0][: len(block)] for block in blocks) and find_columns(blocks[-1]) is not None:
            return width
    return len(headings)


def _lines(text: str, separator: str) -> list[list[str]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
        lines = []
        for line in reader:
            lines.append(line[:MOST_COLUMNS])
            if len(lines) > MOST_ROWS + TITLE_LINES:
                raise RosterError("roster.too_many", limit=MOST_ROWS)
    except csv.Error as error:
        raise RosterError("roster.no_csv", reason=str(error)) from error
    if text.count('"') % 2 and lines and any("\n" in cell or "\r" in cell for cell in lines[-1]):
        start = next((cell for cell in lines[-1] if cell.strip()), "").splitlines()[:1]
        raise RosterError(OPEN_QUOTE, row="".join(start)[:_LENGTH])
    return lines


def _is_footer(row: Sequence[str]) -> bool:
    """Return whether a line is a sentence below the table, such as ``合计：50`` or ``Printed: 2026-01-02``."""
    filled = [cell for cell in row if cell.strip()]
    return len(row) > 1 and len(filled) == 1 and re.search(r"[:：]", filled[0]) is not None


def _clean(cell: str) -> str:
    """Return a cell without a spreadsheet's additions: spaces, the apostrophe or ``="..."`` that keeps zeros."""
    text = unicodedata.normalize("NFC", cell).strip().strip("\ufeff\u200b\u200e\u00a0").strip()
    match = re.fullmatch(r'="(.*)"|\'(.*)|#(.*)', text)
    if match is not None:
        text = match[1] or match[2] or match[3] or ""
    text = text.strip()[:_LENGTH]
    # Skip a dash or a dot, because it contains no data. Keep a question mark, because it may be a lost name.
    return text if any(sign.isalnum() or sign in LOST for sign in text) else ""
