"""Sakai's import and export of the gradebook, from the rules of ImportGradesHelper.java and GradeValidator.java."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal


class RefusedError(Exception):
    """The wizard shows an error, and nothing changes."""


@dataclass
class Item:
    title: str
    points: str = "40"
    grades: dict[str, str] = field(default_factory=dict)
    """Stored text by eid."""
    comments: dict[str, str] = field(default_factory=dict)
    is_external: bool = False


@dataclass
class Site:
    students: dict[str, str]
    """Names by eid."""
    items: list[Item]


@dataclass
class Wizard:
    """What the wizard shows: statuses and new grades of each item."""

    status: dict[str, str] = field(default_factory=dict)
    grades: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def parsed(text: str, sign: str) -> list[list[str]]:
    """opencsv: a backslash escapes, and a quote is doubled."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, doublequote=True, escapechar="\\")
    return [row for row in rows if row]


def imported(data: bytes, site: Site, *, comma: bool = False) -> Wizard:
    """Import a file; ``comma``: the teacher chose the comma as decimal sign."""
    head, *rows = parsed(data.decode("utf-8"), ";" if comma else ",")
    columns = header(head)
    wizard = Wizard()
    known: dict[str, list[str]] = {}
    for row in rows:
        eid = row[0].strip()
        if not eid:
            continue
        if eid not in site.students:
            wizard.unknown.append(eid)
        elif eid in known:
            raise RefusedError("duplicate students")
        else:
            known[eid] = [cell.strip() for cell in row]
    if not known:
        raise RefusedError("no valid students")
    for place, (kind, title, points) in columns.items():
        cells = {eid: row[place] for eid, row in known.items() if place < len(row) and row[place]}
        item = next((item for item in site.items if item.title == title), None)
        if kind == "comment":
            comment_column(wizard, title, item, cells)
        else:
            grade_column(wizard, title, points, item, grades_of(cells, comma=comma))
    titles = [title for kind, title, _ in columns.values() if kind == "item"]
    if any(kind == "comment" and not any(one in title for one in titles) for kind, title, _ in columns.values()):
        raise RefusedError("orphaned comments")
    if not titles or not set(wizard.status.values()) & {"NEW", "UPDATE", "MODIFIED"}:
        raise RefusedError("no changes")
    return wizard


def header(head: list[str]) -> dict[int, tuple[str, str, str]]:
    found: dict[int, tuple[str, str, str]] = {}
    for place, text in list(enumerate(map(str.strip, head)))[2:]:
        if not text:
            raise RefusedError("blank headings")
        if re.fullmatch(r"#.+", text):
            continue
        comment = re.fullmatch(r"\* (.+)", text)
        item = re.fullmatch(r"([^\[]+)(\[(\d+([.,]\d\d?)?)\])?", text)
        if comment:
            column = ("comment", comment[1].strip(), "")
        elif item:
            column = ("item", item[1].strip(), item[3] or "")
        else:
            raise RefusedError("invalid columns")
        if any(other[:2] == column[:2] for other in found.values()):
            raise RefusedError("duplicate columns")
        found[place] = column
    return found


def grades_of(cells: dict[str, str], *, comma: bool) -> dict[str, str]:
    grades = {eid: cell.replace(",", ".") if comma else cell for eid, cell in cells.items()}
    if not all(re.fullmatch(r"\d+(\.\d{1,2})?", grade) for grade in grades.values()):
        raise RefusedError("invalid grades")
    return grades


def grade_column(wizard: Wizard, title: str, points: str, item: Item | None, cells: dict[str, str]) -> None:
    if item is None:
        wizard.status[title] = "NEW"
    elif item.is_external:
        wizard.status[title] = "EXTERNAL"
        return
    elif points and Decimal(points.replace(",", ".")) != Decimal(item.points):
        wizard.status[title] = "MODIFIED"
    else:
        changed = any(
            cell.removesuffix(".0") != item.grades.get(eid, "").removesuffix(".0") for eid, cell in cells.items()
        )
        wizard.status[title] = "UPDATE" if changed else "SKIP"
    if wizard.status[title] != "SKIP":
        wizard.grades |= {(title, eid): Decimal(cell) for eid, cell in cells.items()}


def comment_column(wizard: Wizard, title: str, item: Item | None, cells: dict[str, str]) -> None:
    old = item.comments if item is not None else {}
    changed = {eid: cell for eid, cell in cells.items() if cell != old.get(eid, "").strip()}
    if item is not None and item.is_external:
        return
    wizard.status[f"* {title}"] = "UPDATE" if changed else "SKIP"
    wizard.comments |= {(title, eid): cell for eid, cell in changed.items()}


def exported(site: Site, *, comma: bool = False) -> bytes:
    """The gradebook as Sakai exports it: all cells have quotes."""

    def shown(text: str) -> str:
        return text.replace(".", ",") if comma else text

    head = ["Student ID", "Name"]
    for item in site.items:
        head += [f"{item.title} [{shown(item.points)}]", f"* {item.title}"]
    rows = [[*head, "# Total Points"]]
    for eid, name in site.students.items():
        row = [eid, name]
        for item in site.items:
            row += [shown(item.grades.get(eid, "")), item.comments.get(eid, "")]
        rows.append([*row, ""])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";" if comma else ",", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
