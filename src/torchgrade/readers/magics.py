"""Magics of IPython: code below cell magics, and code in line magics.

All other lines keep their numbers.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from torchgrade.readers.lexing import LineLexer
from torchgrade.readers.parsing import BrokenCodeError, parse
from torchgrade.readers.running import run_import, words_of

_CODE = frozenset({
    "time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "heat", "scalene", "pyinstrument", "snakeviz",
    "pycodestyle", "flake8", "mypy", "wandb", "python", "python2", "python3", "pypy", "px", "py", "ipytest", "pyspark",
    "debug",
})  # fmt: skip
"""Cell magics whose lines are Python."""
_OTHER = frozenset({
    "bash", "sh", "zsh", "cmd", "powershell", "system", "sx", "shell", "html", "HTML", "latex", "markdown", "md", "js",
    "javascript", "svg", "SVG", "css", "sql", "bigquery", "cython", "cython_inline", "R", "r", "ruby", "perl", "julia",
    "script", "writetemplate", "cpp", "c", "cuda", "cu", "fortran", "octave", "matlab", "mermaid", "dot", "ai", "scala",
    "fs", "", "!",
})  # fmt: skip
"""Cell magics whose lines are not Python, even if Python could parse them."""
_WRITE = frozenset({"writefile", "file"})
_PYTHON = re.compile(r"(?:\S*/)?(?:python|pypy)[\d.]*$")
_CELL_MAGIC = re.compile(r"\s*%%\s*([\w.]*|!)[ \t]*(.*)")
_DATABRICKS = re.compile(r"\s*%(md|md-sandbox|sql|sh|scala|r|fs)[ \t]*$")
"""First line of a cell of Databricks in another language."""
_LINE_MAGIC = re.compile(r"(\s*)%{1,2}[ \t]*(\w+)[ \t]*(.*)")
_FOR_IPYTHON = re.compile(r"\s*[%!?]")
_ASSIGNED = re.compile(r"\s*[^\W\d][\w.,\[\] \t]*=[ \t]*[!%]")
_MEASURES = frozenset({"time", "prun", "memit", "mprun", "lprun", "snakeviz"})
"""Line magics that execute the code behind them with the names of the notebook."""
_RUNS = frozenset({"run", "load", "loadpy"})
_LONGEST = 1000
_MOST_MAGICS = 5
"""Maximum number of cell magics above one another in a cell. The limit exists because the cell is parsed below each."""
_BINDS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.FunctionDef)
_MAY_BIND = re.compile(r"=|\bimport\b|\bdef\b")


class CellMagic(NamedTuple):
    """The ``%%`` line of a cell."""

    name: str
    rest: str
    """The arguments behind the name."""
    line: int
    """Index of the magic's line; -1 if the magic is not one of the lines."""


class Closed(NamedTuple):
    """Lines that are not read as Python."""

    first: int
    """Index of the first line."""
    stop: int
    """Index behind the last line."""
    magic: str


class Written(NamedTuple):
    """Module that ``%%writefile`` writes."""

    file: str
    """Path of the module below the folder of the notebook."""
    appends: bool
    first: int
    """Index of the module's first line in the text."""
    lines: list[str]


@dataclass(slots=True)
class Opened:
    """Text without its magics."""

    text: str = ""
    written: list[Written] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    tried: list[CellMagic] = field(default_factory=list)
    """Unknown magics with lines that Python can parse."""


def _blanked(line: str) -> str:
    """Return the replacement of a line: an empty string, or ``pass`` if a block may need a statement."""
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass" if indent else ""


def line_code(name: str, rest: str) -> str:
    """Return the statement that a line magic executes for the rest of the notebook, or an empty string."""
    if name in _RUNS:
        return run_import(rest) or ""
    if name not in _MEASURES or not _MAY_BIND.search(rest):
        return ""
    # Skip options such as -q or -s cumulative, because they precede the statement.
    words = rest.split(None, 4)
    for number in range(len(words)):
        if number and not words[0].startswith("-"):
            break
        code = rest.split(None, number)[-1] if number else rest
        try:
            body = parse(code.strip()).body
        except BrokenCodeError:
            continue
        return code.strip() if body and all(isinstance(node, _BINDS) for node in body) else ""
    return ""


