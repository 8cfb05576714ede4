"""``gradebook.csv``: one row for every input and every member of a group, for a spreadsheet (ruling 34)."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.model.files import write_atomically
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.model.rows import (
    NotUnderstood,
    RowStatus,
    RunRows,
    instead,
    percent_text,
    points_text,
    row_status,
    undecided,
)
from torchgrade.model.showable import show, show_name

FILE = "gradebook.csv"
_MOST_PROBLEMS = 20
"""Problems in one cell, because spreadsheets allow only 32,767 characters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_EXERCISE_NOTES = {
    Status.MISSING: "{} is missing.",
    Status.NOT_STARTED: "{} is not written yet.",
    Status.UNDECIDED: "{} needs a decision.",
    Status.ERROR: "torchgrade failed while it graded {}.",
}


def export(results: Sequence[SubmissionResult], rows: RunRows, folder: Path) -> Path:
    """Write ``gradebook.csv`` into a folder, sorted by id, and return its path.

    Columns are the submission, one for each exercise, total, max, percent, status and notes. A group has a row for each
    member, with the points of the group.

    Some rows have no numbers but the maximum, so that no sum counts them as zero. They are submissions that ended in an
    error of ours, inputs that were not understood, and students without a submission.
    """
    table = [
        (who, _result_row(who, result, rows))
        for result in results
        for who in rows.groups.get(result.submission) or (result.submission,)
    ]
    table += [(entry.name, _other_row(entry, rows)) for entry in rows.not_understood]
    table.sort(key=lambda entry: entry[0])

    ids = [exercise.exercise for exercise in rows.exercises]
    header = ["submission", *ids, "total", "max", "percent", "status", "notes"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([text_cell(name) for name in header])
    writer.writerows(row for _, row in table)
    return write_atomically(folder / FILE, codecs.BOM_UTF8 + text.getvalue().encode())


def text_cell(text: str) -> str:
    """Return text that a spreadsheet shows and never computes."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _result_row(who: str, result: SubmissionResult, rows: RunRows) -> list[str]:
    status = row_status(result)
    by_id = {exercise.exercise: exercise for exercise in result.exercises}
    cells = ["" for _ in rows.exercises]
    total = percent = ""
    if status is not RowStatus.ERROR:
        cells = [_points_cell(by_id.get(exercise.exercise)) for exercise in rows.exercises]
    if status is not RowStatus.ERROR and result.points is not None:
        total = points_text(result.points)
        percent = percent_text(result.points, result.max_points)
    notes = " ".join(_notes(result, status, gone=result.submission in rows.gone))
    return [
        text_cell(show_name(who)),
        *cells,
        total,
        points_text(result.max_points),
        percent,
        status,
        text_cell(notes),
    ]


def _points_cell(exercise: ExerciseResult | None) -> str:
    return "" if exercise is None or exercise.status is Status.UNDECIDED else points_text(exercise.points)


def _other_row(entry: NotUnderstood, rows: RunRows) -> list[str]:
    return [
        text_cell(show_name(entry.name)),
        *("" for _ in rows.exercises),
        "",
        points_text(rows.max_points),
        "",
        entry.status,
        text_cell(_one_line(entry.note.message)),
    ]


def _notes(result: SubmissionResult, status: RowStatus, *, gone: bool) -> Iterator[str]:
    for exercise in result.exercises:
        if exercise.status in _EXERCISE_NOTES and status is not RowStatus.NOT_UNDERSTOOD:
            yield _EXERCISE_NOTES[exercise.status].format(exercise.exercise)
            yield from (_one_line(note.message) for note in instead(exercise)[:1])
    yield from (_one_line(note.message) for note in undecided(result))
    yield from (_one_line(problem.message) for problem in result.problems[:_MOST_PROBLEMS])
    if len(result.problems) > _MOST_PROBLEMS:
        yield f"{len(result.problems) - _MOST_PROBLEMS} more problems are in results.jsonl."
    if gone:
        yield "The submission is no longer in the folder."
    if result.sandbox is SandboxLevel.NONE:
        yield "Not isolated (sandbox: none)."
    if not result.hidden_checks:
        yield "Hidden checks did not run."


def _one_line(message: str) -> str:
    return " ".join(show(message, limit=500).split())
