"""Gradebook CSV as Canvas reads it (gradebook_importer.rb; importers.md, section 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.exports.templates.cell_numbers import normal
from torchgrade.exports.templates.csv_template import CsvTable

_LINES = 3
"""Physical lines from which Canvas finds the delimiter."""
_DIGITS = re.compile(r"\s*([+-]?[0-9]+)")
_TITLE_AND_ID = re.compile(r"(?P<title>.*)\s\((?P<id>[0-9]+)\)")
_SKIPPED = re.compile(r"[;, ]+")
_BLANK = re.compile(r"^\s*(?:Muted|Manual Posting.*)?\s*$", re.IGNORECASE | re.MULTILINE)
_TOTAL = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
_EXCUSED = {"EX", "EXCUSED"}


def delimiter(text: str) -> str:
    """Return the delimiter that Canvas finds: a semicolon only if it gives more cells than a comma.

    Canvas counts the cells of the first three physical lines. A sign counts as nothing if the lines differ, or if one
    of them is no CSV.
    """
    lines = text.removesuffix("\n").split("\n")[:_LINES]
    return ";" if _cells(lines, ";") > _cells(lines, ",") else ","


def _cells(lines: list[str], sign: str) -> int:
    counts = set()
    for line in lines:
        table = CsvTable("utf-8", b"", line.removesuffix("\r"), sign)
        if table.stray_quotes:
            return 0
        counts.add(len(table.rows[0]) if table.rows else 0)
    return counts.pop() if len(counts) == 1 else 0


def is_empty(text: str) -> bool:
    """Return whether Canvas reads no mark in a cell, so that it deletes an existing mark."""
    return text.strip() in {"", "-"}


def is_unassigned(text: str) -> bool:
    """Return whether the exporter of Canvas marked the student as not assigned."""
    return text.strip() == "N/A"


def is_excused(text: str) -> bool:
    """Return whether a cell excuses the student."""
    return text.strip().upper() in _EXCUSED


def user_id(text: str) -> str:
    """Return the leading digits of an ID without leading zeros; empty if Canvas finds no user by it."""
    match = _DIGITS.match(normal(text))
    digits = "" if match is None else match[1].lstrip("+0")
    return "" if digits.startswith("-") else digits


def student_columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Return the places of the columns before the assignments; None if Canvas calls the header invalid.

    Canvas walks over the cells by position: names, ID, ids of the SIS, section.
    """
    has_two_names = list(cells[:2]) == ["LastName", "FirstName"]
    place = 2 if has_two_names else 1
    if len(cells) <= place + 2 or not (has_two_names or "Student" in cells[0]) or "ID" not in cells[place]:
        return None
    places = {"id": place}
    place += 1
    if re.search(r"SIS\s+Login\s+ID", cells[place]):
        places["login"] = place
        place += 1
    elif re.search(r"SIS\s+User\s+ID", cells[place]) and re.search(r"SIS\s+Login\s+ID", cells[place + 1]):
        places |= {"sis": place, "login": place + 1}
        place += 2
        for further in (r"Integration\s+ID", r"Root\s+Account"):
            place += place < len(cells) and re.search(further, cells[place]) is not None
    if place >= len(cells) or "Section" not in cells[place]:
        return None
    return places | {"section": place}


def title_and_id(heading: str) -> tuple[str, str]:
    """Return title and id in the heading of an assignment; the id is empty if there is none."""
    match = _TITLE_AND_ID.fullmatch(heading)
    return (heading, "") if match is None else (match["title"], match["id"])


def is_total(heading: str) -> bool:
    """Return whether Canvas ignores a column, because its heading contains the words of a total."""
    return _TOTAL.search(heading) is not None


def is_read_only(cell: str) -> bool:
    """Return whether the cell of the row of maximums marks a column that Canvas does not import."""
    return re.search(r"read\s+only", cell) is not None


def is_points_possible(first: str) -> bool:
    """Return whether a row has the maximums of the assignments."""
    return "Points Possible" in first


def is_no_student(values: list[str]) -> bool:
    """Return whether a row belongs to no student: all cells are blank, or tell how marks are posted."""
    return all(_BLANK.search(value) for value in values)


def is_skipped(line: str) -> bool:
    """Return whether Canvas skips a line without looking at its cells."""
    return _SKIPPED.fullmatch(line) is not None
