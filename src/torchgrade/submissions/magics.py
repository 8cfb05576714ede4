"""Blank what only IPython understands, so that every other line keeps its number."""

from __future__ import annotations

import re

from torchgrade.submissions.lexing import LineLexer

_BODY_IS_CODE = frozenset({"time", "timeit", "capture", "prun"})
_CELL_MAGIC = re.compile(r"\s*%%\s*(\w*)")
_LINE_MAGIC = re.compile(r"\s*[%!?]")
_ASSIGNED = re.compile(r"\s*[^\W\d][\w.,\[\] \t]*=[ \t]*[!%]")


def _blanked(line: str) -> str:
    """Return what takes the place of a line: nothing, or ``pass`` where a block may need it."""
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass" if indent else ""


def _is_question(line: str, code_end: int) -> bool:
    return line[:code_end].rstrip().endswith("?")


def _without_line_magics(lines: list[str]) -> list[str]:
    lexer = LineLexer()
    kept: list[str] = []
    in_magic = False
    for line in lines:
        fresh = lexer.fresh
        if in_magic or (fresh and (_LINE_MAGIC.match(line) or _ASSIGNED.match(line))):
            kept.append("" if in_magic else _blanked(line))
            in_magic = line.endswith("\\")
            continue
        code_end = lexer.feed(line)
        question = fresh and lexer.fresh and _is_question(line, code_end)
        kept.append(_blanked(line) if question else line)
    return kept


def blank(source: str) -> str:
    """Return code that Python alone refuses with its IPython lines blanked.

    A ``%%time``, ``%%timeit``, ``%%capture`` or ``%%prun`` cell keeps its body, any other ``%%``
    cell holds no Python. The number of lines never changes.
    """
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    magic = _CELL_MAGIC.match(lines[first]) if first is not None else None
    if first is not None and magic:
        if magic[1] not in _BODY_IS_CODE:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    return "\n".join(_without_line_magics(lines))
