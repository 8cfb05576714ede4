"""Reader of notebooks, formats 3 and 4."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from msgspec import Struct, field

from torchgrade.model.showable import show
from torchgrade.readers.cells import Cell, CellKind, UnreadableError
from torchgrade.readers.decoding import decode, normal

_Lines = str | list[str] | None


_PROMPTS = (re.compile(r"(?:>>>|\.\.\.)(?: |$)"), re.compile(r"In \[\d+\]: ?|[ \t]*\.{3,}: ?"))
"""Prompts that Python's shell and IPython write before a line."""
_DEFINES = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w|=[ \t]*lambda\b", re.MULTILINE)


class _Cell(Struct):
    """Code fields of a cell; the outputs of the cell are skipped and never built."""

    cell_type: str | None = None
    source: _Lines = None
    input: _Lines = None


class _Sheet(Struct):
    cells: list[_Cell] = field(default_factory=list)


class _Notebook(Struct):
    cells: list[_Cell] | None = None
    worksheets: list[_Sheet] | None = None


def claims(name: str) -> bool:
    """Return whether a file with this name is a notebook."""
    return name.lower().endswith(".ipynb")


def _kind(cell: _Cell, text: str) -> CellKind | None:
    """Return the kind of a cell, or None for a cell without code."""
    if cell.cell_type == "code":
        return CellKind.CODE if text.strip() else None
    kinds = {"markdown": CellKind.MARKDOWN, "raw": CellKind.RAW}
    return kinds.get(cell.cell_type or "") if _DEFINES.search(text) else None


def _lenient(data: bytes) -> Any:
    """Read the output of Python's own JSON writer: it may contain NaN and use another encoding."""
    try:
        return json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("read.not_json", reason=show(str(error), limit=200)) from error


def _notebook(data: bytes) -> _Notebook:
    try:
        return msgspec.json.decode(data, type=_Notebook)
    except msgspec.ValidationError as error:
        raise UnreadableError("read.not_notebook") from error
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        pass
    try:
        return msgspec.convert(_lenient(data), _Notebook)
    except (msgspec.ValidationError, RecursionError, UnicodeError) as error:
        raise UnreadableError("read.not_notebook") from error


def _joined(lines: _Lines) -> str:
    if lines is None:
        return ""
    if isinstance(lines, str):
        return normal(lines)
    # Add line feeds if all are missing, because some converters omit them.
    ended = any(line.endswith("\n") for line in lines)
    return normal(("" if ended else "\n").join(lines))


def _without_prompts(text: str) -> str:
    """Return a code cell without the shell prompts and indentation that Jupyter removes from its lines."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    lines = [line.removeprefix(indent) for line in lines]
    for prompt in _PROMPTS:
        if prompt.match(first[len(indent) :]):
            lines = [prompt.sub("", line, count=1) if prompt.match(line) else line for line in lines]
    return "\n".join(lines)


def _cell(label: str, text: str, kind: CellKind) -> Cell:
    source = _without_prompts(text) if kind is CellKind.CODE else text
    return Cell(label=label, source=source, submitted=text if source != text else "", kind=kind)


def cells(data: bytes) -> list[Cell]:
    """Return the code cells and the other cells that may contain a definition.

    The label is the position among all cells. Raise ``UnreadableError`` if the file is empty, not JSON, not a notebook,
    or without code.
    """
    if not data.strip():
        raise UnreadableError("read.empty")
    notebook = _notebook(data)
    if notebook.cells is None and notebook.worksheets is None:
        raise UnreadableError("read.not_notebook")
    every = [
        *(notebook.cells or ()),
        *(c for sheet in notebook.worksheets or () for c in sheet.cells),
    ]
    found = [
        _cell(f"cell {number}", text, kind)
        for number, cell in enumerate(every, 1)
        if (text := _joined(cell.source if cell.source is not None else cell.input))
        and (kind := _kind(cell, text)) is not None
    ]
    if not found:
        raise UnreadableError("read.no_code")
    return found
