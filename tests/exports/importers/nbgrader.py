"""nbgrader: exchange/default/release_feedback.py, and a reader of its table, which has no quotes (importers.md, section 8)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

COLUMNS = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score"


@dataclass
class Released:
    """What ``nbgrader release_feedback`` puts into the exchange."""

    pages: dict[str, bytes] = field(default_factory=dict)
    """Content by the name of the file, which is a digest."""
    stopped: list[str] = field(default_factory=list)
    """Students at whose missing file the command stops."""


def release(files: Mapping[str, bytes], assignment: str) -> Released:
    """Release the feedback of an assignment; every student's folder needs both text files."""
    released = Released()
    prefix = "feedback/"
    students = sorted({name.split("/")[1] for name in files if name.startswith(prefix)})
    for student in students:
        place = f"{prefix}{student}/{assignment}/"
        secret, timestamp = (files.get(f"{place}{name}.txt") for name in ("submission_secret", "timestamp"))
        if secret is None or timestamp is None:
            released.stopped.append(student)
            continue
        for name, data in files.items():
            if name.startswith(place) and name.endswith(".html"):
                notebook = name.removeprefix(place).removesuffix(".html")
                released.pages[page(secret, notebook)] = data
    return released


def page(secret: bytes, notebook: str) -> str:
    """Return the name under which a student fetches the page of a notebook."""
    return hashlib.md5(secret.decode().encode() + notebook.encode()).hexdigest() + ".html"


def table(data: bytes) -> dict[str, dict[str, str]]:
    """Return the rows of grades.csv by student; the reader splits at every comma."""
    lines = data.decode("utf-8").split("\n")
    assert lines[0] == COLUMNS
    assert lines[-1] == ""
    names = COLUMNS.split(",")
    rows = [line.split(",") for line in lines[1:-1]]
    assert all(len(row) == len(names) for row in rows), "a shifted row"
    found = [dict(zip(names, row, strict=True)) for row in rows]
    assert len({row["student_id"] for row in found}) == len(found)
    return {row["student_id"]: row for row in found}
