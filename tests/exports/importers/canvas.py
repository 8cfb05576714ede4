"""Canvas's importer and exporter of the gradebook, from the rules of gradebook_importer.rb and gradebook_exporter.rb.

It stands in for Canvas in tests: it gets the bytes of a file and returns what would change in a course.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal

Score = Decimal | str | None
"""Points, ``EX`` for an excused student, or no score."""


class RefusedError(Exception):
    """The job fails, and nothing changes."""


@dataclass
class User:
    id: int
    name: str
    sortable: str
    sis: str = ""
    login: str = ""
    section: str = "CS-1"


@dataclass
class Assignment:
    id: int
    title: str
    points: Decimal = Decimal(40)
    scores: dict[int, Score] = field(default_factory=dict)
    unassigned: frozenset[int] = frozenset()
    is_published: bool = True


@dataclass
class Course:
    users: list[User]
    assignments: list[Assignment]
    custom: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What the page after the import shows."""

    changes: dict[tuple[int, int], Score] = field(default_factory=dict)
    """New score by assignment and user; None deletes."""
    new: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


# Reading -------------------------------------------------------------------------------------------------------------


def parsed(text: str, sign: str, *, skips: bool = False) -> list[list[str | None]]:
    """Ruby's CSV: no quote inside an unquoted cell, nothing after a closing quote, every quote closed."""
    rows: list[list[str | None]] = []
    row: list[str | None] = []
    at = 0
    while at < len(text):
        if not row and skips and (line := re.compile(r"[;, ]+(?=\r?\n|\Z)").match(text, at)):
            at = line.end() + len(re.compile(r"\r?\n|").match(text, line.end())[0])
            continue
        if text[at] == '"':
            cell, at = quoted(text, at + 1)
            if at < len(text) and text[at] not in sign + "\r\n":
                raise RefusedError("did not parse cleanly: text after a quote")
            row.append(cell)
        else:
            end = re.compile(f"[{sign}\r\n]|\\Z").search(text, at).start()
            cell = text[at:end]
            if '"' in cell:
                raise RefusedError("did not parse cleanly: illegal quoting")
            if cell or row or text[end : end + 1] == sign:
                row.append(cell or None)
            at = end
        if text[at : at + 1] == sign:
            at += 1
            if at == len(text) or text[at] in "\r\n":
                row.append(None)
            else:
                continue
        rows.append(row)
        row = []
        at += len(re.compile(r"\r\n|\n|\r|").match(text, at)[0])
    return rows


def quoted(text: str, at: int) -> tuple[str, int]:
    """The cell after an opening quote, and the place after its closing quote."""
    match = re.compile(r'((?:[^"]|"")*)"').match(text, at)
    if match is None:
        raise RefusedError("did not parse cleanly: unclosed quote")
    return match[1].replace('""', '"'), match.end()


def delimiter(data: bytes) -> str:
    lines = re.findall(rb"[^\n]*\n|[^\n]+", data)[:3]
    counts = {}
    for sign in ";,":
        try:
            sizes = [len(rows[0]) if (rows := parsed(line.decode(), sign)) else 0 for line in lines]
        except RefusedError:
            sizes = [0]
        counts[sign] = sizes[0] if len(set(sizes)) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def converted(cell: str | None) -> str | None:
    if cell is None or not re.match(r"^-?[0-9.,]+%?$", cell):
        return cell
    parts = re.split(r"[,.]", cell)
    while parts and not parts[-1]:
        parts.pop()
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else "".join(parts[:-1]) + "." + parts[-1]


