"""Marks of a class by section of the roster."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from torchgrade.model.marks import Mark, marks_of
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows, mean_text, percent_text
from torchgrade.model.showable import show_name
from torchgrade.reports.section_records import SectionRow, SectionTable
from torchgrade.reports.sentences import Sentences

_MOST_SECTIONS = 50


def by_section(results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences) -> SectionTable | None:
    """Return the final marks by section; None if the students have fewer than two sections.

    Each member of a group counts in the section of that member. Students without a section are a row of their own.
    """
    if len({one.person.section for one in rows.enrolled if one.person.section}) < 2:
        return None
    found: dict[str, list[Mark]] = {}
    for mark in marks_of(results, rows):
        if not mark.submission and not mark.person.is_known:
            continue  # an input that was not understood is no student
        found.setdefault(mark.person.section, []).append(mark)
    ordered = sorted(found, key=lambda section: (not section, section))
    return SectionTable(
        rows=[_row(section, found[section], sentences) for section in ordered[:_MOST_SECTIONS]],
        left_out=max(0, len(ordered) - _MOST_SECTIONS),
    )


def _row(section: str, marks: Sequence[Mark], sentences: Sentences) -> SectionRow:
    points = [mark.points for mark in marks if mark.points is not None]
    full = sum(mark.points >= mark.max_points for mark in marks if mark.points is not None)
    return SectionRow(
        name=show_name(section) or sentences.say("sections.none"),
        students=len(marks),
        marked=len(points),
        mean=mean_text(statistics.fmean(points)) if points else "",
        median=mean_text(statistics.median(points)) if points else "",
        full=sentences.say("sections.full", n=full, percent=percent_text(full, len(points))) if points else "",
    )
