"""CSV template of an LMS: cells of the file, each with its raw text, so that untouched cells keep every byte.

A writer of CSV would change quotes, line ends or a byte order mark, and an importer may depend on each of them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.exports.planned import Template
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (",", ";", "\t")
_QUOTED = re.compile(r'"(?:[^"]++|"")*+"?')
_LINE_END = re.compile(r"\r\n|\n|\r")


class Cell(Struct, frozen=True, kw_only=True):
    """One cell of a template."""

    raw: str
    """Text in the file, with its quotes."""
    value: str
    """Text that a reader of CSV gets."""

    @property
    def is_quoted(self) -> bool:
        """Whether the cell has quotes around it."""
        return self.raw.startswith('"')


class CsvTable:
    """Template whose cells can be replaced one at a time."""

    def __init__(self, encoding: str, mark: bytes, text: str, delimiter: str) -> None:
        self.encoding = encoding
        """Encoding for Python."""
        self.mark = mark
        """Byte order mark, or no bytes."""
        self.text = text
        """Text of the file, before any replacement."""
        self.delimiter = delimiter
        """Sign between cells."""
        self.rows: list[list[Cell]] = []
        """Cells of each row; rows may differ in length, and an empty line is one empty cell."""
        self.stray_quotes: list[int] = []
        """Indices of the rows with a quote where strict readers allow none."""
        self._ends: list[str] = []
        for row, end in _rows(text, delimiter):
            if any(_is_stray(cell) for cell in row):
                self.stray_quotes.append(len(self.rows))
            self.rows.append(row)
            self._ends.append(end)

    def value(self, row: int, column: int) -> str:
        """Return the text of a cell; empty if the row is shorter."""
        cells = self.rows[row]
        return cells[column].value if column < len(cells) else ""

    def values(self, row: int) -> list[str]:
        """Return the text of each cell of a row."""
        return [cell.value for cell in self.rows[row]]

    def replace(self, row: int, column: int, text: str, *, quoted: bool = False) -> None:
        """Replace the text of a cell; a shorter row gets empty cells before it.

        The cell has quotes if it had quotes, if its text needs them, or if ``quoted`` is true.
        """
        cells = self.rows[row]
        cells.extend(Cell(raw="", value="") for _ in range(column + 1 - len(cells)))
        needs = any(sign in text for sign in (self.delimiter, '"', "\n", "\r")) or text != text.strip()
        raw = '"' + text.replace('"', '""') + '"' if quoted or needs or cells[column].is_quoted else text
        cells[column] = Cell(raw=raw, value=text)

    def to_bytes(self) -> bytes:
        """Return the file with the replaced cells."""
        rows = (self.delimiter.join(cell.raw for cell in row) for row in self.rows)
        text = "".join(row + end for row, end in zip(rows, self._ends, strict=True))
        return self.mark + text.encode(self.encoding)


def parse(template: Template, delimiter: str | Callable[[str], str] = "") -> CsvTable:
    """Return the cells of a template; without a replacement its bytes are those of the template.

    :param delimiter: sign between cells, or a function that finds it in the text as the LMS does; empty for the sign
        that is most frequent in the first row.
    :raises UsageError: the file is not text.
    """
    mark, encoding, text = _decoded(template)
    if callable(delimiter):
        delimiter = delimiter(text)
    return CsvTable(encoding, mark, text, delimiter or most_frequent(text))


def most_frequent(text: str) -> str:
    """Return the delimiter that is most frequent in the first row, outside quotes."""
    counts = {sign: len(next(_rows(text, sign))[0]) for sign in _DELIMITERS} if text else {}
    return max(_DELIMITERS, key=lambda sign: counts.get(sign, 0))


def _decoded(template: Template) -> tuple[bytes, str, str]:
    """Return byte order mark, encoding and text, such that the text has the same bytes when it is encoded again."""
    mark, encodings = b"", ["utf-8", "gb18030"]
    for known, encoding in _MARKS:
        if template.data.startswith(known):
            mark, encodings = known, [encoding]
    data = template.data[len(mark) :]
    if not mark and b"\0" in data:
        # Text of programs for Windows may lack the mark; most of its characters have one zero byte.
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data and "\0" not in text:
                return mark, encoding, text
        except UnicodeError:
            continue
    raise UsageError(told("error.export.not_text", name=show_name(str(template.path))))


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[Cell], str]]:
    """Yield the cells and the line end of each row; a quote that is never closed goes to the end of the file."""
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    row: list[Cell] = []
    place = 0
    while place < len(text) or row:
        quoted = _QUOTED.match(text, place)
        rest = plain.match(text, place if quoted is None else quoted.end())
        assert rest is not None
        row.append(_cell("" if quoted is None else quoted[0], rest[0]))
        place = rest.end()
        if text.startswith(delimiter, place):
            place += 1
            continue
        end = _LINE_END.match(text, place)
        yield row, "" if end is None else end[0]
        row = []
        place += 0 if end is None else len(end[0])


def _cell(quoted: str, rest: str) -> Cell:
    """Return a cell as a lenient reader takes it: text after the closing quote belongs to the cell."""
    inner = quoted[1:-1] if _is_closed(quoted) else quoted[1:]
    return Cell(raw=quoted + rest, value=inner.replace('""', '"') + rest)


def _is_closed(quoted: str) -> bool:
    return len(quoted) > 1 and quoted.count('"') % 2 == 0


def _is_stray(cell: Cell) -> bool:
    """Return whether a quote is not at an end of the cell and not doubled, or is never closed."""
    if not cell.is_quoted:
        return '"' in cell.raw
    quoted = _QUOTED.match(cell.raw)
    return quoted is None or quoted.end() < len(cell.raw) or not _is_closed(cell.raw)
