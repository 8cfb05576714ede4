"""``gradebook.csv``: one row for every input and every member of a group, for a spreadsheet (ruling 34)."""

from __future__ import annotations

import codecs
import heapq
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import CourseError
from torchgrade.exports.csv_text import csv_bytes
from torchgrade.exports.marks.formula_cells import is_formula
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.files import write_parts
from torchgrade.model.kept import briefs_of
from torchgrade.model.marks import Mark, other_marks, result_marks
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.phrases import Phrase, Words, listed, phrase
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import (
    NotUnderstood,
    RowStatus,
    RunRows,
    instead,
    percent_text,
    points_text,
    undecided,
)
from torchgrade.model.showable import show, show_name

FILE = "gradebook.csv"
_MOST_PROBLEMS = 20
"""Problems in one cell, because spreadsheets allow only 32,767 characters."""

_EXERCISE_NOTES = (Status.MISSING, Status.NOT_STARTED, Status.UNDECIDED, Status.ERROR)
"""Statuses with a note, ``gradebook.<status>``."""


def export(results: Sequence[SubmissionResult], rows: RunRows, folder: Path) -> Path:
    """Write ``gradebook.csv`` into a folder, sorted by id, and return its path.

    Columns are the submission, one for each exercise, total, max, percent, status and notes. A group has a row for each
    member, with the points of the group. Notes are in the language of the run. Everything else is English, because
    programs read it.

    Some rows have no numbers but the maximum, so that no sum counts them as zero. They are submissions that ended in an
    error of ours, inputs that were not understood, and students without a submission.
    """
    catalogue = catalogue_for(language=rows.language)
    brief = briefs_of(results)
    graded = ((mark.key, _result_row(mark, result, rows, catalogue)) for mark, result in result_marks(brief, rows))
    others = sorted(other_marks(brief, rows), key=lambda other: other[0].name)
    further = ((entry.name, _other_row(mark, entry, rows, catalogue)) for entry, mark in others)
    table = heapq.merge(graded, further, key=itemgetter(0))

    ids = [exercise.exercise for exercise in rows.exercises]
    header = ["submission", *ids, "total", "max", "percent", "status", "notes"]
    lines = chain([[text_cell(name) for name in header]], (row for _, row in table))
    return write_parts(folder / FILE, chain([codecs.BOM_UTF8], (csv_bytes([line]) for line in lines)))


def text_cell(text: str) -> str:
    """Return text that a spreadsheet shows and never computes."""
    return f"'{text}" if is_formula(text) else text


def _result_row(mark: Mark, result: SubmissionResult, rows: RunRows, catalogue: Catalogue) -> list[str]:
    status = mark.status
    by_id = {exercise.exercise: exercise for exercise in result.exercises}
    cells = ["" for _ in rows.exercises]
    if status is not RowStatus.ERROR:
        cells = [_points_cell(by_id.get(exercise.exercise)) for exercise in rows.exercises]
    notes: list[Words] = [*_decision(mark), *_notes(result, mark, catalogue, gone=result.submission in rows.gone)]
    return [
        text_cell(mark.shown),
        *cells,
        *_total(mark),
        status,
        text_cell(catalogue.words(listed(notes, "sentence"))),
    ]


def _total(mark: Mark) -> list[str]:
    """Return the cells of total, maximum and percent; only the maximum without a mark."""
    if mark.points is None:
        return ["", points_text(mark.max_points), ""]
    return [
        points_text(mark.points),
        points_text(mark.max_points),
        percent_text(mark.points, mark.max_points),
    ]


def _decision(mark: Mark) -> list[Phrase]:
    """Return a note on points that a person decided."""
    if not mark.override:
        return []
    graded = phrase("gradebook.no_points") if mark.graded is None else points_text(mark.graded)
    return [phrase("gradebook.override", graded=graded, why=show(mark.override, limit=500))]


def _points_cell(exercise: ExerciseResult | None) -> str:
    return "" if exercise is None or exercise.status is Status.UNDECIDED else points_text(exercise.points)


def _other_row(mark: Mark, entry: NotUnderstood, rows: RunRows, catalogue: Catalogue) -> list[str]:
    notes: list[Words] = [*_decision(mark), _text(entry.note, catalogue)]
    return [
        text_cell(show_name(entry.name)),
        *("" for _ in rows.exercises),
        *_total(mark),
        entry.status,
        text_cell(catalogue.words(listed(notes, "sentence"))),
    ]


def _notes(result: SubmissionResult, mark: Mark, catalogue: Catalogue, *, gone: bool) -> Iterator[Words]:
    for exercise in result.exercises:
        if mark.override and exercise.status is Status.UNDECIDED:
            continue
        if exercise.status in _EXERCISE_NOTES and mark.status is not RowStatus.NOT_UNDERSTOOD:
            yield phrase(f"gradebook.{exercise.status}", exercise=exercise.exercise)
            yield from (_text(note, catalogue) for note in instead(exercise)[:1])
    if not mark.override:
        yield from (_text(note, catalogue) for note in undecided(result))
    yield from (_text(problem, catalogue) for problem in result.problems[:_MOST_PROBLEMS])
    if len(result.problems) > _MOST_PROBLEMS:
        yield phrase("gradebook.more", count=len(result.problems) - _MOST_PROBLEMS)
    if gone:
        yield phrase("gradebook.gone")
    if result.sandbox is SandboxLevel.NONE:
        yield phrase("gradebook.not_isolated")
    if not result.hidden_checks:
        yield phrase("gradebook.no_hidden")


def _text(note: Note, catalogue: Catalogue) -> str:
    """Return a note on one line; its stored English text if the catalogue lacks its entry, as for an old run."""
    try:
        text = catalogue.render(note.message_id, note.values)
    except CourseError:
        text = note.message
    return " ".join(show(text, limit=500).split())
