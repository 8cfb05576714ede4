"""XML of a worksheet: the places of its cells, and new numbers in some of them; all other bytes stay.

A library that loads a workbook and saves it again loses charts, validations and other parts that it does not know. The
school's system may need them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from msgspec import Struct

from torchgrade.exports.workbooks.addresses import Area, area_of, column_name, position
from torchgrade.exports.workbooks.areas import Areas

_TAG = re.compile(rb"<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")
_NAME = re.compile(rb"<([^\s/>]+)")
_SPANS = re.compile(rb"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_MOST_MERGED = 10_000


class SheetError(Exception):
    """The XML is not that of a worksheet that a spreadsheet program writes."""


class Place(Struct, kw_only=True):
    """Bytes of an element."""

    start: int
    """Index of its first byte."""
    opened: int
    """Index behind its start tag."""
    end: int = 0
    """Index behind its end tag."""
    style: str = ""
    """Number of its style; empty if it has none."""


class CellPlace(Place, kw_only=True):
    """Bytes of a cell."""

    has_formula: bool = False
    """Whether a formula computes it."""
    result: tuple[int, int] | None = None
    """Indices of the stored value."""


class RowPlace(Place, kw_only=True):
    """Bytes of a row."""

    cells: dict[int, CellPlace]
    """Cells by the number of the column, from 1, in order."""


class SheetXml:
    """Places of the rows and cells of a worksheet, and its merged areas."""

    def __init__(self, data: bytes) -> None:
        """Find the places.

        :raises SheetError: the XML is damaged, not UTF-8, or its cells are not in order.
        """
        self._data = data
        self.rows: dict[int, RowPlace] = {}
        """Rows by number, from 1."""
        self._merged = Areas()
        self._computed = Areas()
        self._count = 0
        self._column_styles: list[tuple[int, int, str]] = []
        self._path: list[str] = []
        self._column = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        self._parser = parser
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, KeyError) as error:
            raise SheetError from error
        finally:
            # Drop the parser, because it and this object refer to each other.
            del self._parser

    def has_formula(self, row: int, column: int) -> bool:
        """Return whether a formula computes a cell."""
        place = self.rows.get(row)
        cell = None if place is None else place.cells.get(column)
        if cell is not None and cell.has_formula:
            return True
        return self._computed.of(row, column) is not None

    def area(self, row: int, column: int) -> Area:
        """Return the merged area of a cell, or the cell alone."""
        alone = Area(top=row, left=column, bottom=row, right=column)
        return self._merged.of(row, column) or alone

    def with_numbers(self, numbers: Mapping[tuple[int, int], str], keeping: frozenset[int]) -> tuple[bytes, int]:
        """Return the XML with numbers in cells, and how many results of formulas were removed.

        The results are removed because they may depend on the numbers, and a program that does not compute would read
        old ones.

        :param numbers: texts of numbers by row and column; the rows exist.
        :param keeping: columns whose formulas keep their results.
        """
        changes: list[tuple[int, int, bytes]] = []
        removed = 0
        for number, row in self.rows.items():
            for column, cell in row.cells.items():
                is_kept = column in keeping or (number, column) in numbers
                if cell.has_formula and cell.result is not None and not is_kept:
                    changes.append((*cell.result, b""))
                    removed += 1
        by_row: dict[int, dict[int, str]] = {}
        for (number, column), text in numbers.items():
            by_row.setdefault(number, {})[column] = text
        for number, texts in by_row.items():
            changes += self._changes(number, texts)
        parts: list[bytes] = []
        done = 0
        for start, end, new in sorted(changes, key=lambda change: change[:2]):
            parts += (self._data[done:start], new)
            done = end
        return b"".join((*parts, self._data[done:])), removed

    def _changes(self, number: int, texts: Mapping[int, str]) -> list[tuple[int, int, bytes]]:
        row = self.rows[number]
        changes: list[tuple[int, int, bytes]] = []
        inserted: dict[int, bytes] = {}
        prefix, colon, _ = self._name(row).rpartition(b":")
        for column, text in sorted(texts.items()):
            cell = row.cells.get(column)
            style = self._style(row, column) if cell is None else cell.style
            new = _cell(prefix + colon, number, column, style, text)
            if cell is not None:
                changes.append((cell.start, cell.end, new))
            else:
                after = (one.start for key, one in row.cells.items() if key > column)
                place = next(after, row.end - len(self._end_tag(row)))
                inserted[place] = inserted.get(place, b"") + new
        if inserted:
            tag = _SPANS.sub(b"", self._data[row.start : row.opened])
            if row.opened == row.end:
                (new,) = inserted.values()
                return [(row.start, row.end, tag[:-2] + b">" + new + b"</" + self._name(row) + b">")]
            changes.append((row.start, row.opened, tag))
        return [*changes, *((place, place, new) for place, new in inserted.items())]

    def _style(self, row: RowPlace, column: int) -> str:
        """Return the style that a spreadsheet program gives to a new cell: that of the row, else of the column."""
        of_column = (style for first, last, style in self._column_styles if first <= column <= last)
        return row.style or next(of_column, "")

    def _name(self, place: Place) -> bytes:
        match = _NAME.match(self._data, place.start)
        assert match is not None
        return match[1]

    def _end_tag(self, place: Place) -> bytes:
        return self._data[self._data.rindex(b"<", 0, place.end) : place.end] if place.opened < place.end else b""

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None and encoding.casefold() not in {"utf-8", "us-ascii"}:
            raise SheetError

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        self._path.append(name)
        match self._path[1:]:
            case ["sheetData", "row"]:
                self._start_row(attributes)
            case ["sheetData", "row", "c"]:
                self._start_cell(attributes)
            case ["sheetData", "row", "c", "f"]:
                self._cell().has_formula = True
                if attributes.get("t") in {"array", "dataTable"} and "ref" in attributes:
                    self._computed.add(area_of(attributes["ref"]))
            case ["sheetData", "row", "c", "v"]:
                self._cell().result = (self._opened().start, 0)
            case ["cols", "col"] if "style" in attributes:
                style = str(int(attributes["style"]))
                self._column_styles.append((int(attributes["min"]), int(attributes["max"]), style))
            case ["mergeCells", "mergeCell"]:
                self._merge(area_of(attributes.get("ref", "")))

    def _ended(self, _name: str) -> None:
        match self._path[1:]:
            case ["sheetData", "row"]:
                row = next(reversed(self.rows.values()))
                row.end = self._end(row.opened)
            case ["sheetData", "row", "c"]:
                cell = self._cell()
                cell.end = self._end(cell.opened)
            case ["sheetData", "row", "c", "v"]:
                cell = self._cell()
                assert cell.result is not None
                tag = _TAG.match(self._data, cell.result[0])
                assert tag is not None
                cell.result = (cell.result[0], self._end(tag.end()))
        self._path.pop()

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        last = next(reversed(self.rows), 0)
        number = int(attributes.get("r", last + 1))
        if number <= last:
            raise SheetError
        place = self._opened()
        style = str(int(attributes.get("s", "0"))) if attributes.get("customFormat") in {"1", "true"} else ""
        self.rows[number] = RowPlace(start=place.start, opened=place.opened, cells={}, style=style)
        self._column = 0

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        number, row = next(reversed(self.rows.items()))
        address = attributes.get("r")
        column = self._column + 1
        if address is not None:
            place, column = position(address)
            if place != number or column <= self._column:
                raise SheetError
        self._column = column
        opened = self._opened()
        style = str(int(attributes["s"])) if "s" in attributes else ""
        row.cells[column] = CellPlace(start=opened.start, opened=opened.opened, style=style)

    def _merge(self, area: Area) -> None:
        self._count += 1
        if self._count > _MOST_MERGED:
            raise SheetError
        self._merged.add(area)

    def _cell(self) -> CellPlace:
        row = next(reversed(self.rows.values()))
        return next(reversed(row.cells.values()))

    def _opened(self) -> Place:
        """Return the place of the start tag at which the parser is."""
        start = self._parser.CurrentByteIndex
        match = _TAG.match(self._data, start)
        if match is None:
            raise SheetError
        return Place(start=start, opened=match.end())

    def _end(self, opened: int) -> int:
        """Return the index behind the element that ends at the parser's place.

        :param opened: index behind its start tag. In an element without an end tag, the parser is there too.
        """
        here = self._parser.CurrentByteIndex
        if here == opened and self._data[opened - 2 : opened] == b"/>":
            return here
        return self._data.index(b">", here) + 1


def _cell(prefix: bytes, row: int, column: int, style: str, text: str) -> bytes:
    name = prefix.decode()
    styled = f' s="{style}"' if style else ""
    return f'<{name}c r="{column_name(column)}{row}"{styled}><{name}v>{text}</{name}v></{name}c>'.encode()


def _refuse(*_: object) -> None:
    raise SheetError
