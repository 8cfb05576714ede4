"""Table of the students on the class page: one row for each student of the gradebook, with the final mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from torchgrade.model.marks import Mark, marks_in_order
from torchgrade.model.outcomes import Status
from torchgrade.model.page_names import Names, page_href
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, percent_text, points_text
from torchgrade.model.showable import show_name
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.class_tables import StudentRow, StudentTable
from torchgrade.reports.records import Fact, Link
from torchgrade.reports.sentences import Sentences

_SYMBOLS = {
    RowStatus.GRADED: "✓",
    RowStatus.PARTLY_MISSING: "–",
    RowStatus.UNDECIDED: "?",
    RowStatus.ERROR: "!",
    RowStatus.NOT_UNDERSTOOD: "?",
    RowStatus.NOTHING_HANDED_IN: "–",
    RowStatus.TO_DECIDE: "?",
    RowStatus.NOT_GRADED: "?",
}
_LONGEST_REASON = 300
"""Most characters of a person's reason in the table."""


class Entry(NamedTuple):
    """Student of the table, in no language."""

    mark: Mark
    """Final mark."""
    parts: tuple[tuple[Status, float] | None, ...]
    """Status and points of each exercise of the run; None without a result."""


def table_entries(results: Sequence[SubmissionResult], rows: RunRows, sections: SectionTally) -> Iterator[Entry]:
    """Yield the students of the table, sorted by key, and feed all marks to the sections on the way.

    An input that is no student's is in the list of ungraded inputs only.
    """
    for mark, result in marks_in_order(results, rows):
        sections.add(mark)
        if _is_student(mark):
            parts = {part.exercise: (part.status, part.points) for part in result.exercises} if result else {}
            yield Entry(mark, tuple(parts.get(exercise.exercise) for exercise in rows.exercises))


def student_table(
    entries: Iterable[Entry], rows: RunRows, sentences: Sentences, names: Names, folder: str = "students/"
) -> StudentTable:
    """Return the table of these students.

    :param names: page of each submission (:func:`torchgrade.model.page_names.page_names`). A submission without one
        gets no link.
    :param folder: address of the folder of these pages.
    """
    made = [_row(entry, sentences, names, folder) for entry in entries]
    return StudentTable(
        rows=made,
        columns=[show_name(exercise.exercise) for exercise in rows.exercises],
        has_names=any(row.name for row in made),
        has_remarks=any(row.remarks for row in made),
        sections=sorted({row.section for row in made if row.section}),
        statuses=_statuses(made),
    )


def _is_student(mark: Mark) -> bool:
    return bool(mark.submission) or mark.points is not None or mark.status is not RowStatus.NOT_UNDERSTOOD


def _statuses(rows: Iterable[StudentRow]) -> list[Fact]:
    found = {row.status: row.word for row in rows}
    return [Fact(name=found[code], value=code) for status in RowStatus if (code := _code(status)) in found]


def _code(status: RowStatus) -> str:
    return status.replace(" ", "-")


def _row(entry: Entry, sentences: Sentences, names: Names, folder: str) -> StudentRow:
    mark = entry.mark
    points = percent = ""
    if mark.points is not None:
        points = points_text(mark.points)
        percent = percent_text(mark.points, mark.max_points)
    page = names.get(mark.submission, "") if mark.submission else ""
    return StudentRow(
        link=Link(text=mark.shown, href=page_href(page, folder) if page else ""),
        name=show_name(mark.person.name),
        section=show_name(mark.person.section),
        status=_code(mark.status),
        word=sentences.say(f"row.{mark.status.replace(' ', '_')}"),
        symbol=_SYMBOLS[mark.status],
        points=points,
        percent=sentences.say("class.percent", percent=percent) if percent else "",
        exercises=[_points(part, sentences) for part in entry.parts],
        remarks=list(_remarks(mark, sentences)),
    )


def _points(part: tuple[Status, float] | None, sentences: Sentences) -> str:
    if part is None:
        return ""
    status, points = part
    return points_text(points) if status is Status.GRADED else sentences.say(f"status.{status}")


def _remarks(mark: Mark, sentences: Sentences) -> Iterable[str]:
    if mark.delivered is not None and mark.delivered.is_late:
        yield sentences.say("table.late")
    if mark.submission and mark.submission != mark.key:
        yield sentences.say("table.group", name=show_name(mark.submission))
    if mark.override:
        reason = sentences.text(mark.override, limit=_LONGEST_REASON)
        graded = sentences.say("table.no_points") if mark.graded is None else points_text(mark.graded)
        yield sentences.say("table.decided", graded=graded, reason=reason)
