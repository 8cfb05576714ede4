"""Reasons for not reading text as code although it looks like the definition of an exercise."""

from __future__ import annotations

import ast
import re
from itertools import islice
from typing import TYPE_CHECKING

from torchgrade.model.showable import show_name
from torchgrade.readers.cells import CellKind
from torchgrade.slicing.asides import code_of
from torchgrade.slicing.items import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.asides import Aside
    from torchgrade.slicing.outline import Outline

_MOST = 3
"""Maximum number of named places. A student who knows one place finds the others."""
_MOST_LINES = 10
"""Maximum number of lines that are examined. The limit exists because each may need a walk through a large tree."""
_BEGINS = re.compile(r"[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]")
_CELLS = {
    CellKind.MARKDOWN: "slice.in_markdown",
    CellKind.RAW: "slice.in_raw",
    CellKind.FENCE: "slice.in_block",
    CellKind.COMMENT: "slice.commented",
}


def _pattern(exercise: str) -> re.Pattern[str]:
    """Return the pattern of a definition, which may directly follow an escaped line feed or tab."""
    return re.compile(rf"(?:(?<![\w.])|(?<=\\n)|(?<=\\t))(?:def|class)[ \t]+{re.escape(exercise)}\b")


def _in_string(outline: Outline, label: str, line: int, pattern: re.Pattern[str]) -> bool:
    for item in walk(outline.items):
        if item.label != label or not item.first_line <= line <= item.last_line:
            continue
        for part in ast.walk(item.node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and pattern.search(part.value):
                return True
    return False


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number)
    return lines[number - 1].strip() if number <= len(lines) else ""


def _in_aside(outline: Outline, label: str, line: int) -> Aside | None:
    """Return the cell beside the code that contains a line, or None."""
    return next((aside for aside in outline.asides if aside.label == label and _line(aside.text, line)), None)


def _reason(outline: Outline, label: str, line: int, text: str, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    """Return the entry with the reason for not reading a line, and the magic that is the reason."""
    aside = _in_aside(outline, label, line)
    if aside is not None:
        found = code_of(aside)
        # Skip readable code, because it belongs to the statement and was not written by the student.
        is_read = found is not None and (_line(found[0], line) or not _BEGINS.match(text))
        return None if is_read else (_CELLS[aside.kind], "")
    for closed in outline.closed.get(label, ()):
        if closed.first < line <= closed.stop:
            return "slice.under_magic", closed.magic
    if text.lstrip().startswith("#"):
        return "slice.commented", ""
    if _in_string(outline, label, line, pattern):
        return "slice.in_string", ""
    is_prose = not label and not _line(outline.sources.get(label, ""), line) and _BEGINS.match(text)
    return ("slice.in_block", "") if is_prose else None


def unread(outlines: Sequence[Outline], exercise: str, say: Say) -> Iterator[Note]:
    """Yield notes on the first lines that look like a definition of the exercise but were not read as one."""
    pattern = _pattern(exercise)
    notes = (
        say(reason[0], exercise=exercise, place=outline.place(label, number), **_values(reason[1]))
        for outline, label, number, line in islice(_lines(outlines, pattern), _MOST_LINES)
        if (reason := _reason(outline, label, number, line, pattern)) is not None
    )
    yield from islice(notes, _MOST)


def _values(magic: str) -> dict[str, str]:
    return {"magic": show_name(magic)} if magic else {}


def _lines(outlines: Sequence[Outline], pattern: re.Pattern[str]) -> Iterator[tuple[Outline, str, int, str]]:
    """Yield the lines that look like a definition, with their cell's label and their number."""
    for outline in outlines:
        for label, text in outline.submitted.items():
            if pattern.search(text):
                for number, line in enumerate(text.split("\n"), 1):
                    if pattern.search(line):
                        yield outline, label, number, line