def _without_magic(line: str) -> str:
    match = _LINE_MAGIC.match(line)
    code = line_code(match[2], match[3]) if match else ""
    # Leave out a star import inside a block, because Python does not allow it there.
    if match and code and not (match[1] and code.endswith("*")):
        return match[1] + code
    return _blanked(line)


def _is_question(line: str, code_end: int) -> bool:
    return line[:code_end].rstrip().endswith("?")


def _without_line_magics(lines: Sequence[str]) -> list[str]:
    lexer = LineLexer()
    kept: list[str] = []
    in_magic = False
    for line in lines:
        fresh = lexer.fresh
        if in_magic or (fresh and (_FOR_IPYTHON.match(line) or _ASSIGNED.match(line))):
            kept.append("" if in_magic else _without_magic(line))
            in_magic = line.endswith("\\")
            continue
        code_end = lexer.feed(line)
        question = fresh and lexer.fresh and _is_question(line, code_end)
        kept.append(_blanked(line) if question else line)
    return kept


def cell_magic(lines: Sequence[str], first: int, stop: int) -> CellMagic | None:
    """Return the magic at the beginning of a cell, or None. Skip comments before it, as in exports of Colab."""
    for number in range(first, stop):
        line = lines[number]
        if line.strip() and not line.lstrip().startswith("#"):
            match = _CELL_MAGIC.match(line)
            other = _DATABRICKS.match(line)
            if other:
                return CellMagic(other[1].partition("-")[0], "", number)
            return CellMagic(match[1], match[2].strip(), number) if match else None
    return None


def _is_code(magic: CellMagic) -> bool:
    if magic.name == "script":
        words = [word for word in magic.rest.split() if not word.startswith("-")]
        return bool(words) and _PYTHON.match(words[0]) is not None
    return magic.name in _CODE


def _parses(lines: Sequence[str]) -> bool:
    try:
        return bool(parse("\n".join(_without_line_magics(lines))).body)
    except BrokenCodeError:
        return False


class _Opening:
    """Lines of one text while its magics are removed."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n")
        self.opened = Opened()

    def part(self, first: int, stop: int, magic: CellMagic | None) -> None:
        """Remove the magics of one cell."""
        tries = _MOST_MAGICS
        while magic is not None and tries and (_is_code(magic) or self._is_tried(magic, stop)):
            if magic.line >= 0:
                self.lines[magic.line] = ""
            tries -= 1
            first = magic.line + 1
            magic = cell_magic(self.lines, first, stop)
        if magic is None:
            return
        if magic.name not in _WRITE or not self._write(magic, stop):
            self.opened.closed.append(Closed(first, stop, f"%%{magic.name}"))
        self.lines[first:stop] = [""] * (stop - first)

    def _is_tried(self, magic: CellMagic, stop: int) -> bool:
        if magic.name in _OTHER or magic.name in _WRITE or not _parses(self.lines[magic.line + 1 : stop]):
            return False
        self.opened.tried.append(magic)
        return True

    def _write(self, magic: CellMagic, stop: int) -> bool:
        """Keep the module that a cell writes; return False if the cell writes another kind of file."""
        words = words_of(magic.rest[:_LONGEST])
        appends = any(word in ("-a", "--append") for word in words)
        name = next((word for word in words if not word.startswith("-")), "")
        file, first = posixpath.normpath(name), magic.line + 1
        if not file.endswith(".py"):
            return False
        if file.startswith(("/", "..")):
            file = file.rpartition("/")[2]
        self.opened.written.append(Written(file, appends, first, self.lines[first:stop]))
        return True

    def finish(self) -> Opened:
        self.opened.text = "\n".join(_without_line_magics(self.lines))
        return self.opened


def open_cells(source: str, parts: Sequence[tuple[int, int]] = (), magic: CellMagic | None = None) -> Opened:
    """Remove the magics from a text that Python alone refuses; keep the number of lines.

    :param parts: first line and line behind the last line of each cell; empty if the whole text is one cell.
    :param magic: cell magic of the whole text, if the text does not contain it.
    """
    opening = _Opening(source)
    count = len(opening.lines)
    for first, stop in parts or ((0, count),):
        opening.part(first, stop, magic or cell_magic(opening.lines, first, stop))
    return opening.finish()


def blank(source: str) -> str:
    """Return the code of a cell with blank magics; blank the whole cell if its magic is not for Python."""
    return open_cells(source).text
