"""Marks of a class by section of the roster."""

from __future__ import annotations

import statistics

from torchgrade.model.marks import Mark
from torchgrade.model.rows import RunRows, mean_text, percent_text
from torchgrade.model.showable import show_name
from torchgrade.reports.section_records import SectionRow, SectionTable
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import Tally

_MOST_SECTIONS = 50


class _Section:
    """Marks of one section."""

    def __init__(self) -> None:
        self.students = 0
        self.full = 0
        self.points = Tally()

    def add(self, mark: Mark) -> None:
        self.students += 1
        if mark.points is not None:
            self.points.add(mark.points)
            self.full += mark.points >= mark.max_points


class SectionTally:
    """Final marks by section, fed with one mark at a time; keeps the numbers of the first sections only.

    Each member of a group counts in the section of that member. Students without a section are a row of their own.
    """

    def __init__(self, rows: RunRows) -> None:
        known = (one.person.section for one in rows.enrolled if one.person.section)
        first = next(known, "")
        self._has_several = any(section != first for section in known)
        self._names: set[str] = set()
        self._found: dict[str, _Section] = {}

    def add(self, mark: Mark) -> None:
        """Count a mark."""
        if not mark.submission and not mark.person.is_known:
            return  # an input that was not understood is no student
        name = mark.person.section
        if name not in self._names:
            self._names.add(name)
            self._found[name] = _Section()
            if len(self._found) > _MOST_SECTIONS:
                del self._found[max(self._found, key=_place)]
        if name in self._found:
            self._found[name].add(mark)

    def view(self, sentences: Sentences) -> SectionTable | None:
        """Return the table; None if the students have fewer than two sections."""
        if not self._has_several:
            return None
        ordered = sorted(self._found, key=_place)
        return SectionTable(
            rows=[_row(section, self._found[section], sentences) for section in ordered],
            left_out=len(self._names) - len(ordered),
        )


def _place(section: str) -> tuple[bool, str]:
    """Return the place of a section; students without one are last."""
    return not section, section


def _row(name: str, section: _Section, sentences: Sentences) -> SectionRow:
    points = section.points
    share = percent_text(section.full, len(points)) if points else ""
    return SectionRow(
        name=show_name(name) or sentences.say("sections.none"),
        students=section.students,
        marked=len(points),
        mean=mean_text(statistics.fmean(points)) if points else "",
        median=mean_text(statistics.median(points)) if points else "",
        full=sentences.say("sections.full", n=section.full, percent=share) if points else "",
    )
