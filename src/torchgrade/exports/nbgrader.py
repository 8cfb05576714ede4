"""Feedback folder and ``grades.csv`` for a course of nbgrader.

nbgrader imports no marks. It releases ``feedback/<student>/<assignment>/<notebook>.html`` if ``timestamp.txt`` and
``submission_secret.txt`` are beside it (exchange/default/release_feedback.py; importers.md, section 8).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.exports.marks.numbers import exact, mark_text
from torchgrade.exports.pages import Pages
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

GRADES = "grades.csv"
COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip
"""Columns of ``nbgrader export``."""
SECRET, TIMESTAMP = "submission_secret.txt", "timestamp.txt"
_ID = re.compile(r"\w[\w.@+ -]*")
"""Ids that are one folder, one cell without quotes, and no formula."""
_TEXT = re.compile(r"(?![=+\-@＝＋－＠])[^,\"\r\n\t]*")
"""Text of a cell of a table without quotes, which no spreadsheet computes."""
_MOST_BYTES = 1 << 16
"""Largest size of the two text files."""


class _Handed(Struct, frozen=True, kw_only=True):
    """What nbgrader collected from a student for the assignment."""

    notebooks: tuple[str, ...]
    """Names of the notebooks, without suffix."""
    timestamp: bytes | None
    """Content of ``timestamp.txt``; None without it."""
    secret: bytes | None
    """Content of ``submission_secret.txt``; None without it."""


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the feedback folder and of ``grades.csv``.

    :raises UsageError: the template is no folder of an nbgrader course, or the assignment is not clear.
    """
    submitted = _submitted(order)
    assignment = _assignment(order, submitted)
    found = Pages(order)
    pages: dict[str, bytes | None] = {}
    files: list[PlannedFile] = []
    table: list[Sequence[str]] = [COLUMNS]
    rows = []
    written: set[str] = set()
    for mark in order.marks:
        student = _student(mark, submitted)
        handed = None if student is None else _read(submitted / student / assignment)
        if mark.submission not in pages:
            pages[mark.submission] = _page(found.of(mark))
        page = pages[mark.submission]
        left_out = _left_out(mark, student, handed, page)
        if left_out is None and student in written:
            # Two rows for one folder would give one student the page of the other.
            left_out = phrase("export.nbgrader.double", name=show_name(student or ""))
        if left_out is not None or student is None or handed is None or page is None:
            rows.append(PlannedRow(key=mark.key, left_out=left_out))
            continue
        written.add(student)
        files += _feedback(f"feedback/{student}/{assignment}", handed, page)
        cells, warnings = _cells(mark, student, assignment, handed, order)
        table.append(cells)
        value = mark_text(mark.points or 0.0, mark.max_points, order.options.out_of, whole=order.options.whole)
        rows.append(PlannedRow(key=mark.key, value=value, warnings=(*_missing(handed), *warnings)))
    if files:
        text = "".join(",".join(line) + "\n" for line in table)
        files.append(PlannedFile(name=GRADES, data=text.encode()))
    steps = (phrase("export.nbgrader.release", assignment=assignment), phrase("export.nbgrader.grades"))
    return Planned(files=tuple(files), rows=tuple(rows), unknown=_unknown(order, submitted, assignment), notes=steps)


def _submitted(order: ExportOrder) -> Path:
    """Return the folder ``submitted`` of the course."""
    template = order.template
    if template is None:
        what = phrase("export.nbgrader.course")
        raise UsageError(told("error.export.needs_template", to="nbgrader", what=what))
    found = template.path / "submitted"
    if not found.is_dir():
        what = phrase("export.nbgrader.no_submitted", name=show_name(str(template.path)))
        raise UsageError(told("error.export.needs_template", to="nbgrader", what=what))
    return found


def _assignment(order: ExportOrder, submitted: Path) -> str:
    """Return the assignment that the user named, or the only one that students submitted."""
    known = sorted({path.name for path in submitted.glob("*/*") if path.is_dir()})
    asked = order.options.item
    chosen = asked or (known[0] if len(known) == 1 else "")
    if chosen in known and _TEXT.fullmatch(chosen):
        return chosen
    what = phrase("export.nbgrader.assignment", known=listed(show_name(name) for name in known))
    raise UsageError(told("error.export.needs_item", to="nbgrader", what=what))


