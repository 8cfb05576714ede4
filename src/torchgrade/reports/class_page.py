"""Class page, built from the results of a run."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from torchgrade.model.history import GradingKind
from torchgrade.model.kept import in_order
from torchgrade.model.outcomes import Outcome, SandboxLevel
from torchgrade.model.page_names import Names
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.rows import RowStatus, RunRows, mean_text, points_text, row_status
from torchgrade.model.showable import show_name
from torchgrade.reports.attempts import AttemptTally
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.charts import histogram
from torchgrade.reports.check_map import MapTally
from torchgrade.reports.checks import full_view
from torchgrade.reports.class_records import ClassPage, HiddenFailure
from torchgrade.reports.class_tables import TableLink
from torchgrade.reports.evidence import SHORT
from torchgrade.reports.items import ItemTally
from torchgrade.reports.mistake_groups import MistakeTally
from torchgrade.reports.problems import ProblemTally, UngradedTally, submission_link
from torchgrade.reports.records import Fact, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student import versions, warnings
from torchgrade.reports.student_table import Entry, student_table, table_entries
from torchgrade.reports.tallies import LARGE_CLASS, Examples, Tally

_MOST_HIDDEN = 30

Whole = Callable[[str], SubmissionResult | None]
"""Function that returns the whole result of a submission, if the results of the class are brief ones."""


class Students(NamedTuple):
    """Students of the class page: their table, or the pages that have it."""

    entries: Sequence[Entry]
    """Students of the table; none in a large class."""
    sections: SectionTally
    """Marks by section."""
    left_out: int = 0
    """Number of students who are not in the table."""
    pages: Sequence[TableLink] = ()
    """Pages with the students who are not in the table."""


def class_page(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    sentences: Sentences,
    names: Names,
    *,
    sections: Sequence[Section] = (),
    whole: Whole | None = None,
) -> ClassPage:
    """Return the contents of the class page; a large class has no table of the students.

    :param names: page of each submission (:func:`torchgrade.model.page_names.page_names`).
    :param whole: function that returns the whole result of a submission, if the results are brief ones.
    """
    by_section = SectionTally(rows)
    entries = table_entries(results, rows, by_section)
    first = list(islice(entries, LARGE_CLASS + 1))
    left_out = len(first) + sum(1 for _ in entries) if len(first) > LARGE_CLASS else 0
    students = Students([] if left_out else first, by_section, left_out)
    return class_tally(results, rows).view(sentences, names, students, sections=sections, whole=whole)


def class_tally(results: Sequence[SubmissionResult], rows: RunRows) -> ClassTally:
    """Return the numbers of a class, from one pass over its results."""
    tally = ClassTally(rows)
    for result in in_order(results):
        tally.add(result)
    return tally


class ClassTally:
    """Numbers and examples of a class, fed with one result at a time in the order of the ids; in no language.

    It keeps counts, and the first of whatever a page lists. Of each student it keeps a few bytes for the map.
    """

    def __init__(self, rows: RunRows, mixed: bytes = b"") -> None:
        """Start without a result.

        :param mixed: secret that mixes students with equal points in the map; empty to keep them in the order of ids.
        """
        self._rows = rows
        self._attempts = AttemptTally(rows)
        self._facts = _FactTally(rows)
        self._problems, self._ungraded = ProblemTally(rows), UngradedTally(rows)
        self._mistakes, self._items, self._map = MistakeTally(rows), ItemTally(rows), MapTally(rows, mixed)
        self._hidden: Examples[_Hidden] = Examples(_MOST_HIDDEN)
        self._parts = (self._facts, self._problems, self._ungraded, self._mistakes, self._items, self._map)

    def add(self, result: SubmissionResult) -> None:
        """Take one result."""
        for part in self._parts:
            part.add(result)
        for found in result.exercises:
            for check in found.checks:
                if check.hidden and check.outcome is Outcome.FAILED:
                    self._hidden.add(_Hidden(result.submission, found, check))

    def view(
        self,
        sentences: Sentences,
        names: Names,
        students: Students,
        *,
        sections: Sequence[Section] = (),
        whole: Whole | None = None,
    ) -> ClassPage:
        """Return the contents of the class page in the language of the sentences."""
        rows = self._rows
        mistakes, largest = self._mistakes.view(sentences, names)
        items = self._items.view(sentences, largest)
        problems, problems_left_out = self._problems.view(sentences, names)
        ungraded, ungraded_left_out = self._ungraded.view(sentences, names)
        return ClassPage(
            warnings=warnings(self._facts.kinds, sentences),
            chosen=_chosen(rows, sentences),
            facts=self._facts.view(sentences),
            problems=problems,
            problems_left_out=problems_left_out,
            histogram=histogram(self._facts.shares, sentences),
            exercises=items.exercises,
            map=self._map.view(sentences),
            students=student_table(students.entries, rows, sentences, names),
            students_left_out=students.left_out,
            pages=list(students.pages),
            hidden_failures=_hidden_views(self._hidden.kept, rows, sentences, names, whole),
            hidden_left_out=self._hidden.total - len(self._hidden.kept),
            not_graded=ungraded,
            not_graded_left_out=ungraded_left_out,
            is_regraded=any(one.kind is GradingKind.REGRADE for one in rows.generations),
            versions=versions(self._facts.kinds, sentences),
            sections=list(sections),
            items=items.summary,
            mistakes=mistakes,
            by_section=students.sections.view(sentences),
            attempts=self._attempts.view(sentences),
        )


def _chosen(rows: RunRows, sentences: Sentences) -> str:
    listed = sentences.joined(
        sentences.say(
            "class.exercise_points",
            exercise=show_name(exercise.exercise),
            max=points_text(exercise.max_points),
        )
        for exercise in rows.exercises
    )
    return sentences.say("class.chosen", exercises=listed, max=points_text(rows.max_points))


def final_points(result: SubmissionResult, rows: RunRows) -> float | None:
    """Return the points that count for a submission: those that a person decided, otherwise torchgrade's."""
    decided = rows.overrides.get(result.submission)
    return result.points if decided is None else decided.points


