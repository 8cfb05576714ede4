"""Notebooks exported as ``.py`` files: code that an export turned into comments becomes code again.

Colab comments out a cell with a cell magic, Databricks comments out all cells with a magic. Jupytext comments out cells
that are active only in the notebook. Every line keeps its number.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

COLAB = "# Commented out IPython magic to ensure Python compatibility."
_DATABRICKS = "# MAGIC"
_SIGNS = (COLAB, _DATABRICKS, "%", "ipynb", "language=")
"""Signs of an export that hides code; a file without any sign is not such an export."""
_MARKER = re.compile(
    r"#[ \t]?%%(?:[ \t]|$)|# COMMAND -{4}|# (?:META)?CELL \*{4}|# METADATA \*{4}|# In[ \t]?\[|# <codecell>"
    r"|# [+-](?:[ \t]|$)"
)
"""A line between two cells."""
_HEADER = re.compile(r"# (?:Databricks|Fabric) notebook source|#   jupytext:|#\s*jupytext_version:")
_IN_NOTEBOOK_ONLY = re.compile(
    r"""# ?(?:\+|%%)[ \t].*(?:active="ipynb"|active-ipynb|(?<!\w)language="(?:ipython|python)[\d.]*")"""
)
_MAGIC_LINE = re.compile(r"#!?[ \t]?(%(?:run|load|time)[ \t].*)")
_CELL_MAGIC = re.compile(r"#!?[ \t]?%%[a-z]")
_MOST_COMMENTS = 200
_CLOSED = re.compile(r"%(?:md|md-sandbox|sql|sh|scala|r|fs|html)\b")
_PYTHON = re.compile(r"%(?:python|pyspark)\b[ \t]*")


class Uncovered(NamedTuple):
    """Text of a file in which exported code is code again."""

    text: str
    parts: tuple[tuple[int, int], ...] = ()
    """First line and line behind the last line of each cell. Empty if the file is one cell."""
    comments: tuple[tuple[int, str], ...] = ()
    """Cells that are comments below a cell magic: index of the first line, and the code."""


def _is_comment(line: str) -> bool:
    return line.startswith("#")


def _code(line: str, prefix: str = "#") -> str:
    """Return the text behind the comment sign and one space."""
    rest = line[len(prefix) :]
    return rest[1:] if rest.startswith(" ") else rest


class _Export:
    """Lines of one file while its cells are uncovered."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.parts: list[tuple[int, int]] = []
        self.comments: list[tuple[int, str]] = []

    def _block(self, start: int, prefix: str = "#") -> int:
        """Return the index behind the last of the adjacent lines that begin with the prefix."""
        stop = start
        while stop < len(self.lines) and self.lines[stop].startswith(prefix):
            if prefix == "#" and (self.lines[stop] == COLAB or _MARKER.match(self.lines[stop])):
                break
            stop += 1
        return stop

    def _uncover(self, start: int, stop: int, prefix: str = "#") -> None:
        self.lines[start:stop] = [_code(line, prefix) for line in self.lines[start:stop]]
        self.parts.append((start, stop))

    def _begins_with_cell_magic(self, start: int, stop: int) -> bool:
        for line in map(_code, self.lines[start:stop]):
            if line.strip() and not _is_comment(line):
                return line.startswith("%%")
        return False

    def colab(self, at: int) -> int:
        """Uncover a cell below Colab's remark, if a cell magic is the reason for the remark."""
        stop = self._block(at + 1)
        if self._begins_with_cell_magic(at + 1, stop):
            self._uncover(at + 1, stop)
        return max(stop, at + 1)

    def databricks(self, at: int) -> int:
        """Uncover a cell of Databricks unless it is in another language."""
        stop = self._block(at, _DATABRICKS)
        first = next((line for n in range(at, stop) if (line := _code(self.lines[n], _DATABRICKS)).strip()), "")
        if not _CLOSED.match(first):
            self._uncover(at, stop, _DATABRICKS)
            for number in range(at, stop):
                match = _PYTHON.match(self.lines[number])
                if match:
                    self.lines[number] = self.lines[number][match.end() :]
        return stop

    def in_notebook_only(self, at: int) -> int:
        """Uncover a cell that is code in the notebook and a comment in the script."""
        stop = self._block(at + 1)
        self._uncover(at + 1, stop)
        return max(stop, at + 1)

    def below_magic(self, at: int) -> int:
        """Keep a cell of comments separate, because only its cell magic distinguishes it from abandoned code."""
        stop = self._block(at)
        above = self.lines[at - 1] if at else ""
        if stop > at + 1 and len(self.comments) < _MOST_COMMENTS and (not above.strip() or _MARKER.match(above)):
            code = [_code(line).removeprefix("!") for line in self.lines[at:stop]]
            self.comments.append((at, "\n".join(code)))
        return stop

    def magic_lines(self) -> None:
        """Uncover single lines with a magic that executes or writes code."""
        markers = [number for number, line in enumerate(self.lines) if _MARKER.match(line) or line == COLAB]
        if not markers and not any(map(_HEADER.match, self.lines[:40])):
            return
        for number, line in enumerate(self.lines):
            match = _MAGIC_LINE.match(line)
            if match:
                self.lines[number] = match[1]
        starts = [0, *markers]
        if any(line.startswith("%%") for line in self.lines):
            self._cut_at(starts)

    def _cut_at(self, starts: list[int]) -> None:
        """Turn the cells between these lines into parts; keep the existing parts."""
        taken = sorted(self.parts)
        edges = sorted({*starts, len(self.lines), *(edge for part in taken for edge in part)})
        self.parts = list(pairwise(edges))


def uncovered(text: str) -> Uncovered:
    """Return the text with the code that an export of a notebook commented out."""
    if not any(sign in text for sign in _SIGNS):
        return Uncovered(text)
    export = _Export(text)
    at = 0
    while at < len(export.lines):
        line = export.lines[at]
        if not _is_comment(line):
            at += 1
        elif line == COLAB:
            at = export.colab(at)
        elif line.startswith(_DATABRICKS):
            at = export.databricks(at)
        elif _IN_NOTEBOOK_ONLY.match(line):
            at = export.in_notebook_only(at)
        elif _CELL_MAGIC.match(line):
            at = export.below_magic(at)
        else:
            at += 1
    export.magic_lines()
    return Uncovered("\n".join(export.lines), tuple(export.parts), tuple(export.comments))