def read(data: bytes) -> list[list[str | None]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("did not parse cleanly: bytes") from error
    rows = parsed(text, delimiter(data), skips=True)
    return [[converted(cell) for cell in row] for row in rows]


def to_i(text: str) -> int:
    match = re.match(r"\s*[+-]?\d+", text)
    return int(match[0]) if match else 0


# Header --------------------------------------------------------------------------------------------------------------

NOT_ASSIGNMENTS = re.compile(
    "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade|Override Score|Override Grade|Override Status"
)


def header(row: list[str | None], course: Course) -> dict[str, int]:
    """The walk over the header: the columns of the student, and their number."""

    def at(place: int) -> str:
        return (row[place] or "") if place < len(row) else ""

    plain = len(row) > 3 and "Student" in at(0) and "ID" in at(1)
    if not plain and not (len(row) > 4 and "LastName" in at(0) and "FirstName" in at(1) and "ID" in at(2)):
        raise RefusedError("Invalid header row")
    two = at(0) == "LastName" and at(1) == "FirstName"
    names = 4 if two else 3
    found = {"id": 2 if two else 1, "two": int(two)}
    count = names
    if re.search(r"SIS\s+Login\s+ID", at(names - 1)):
        found["login"] = names - 1
        count += 1
    elif re.search(r"SIS\s+User\s+ID", at(names - 1)) and re.search(r"SIS\s+Login\s+ID", at(names)):
        found |= {"sis": names - 1, "login": names}
        further = 1 if re.search(r"Integration\s+ID", at(names + 1)) else 0
        count += 2 + further
        if re.search(r"Root\s+Account", at(names + 1 + further)):
            count += 1
    custom = sum(1 for cell in row if cell in course.custom)
    if "Section" not in at(count - 1):
        raise RefusedError("Invalid header row")
    return found | {"count": count + custom}


# Import --------------------------------------------------------------------------------------------------------------


def imported(data: bytes, course: Course) -> Outcome:
    """Import a file; raises RefusedError if the job fails."""
    rows = read(data)
    if not rows:
        raise RefusedError("Invalid header row")
    places = header(rows[0], course)
    outcome = Outcome()
    heads = [cell or "" for cell in rows[0][places["count"] :]]
    heads = [cell for cell in heads if not NOT_ASSIGNMENTS.search(cell) and cell not in course.custom]
    columns: dict[int, int] = {}
    known = {one.id: one for one in course.assignments if one.is_published}
    for heading in heads:
        match = re.fullmatch(r"(.*)\s\((\d+)\)", heading)
        one = known.get(int(match[2])) if match else None
        one = one or next((other for other in known.values() if other.title == heading), None)
        if one is None:
            outcome.new.append(heading)
        else:
            columns[one.id] = rows[0].index(heading)
    maximums: list[str | None] = []
    users: dict[int, dict[int, str]] = {}
    for row in rows[1:]:
        if "Points Possible" in ((row[0] if row else None) or ""):
            maximums = row
            continue
        if all(re.search(r"^\s*(Muted|Manual Posting.*)?\s*$", cell, re.I | re.M) for cell in row if cell is not None):
            continue
        user = found_user(row, places, course)
        if user is None:
            outcome.unknown.append(str(row[0]))
            continue
        users[user.id] = {
            number: cell_of(row, place) if user.id not in known[number].unassigned else ""
            for number, place in columns.items()
        }
    for number, place in columns.items():
        if place < len(maximums) and re.search(r"read\s+only", maximums[place] or ""):
            continue
        outcome.changes |= changes(known[number], {user: cells[number] for user, cells in users.items()})
    return outcome


def cell_of(row: list[str | None], place: int) -> str:
    return (row[place] or "").strip() if place < len(row) else ""


def found_user(row: list[str | None], places: dict[str, int], course: Course) -> User | None:
    number = cell_of(row, places["id"])
    user = next((one for one in course.users if number and one.id == to_i(number)), None)
    for kind in ("sis", "login"):
        text = row[places[kind]] if kind in places and places[kind] < len(row) else None
        user = user or next((one for one in course.users if text and getattr(one, kind) == text), None)
    name = f"{row[1]} {row[0]}".strip() if places["two"] else row[0]
    return user or next((one for one in course.users if name in (one.name, one.sortable)), None)


def score_text(score: Score) -> str:
    return "" if score is None else str(score)


def changes(assignment: Assignment, cells: dict[int, str]) -> dict[tuple[int, int], Score]:
    old = {user: score_text(assignment.scores.get(user)) for user in cells}
    new = {user: "EX" if cell.upper() == "EX" else cell for user, cell in cells.items()}
    if all(is_same(new[user], old[user]) for user in cells):
        return {}
    sent = {}
    for user, cell in new.items():
        if cell == old[user] or {cell, old[user]} <= {"", "-"}:
            continue
        sent[assignment.id, user] = score_of(cell, assignment)
    return sent


def is_same(new: str, old: str) -> bool:
    if new == old or (new in {"", "-"} and old in {"", "-"}):
        return True
    if not new or not old or "EX" in {new, old}:
        return False
    try:
        return round(Decimal(new), 2) == round(Decimal(old), 2)
    except ArithmeticError:
        return False


def score_of(cell: str, assignment: Assignment) -> Score:
    if cell.upper() in {"EX", "EXCUSED"}:
        return "EX"
    if re.fullmatch(r"-?\d+(\.\d+)?%", cell):
        return Decimal(cell[:-1]) * assignment.points / 100
    return Decimal(cell) if re.fullmatch(r"-?\d*\.?\d+", cell) else None


# Export --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """Settings that change the exported file."""

    sis: bool = True
    two_names: bool = False
    sign: str = ","
    comma: bool = False
    mark: bool = False
    hidden: bool = False
    totals: bool = True


def exported(course: Course, form: Form = Form()) -> bytes:
    """The gradebook as Canvas exports it."""

    def shown(score: Score) -> str:
        if not isinstance(score, Decimal):
            return score_text(score)
        return f"{score:.2f}".replace(".", "," if form.comma else ".")

    def name(text: str) -> str:
        return f'="{text}"' if re.match(r"\s*=", text) else text

    lead = ["LastName", "FirstName"] if form.two_names else ["Student"]
    lead += ["ID", *(["SIS User ID"] if form.sis else []), "SIS Login ID", "Section", *course.custom]
    totals = ["Current Score", "Unposted Current Score", "Final Score", "Unposted Final Score"] if form.totals else []
    published = [one for one in course.assignments if one.is_published]
    rows = [[*lead, *(f"{one.title} ({one.id})" for one in published), *totals]]
    if form.hidden:
        rows.append([*("" for _ in lead), *("Manual Posting" for _ in published), *("" for _ in totals)])
    blank = ["" for _ in lead[1:]]
    rows.append(
        ["    Points Possible", *blank, *(shown(one.points) for one in published), *("(read only)" for _ in totals)]
    )
    for user in course.users:
        names = [name(part) for part in user.sortable.partition(", ")[::2]] if form.two_names else [name(user.sortable)]
        ids = [str(user.id), *([user.sis] if form.sis else []), user.login, user.section]
        cells = ["N/A" if user.id in one.unassigned else shown(one.scores.get(user.id)) for one in published]
        rows.append([*names, *ids, *("" for _ in course.custom), *cells, *("" for _ in totals)])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=form.sign, lineterminator="\n").writerows(rows)
    return (b"\xef\xbb\xbf" if form.mark else b"") + text.getvalue().encode()