class _FactTally:
    """Numbers of the head of the page, fed with one result at a time."""

    def __init__(self, rows: RunRows) -> None:
        self._rows = rows
        self._statuses: Counter[RowStatus] = Counter()
        self._totals = Tally()
        self.shares = Tally()
        """Shares of the points, from 0 to 1."""
        self._kinds: dict[tuple[SandboxLevel, bool, bool], SubmissionResult] = {}

    def add(self, result: SubmissionResult) -> None:
        """Count one result."""
        self._statuses[row_status(result)] += 1
        points = final_points(result, self._rows)
        if points is not None:
            self._totals.add(points)
            if result.max_points:
                self.shares.add(min(points / result.max_points, 1.0))
        kind = result.sandbox, result.hidden_checks, result.environment is not None
        if kind not in self._kinds:
            self._kinds[kind] = replace(result, exercises=[], problems=[], files=[])

    @property
    def kinds(self) -> list[SubmissionResult]:
        """First result of each kind, as far as warnings and versions differ."""
        return list(self._kinds.values())

    def view(self, sentences: Sentences) -> list[Fact]:
        """Return the numbers."""
        totals, statuses = self._totals, self._statuses
        of = points_text(self._rows.max_points)
        refused = sum(not one.is_absent for one in self._rows.not_understood)
        numbers = [
            ("submissions", str(statuses.total())),
            ("graded", str(len(totals))),
            ("errors", str(statuses[RowStatus.ERROR])),
            ("not_understood", str(refused + statuses[RowStatus.NOT_UNDERSTOOD])),
        ]
        if totals:
            for name, value in (
                ("mean", statistics.fmean(totals)),
                ("median", statistics.median(totals)),
            ):
                numbers.append((name, sentences.say("points.many", points=mean_text(value), max=of)))
        return [Fact(name=sentences.say(f"class.{name}"), value=value) for name, value in numbers]


class _Hidden(NamedTuple):
    """Failed hidden check of a submission."""

    submission: str
    part: ExerciseResult
    check: CheckResult

    def whole(self, result: SubmissionResult | None) -> _Hidden:
        """Return the same check of the whole result."""
        if result is None:
            return self
        found = (
            _Hidden(self.submission, part, check)
            for part in result.exercises
            for check in part.checks
            if (part.exercise, check.check) == (self.part.exercise, self.check.check)
        )
        return next(found, self)


def _hidden_views(
    found: Sequence[_Hidden], rows: RunRows, sentences: Sentences, names: Names, whole: Whole | None
) -> list[HiddenFailure]:
    """Return failed hidden checks with the details that their students do not see (ruling 30)."""
    specs = {spec.check: spec for exercise in rows.exercises for spec in exercise.checks}
    if whole is not None:
        found = [one.whole(whole(one.submission)) for one in found]
    return [
        HiddenFailure(
            who=submission_link(one.submission, names),
            check=full_view(one.check, one.part, specs, sentences, SHORT),
        )
        for one in found
    ]