def _student(mark: Mark, submitted: Path) -> str | None:
    """Return the folder of the row's student: by the key of the row, or by the account."""
    named = (name for name in (mark.key, mark.person.login, mark.submission) if _is_one_name(name))
    return next((name for name in named if (submitted / name).is_dir()), None)


def _is_one_name(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and not set(name) & set("/\\\0")


def _read(folder: Path) -> _Handed | None:
    if not folder.is_dir():
        return None
    notebooks = sorted(path.stem for path in folder.iterdir() if path.suffix == ".ipynb" and path.is_file())
    return _Handed(notebooks=tuple(notebooks), timestamp=_small(folder / TIMESTAMP), secret=_small(folder / SECRET))


def _small(path: Path) -> bytes | None:
    """Return the content of a text file of nbgrader; None if it is not there or not one."""
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= _MOST_BYTES else None
    except OSError:
        return None
    return data


def _page(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError:
        return None


def _left_out(mark: Mark, student: str | None, handed: _Handed | None, page: bytes | None) -> Phrase | None:
    if mark.points is None:
        return phrase("export.no_mark")
    if not math.isfinite(mark.points) or mark.points < 0:
        return phrase("export.ci.bad_mark")
    if student is None:
        return phrase("export.nbgrader.no_student")
    if not _ID.fullmatch(student):
        return phrase("export.nbgrader.bad_id")
    if handed is None or not handed.notebooks:
        return phrase("export.nbgrader.no_notebook")
    return phrase("export.no_page") if page is None else None


def _feedback(folder: str, handed: _Handed, page: bytes) -> list[PlannedFile]:
    """Return the files of one student: the page for each submitted notebook, and nbgrader's two text files."""
    files = [PlannedFile(name=f"{folder}/{name}.html", data=page) for name in handed.notebooks]
    texts = ((TIMESTAMP, handed.timestamp), (SECRET, handed.secret))
    return [*files, *(PlannedFile(name=f"{folder}/{name}", data=data) for name, data in texts if data is not None)]


def _missing(handed: _Handed) -> list[Phrase]:
    """Return a warning for each text file without which nbgrader refuses to release."""
    texts = ((TIMESTAMP, handed.timestamp), (SECRET, handed.secret))
    return [phrase("export.nbgrader.no_file", name=name) for name, data in texts if data is None]


def _cells(
    mark: Mark, student: str, assignment: str, handed: _Handed, order: ExportOrder
) -> tuple[list[str], list[Phrase]]:
    """Return one line of the table, and warnings on cells that stay empty."""
    warnings = []
    name = " ".join(mark.person.name.split())
    if not _TEXT.fullmatch(name):
        name = ""
        warnings.append(phrase("export.nbgrader.name"))
    email = mark.person.email.strip()
    if not _TEXT.fullmatch(email):
        email = ""
        warnings.append(phrase("export.nbgrader.email"))
    timestamp = (handed.timestamp or b"").decode("utf-8", "replace").strip()
    points = mark.points or 0.0
    score = mark_text(points, mark.max_points, order.options.out_of, whole=order.options.whole)
    most = mark_text(mark.max_points, mark.max_points, order.options.out_of)
    if exact(points, mark.max_points) > exact(mark.max_points, mark.max_points):
        warnings.append(phrase("export.nbgrader.over"))
    shown = timestamp if _TEXT.fullmatch(timestamp) else ""
    return [assignment, "", shown, student, show_name(name), "", show_name(email), score, "0.00", score, most], warnings


def _unknown(order: ExportOrder, submitted: Path, assignment: str) -> tuple[str, ...]:
    """Return the students who submitted the assignment and whom the run lacks."""
    known = {_student(mark, submitted) for mark in order.marks}
    folders = sorted(path.parent.name for path in submitted.glob(f"*/{_literal(assignment)}") if path.is_dir())
    return tuple(show_name(name) for name in folders if name not in known)


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)
