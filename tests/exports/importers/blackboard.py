"""Blackboard's upload and download of the Grade Center, from the rules of its Help ("Work offline with grade data")."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal

PEOPLE = ["Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability"]
COMMENTS = ["Grading Notes", "Notes Format", "Feedback to Learner", "Feedback Format"]


@dataclass
class Student:
    login: str
    last: str = ""
    first: str = ""
    number: str = ""


@dataclass
class Column:
    id: int
    title: str
    points: int = 40
    display: str = "Score"
    cells: dict[str, Decimal | str] = field(default_factory=dict)
    """Mark or status text by login."""


@dataclass
class Course:
    students: list[Student]
    columns: list[Column]
    feedback: dict[str, str] | None = None
    """Comments by login; None for a download of the full Grade Center."""


@dataclass
class Upload:
    marks: dict[tuple[int, str], Decimal | None] = field(default_factory=dict)
    """Changed marks by column and login; None for a cell that was emptied, whose meaning Blackboard does not tell."""
    feedback: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Changed comments, with their format."""
    new_columns: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def text_of(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def uploaded(data: bytes, course: Course) -> Upload:
    """Upload a file, with every box ticked."""
    text = text_of(data)
    sign = "\t" if "\t" in text.split("\n")[0] else ","
    head, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    upload = Upload()
    columns = {}
    for place, heading in enumerate(head):
        match = re.search(r"\|(\d+)$", heading)
        one = next((one for one in course.columns if match and one.id == int(match[1])), None)
        if one is not None:
            columns[place] = one
        elif heading not in PEOPLE + COMMENTS and not heading.startswith("Total ["):
            upload.new_columns.append(heading)
    for row in rows:
        login = row[head.index("Username")]
        if all(one.login != login for one in course.students):
            upload.unknown.append(login)
            continue
        for place, column in columns.items():
            new, old = row[place], cell_text(column.cells.get(login, ""))
            if new != old:
                read_cell(upload, column, login, new)
        if "Feedback to Learner" in head and course.feedback is not None:
            comment, form = (row[head.index(name)] for name in ("Feedback to Learner", "Feedback Format"))
            if comment != course.feedback.get(login, ""):
                upload.feedback[login] = (comment, form)
    return upload


def read_cell(upload: Upload, column: Column, login: str, text: str) -> None:
    if text == "Complete":
        upload.marks[column.id, login] = Decimal(column.points)
    elif text in {"", "Incomplete"}:
        upload.marks[column.id, login] = None
    elif re.fullmatch(r"-?\d+(\.\d+)?", text):
        upload.marks[column.id, login] = Decimal(text)
    else:
        raise AssertionError(f"Blackboard would not know {text}")


def cell_text(cell: Decimal | str) -> str:
    return cell if isinstance(cell, str) else f"{cell:.2f}"


def downloaded(course: Course, *, sign: str = ",", encoding: str = "utf-8") -> bytes:
    """The download of the Grade Center: all cells have quotes."""
    head = [*PEOPLE, *(f"{one.title} [Total Pts: {one.points} {one.display}] |{one.id}" for one in course.columns)]
    head += ["Total [Total Pts: up to 100 Score] |1"] if course.feedback is None else COMMENTS
    rows = [head]
    for one in course.students:
        people = [one.last, one.first, one.login, one.number, "", "Yes"]
        cells = [cell_text(column.cells.get(one.login, "")) for column in course.columns]
        comment = course.feedback.get(one.login, "") if course.feedback is not None else ""
        end = [""] if course.feedback is None else ["", "", comment, "HTML" if comment else ""]
        rows.append([*people, *cells, *end])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)
