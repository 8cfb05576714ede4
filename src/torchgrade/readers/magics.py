"""Magics of IPython: which lines below a cell magic are code, and what line magics leave of a line.

Every other line keeps its number.
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
"""Cell magics whose lines are something else, even if Python could parse them."""
_WRITE = frozenset({"writefile", "file"})
_PYTHON = re.compile(r"(?:\S*/)?(?:python|pypy)[\d.]*$")
_CELL_MAGIC = re.compile(r"\s*%%\s*([\w.]*|!)[ \t]*(.*)")
_DATABRICKS = re.compile(r"\s*%(md|md-sandbox|sql|sh|scala|r|fs)[ \t]*$")
"""The first line of a cell of Databricks in another language."""
_LINE_MAGIC = re.compile(r"(\s*)%{1,2}[ \t]*(\w+)[ \t]*(.*)")
_FOR_IPYTHON = re.compile(r"\s*[%!?]")
_ASSIGNED = re.compile(r"\s*[^\W\d][\w.,\[\] \t]*=[ \t]*[!%]")
_MEASURES = frozenset({"time", "prun", "memit", "mprun", "lprun", "snakeviz"})
"""Line magics that execute what stands behind them among the names of the notebook."""
_RUNS = frozenset({"run", "load", "loadpy"})
_LONGEST = 1000
_MOST_MAGICS = 5
"""Cell magics below one another that are taken off: the cell is parsed below each."""
_BINDS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.FunctionDef)
_MAY_BIND = re.compile(r"=|\bimport\b|\bdef\b")


class CellMagic(NamedTuple):
    """The ``%%`` line of a cell."""

    name: str
    rest: str
    """The arguments behind the name."""
    line: int
    """Its index among the lines; -1 if it is not one of them."""


class Closed(NamedTuple):
    """Lines that are not read as Python."""

    first: int
    """Index of the first line."""
    stop: int
    """Index behind the last."""
    magic: str


class Written(NamedTuple):
    """A module that ``%%writefile`` writes."""

    file: str
    """Its path below the folder of the notebook."""
    appends: bool
    first: int
    """Index of its first line in the text."""
    lines: list[str]


@dataclass(slots=True)
class Opened:
    """A text without its magics."""

    text: str = ""
    written: list[Written] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    tried: list[CellMagic] = field(default_factory=list)
    """Unknown magics, whose lines Python can parse."""


def _blanked(line: str) -> str:
    """Return what takes the place of a line: nothing, or ``pass`` where a block may need it."""
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass" if indent else ""


def line_code(name: str, rest: str) -> str:
    """Return the statement that a line magic executes for the rest of the notebook; empty if there is none."""
    if name in _RUNS:
        return run_import(rest) or ""
    if name not in _MEASURES or not _MAY_BIND.search(rest):
        return ""
    # Options, such as -q or -s cumulative, stand before the statement.
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
    # A star import is not allowed in a block.
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
    """Return the magic that a cell begins with; comments may come before it, as in exports of Colab."""
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
    """The magics of one text while they are taken off."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n")
        self.opened = Opened()

    def part(self, first: int, stop: int, magic: CellMagic | None) -> None:
        """Take off the magics of one cell."""
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
        """Keep the module that a cell writes; return False if what it writes is no module."""
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
    """Take the magics off a text that Python alone refuses; the number of lines never changes.

    :param parts: first line and the line behind the last of each cell in it; all of it is one cell if there are none.
    :param magic: the cell magic of all of it, if that is not among its lines.
    """
    opening = _Opening(source)
    count = len(opening.lines)
    for first, stop in parts or ((0, count),):
        opening.part(first, stop, magic or cell_magic(opening.lines, first, stop))
    return opening.finish()


def blank(source: str) -> str:
    """Return the code of a cell with its magics blanked, and all of it if its cell magic is not for Python."""
    return open_cells(source).text
