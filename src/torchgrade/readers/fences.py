"""Readers of notebooks in Markdown: Quarto, R Markdown, MyST, and Jupytext's Markdown notebooks.

Their code is in fenced blocks. A Markdown file is a document if its blocks are not executed by any program. The grader
uses a definition in a document only if other files do not define the same name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from torchgrade.readers.cells import Cell, CellKind
from torchgrade.readers.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTEBOOKS = (".qmd", ".rmd", ".ipynb.md")
_DOCUMENTS = (".md", ".markdown", ".mdown", ".myst")
_PROSE = re.compile(
    r"(?:readme|changelog|changes|history|licen[cs]e|contributing|authors|notes?|todo|instructions?|assignment|task|"
    r"statement|rubric|syllabus|feedback)(?:[\W_].*)?$"
)
_FURTHER_SUFFIX = re.compile(r"\.[a-z]{1,12}$")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,}|:{3,}(?=[ \t]*\{code-cell\}))[ \t]*(.*)$")
_DIRECTIVE = re.compile(r"(`{4,}|~{4,})\{(?!code|python|raw|literal)[\w:-]+\}")
"""First line of a MyST block that can contain other blocks."""
_EXECUTABLE = re.compile(
    r"\{\s*(?:python[\d.]*|py|pyodide(?:-python)?|code-cell|jupyter-execute)\b|python\s*\{\.marimo\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?:i?python[\d.]*|py[\d.]*)(?![\w+-])|\{\s*\.python\b|\{code-block\}\s*python\b", re.IGNORECASE)
_DEFINES = re.compile(r"[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w")
_OTHER_CELL = re.compile(r"\{code-cell\}\s+(?!i?python)\w")
_NOT_RUN = re.compile(r"""\.noeval\b|active="(?!ipynb|py)""")
_HEADER = re.compile(r"[ \t]*(?:jupytext|kernelspec|jupyter|marimo-version)[ \t]*:", re.MULTILINE)
_OPTION = re.compile(r":[\w-]+:")
_MOST_HEADER = 200
_MOST_BLOCKS = 200


class _Block(NamedTuple):
    """A fenced block of Python."""

    first: int
    """Index of the first line below the fence."""
    stop: int
    indent: str
    is_executable: bool
    is_run: bool
    """True if Jupytext would run the block in a notebook."""


def claims(name: str) -> bool:
    """Return whether a file with this name is a notebook of Quarto or R Markdown."""
    return name.lower().endswith(_NOTEBOOKS)


def claims_document(name: str) -> bool:
    """Return whether a file with this name may be a notebook in Markdown; return False for a README."""
    file = name.lower().rpartition("/")[2]
    stem, dot, suffix = file.rpartition(".")
    if dot + suffix not in _DOCUMENTS or not stem or _PROSE.match(stem):
        return False
    # Refuse a further suffix, because readers of other formats claim names such as ada.course.md.
    return _FURTHER_SUFFIX.search(stem) is None


def _blocks(lines: list[str]) -> list[_Block]:
    blocks: list[_Block] = []
    around: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        match, directive = _FENCE.match(lines[at]), _DIRECTIVE.match(line)
        at += 1
        if around and _closes(line, around[-1]):
            around.pop()
            continue
        if directive is not None:
            around.append(directive[1])
            continue
        if match is None:
            continue
        indent, fence, info = match[1], match[2], match[3].strip()
        first = at
        while at < len(lines) and not _closes(lines[at], fence):
            at += 1
        is_executable = _EXECUTABLE.match(info) is not None and not _OTHER_CELL.match(info)
        if is_executable or _PLAIN.match(info):
            blocks.append(_Block(first, at, indent, is_executable, not _NOT_RUN.search(info)))
        elif not info and any(map(_DEFINES.match, lines[first:at])):
            blocks.append(_Block(first, at, indent, is_executable=False, is_run=False))
        at += 1
    return blocks


def _closes(line: str, fence: str) -> bool:
    text = line.strip()
    return text.startswith(fence) and not text.strip(fence[0])


def _has_header(lines: list[str]) -> bool:
    if lines[0].strip() != "---":
        return False
    stop = next((number for number, line in enumerate(lines[1:_MOST_HEADER], 1) if line.strip() in ("---", "...")), 0)
    return _HEADER.search("\n".join(lines[1:stop])) is not None


def _without_options(lines: list[str]) -> list[str]:
    """Blank the options that MyST writes at the beginning of a cell."""
    at = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if at < len(lines) and lines[at].strip() == "---":
        stop = next((number for number in range(at + 1, len(lines)) if lines[number].strip() == "---"), at)
        return ["" if number <= stop else line for number, line in enumerate(lines)]
    while at < len(lines) and _OPTION.match(lines[at]):
        at += 1
    return ["" if number < at else line for number, line in enumerate(lines)]


def _text(lines: list[str], blocks: Sequence[_Block]) -> str:
    """Return the file up to the last of these blocks, with everything outside the blocks blank."""
    kept = [""] * blocks[-1].stop
    for block in blocks:
        part = [line.removeprefix(block.indent) for line in lines[block.first : block.stop]]
        kept[block.first : block.stop] = _without_options(part) if block.is_executable else part
    return "\n".join(kept)


def cells(data: bytes) -> list[Cell]:
    """Return the code of the file as one cell, and each block that is not executed as another cell.

    Raise ``UnreadableError`` if the file is not text. A file without blocks has no cell, because a document may be
    empty.
    """
    if not data.strip():
        return []
    lines = decode(data).split("\n")
    blocks = _blocks(lines)
    executable = [block for block in blocks if block.is_executable]
    is_notebook = not executable and _has_header(lines)
    code = [block for block in blocks if block.is_run] if is_notebook else executable
    others = [block for block in blocks if not (block.is_run if is_notebook else block.is_executable)]
    whole = "\n".join(lines)
    found = [
        Cell(label="", source=_text(lines, [block]), submitted=whole, kind=CellKind.FENCE)
        for block in others[:_MOST_BLOCKS]
    ]
    if code:
        parts = tuple((block.first, block.stop) for block in code)
        found.append(Cell(label="", source=_text(lines, code), submitted=whole, parts=parts))
    return found
