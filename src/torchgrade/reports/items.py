"""Item analysis of the class page: how hard each check is, and how well it tells students apart.

The words and the limits are those of Moodle's quiz statistics and of PrairieLearn's question statistics.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.showable import show_name
from torchgrade.reports.exercises import exercise_title
from torchgrade.reports.item_columns import Column, Columns, Gap, Reliability, ReliabilityTally
from torchgrade.reports.item_numbers import LEAST, correlation, efficiency, fifths
from torchgrade.reports.item_records import CheckRow, ExerciseRows, Flag, ItemSummary
from torchgrade.reports.records import Fact, Link
from torchgrade.reports.sentences import Sentences

_LOW, _EASY, _HARD = 0.2, 95, 20
"""Discrimination under which a check is flagged, and percents that are easy and hard (PrairieLearn, formats.md 4.4)."""
_ERRORS = 0.02
_GAP = 20
"""Percentage points between shown and hidden checks from which an exercise is flagged."""
_SATISFACTORY, _UNSATISFACTORY = 0.75, 0.64
"""Moodle, Quiz report statistics: coefficient of internal consistency."""
_FLAGS = ("errors", "negative", "low", "gap", "hard", "easy")
"""Names of the flags, the most severe first."""
_TERMS = ("passed", "discrimination", "efficiency", "fifths", "reliability")
_MOST_PLACES = 12
_NOBODY = Column()


class Items(NamedTuple):
    """Item analysis of a run."""

    summary: ItemSummary
    """Head of the section."""
    exercises: list[ExerciseRows]
    """Exercises in the order of the course."""


class _Place(NamedTuple):
    """Row of a check or an exercise with the names of its flags."""

    link: Link
    flags: list[str]


class ItemTally:
    """Item analysis of a class, fed with one result at a time."""

    def __init__(self, rows: RunRows) -> None:
        self._exercises = rows.exercises
        self._columns = Columns()
        self._reliability = ReliabilityTally(rows.exercises)
        self._statuses: dict[str, Counter[Status]] = {one.exercise: Counter() for one in rows.exercises}

    def add(self, result: SubmissionResult) -> None:
        """Count one result."""
        self._columns.add(result)
        self._reliability.add(result)
        for part in result.exercises:
            if part.exercise in self._statuses:
                self._statuses[part.exercise][part.status] += 1

    def view(self, sentences: Sentences, mistakes: Mapping[str, Link]) -> Items:
        """Return the item analysis.

        :param mistakes: link to the largest group of students with the same failure, by check.
        """
        columns = self._columns.by_check
        view = _View(self._columns, sentences, mistakes)
        exercises = [view.exercise(exercise, self._statuses[exercise.exercise]) for exercise in self._exercises]
        largest = max((column.scored for column in columns.values()), default=0)
        reliability, meaning = _reliability(self._reliability.view(), sentences)
        summary = ItemSummary(
            reliability=reliability,
            meaning=meaning,
            few=sentences.count("items.few", largest, least=LEAST) if columns and largest < LEAST else "",
            flags=_flags(view.places, sentences),
            terms=_terms(sentences, has_gap=any(exercise.gap for exercise in exercises)),
        )
        return Items(summary, exercises)


def item_anchor(name: str) -> str:
    """Return the id of the row of a check, or of the part of an exercise."""
    return "item-" + re.sub(r"[^\w.-]", "-", name)


class _View:
    """View of the exercises of a run; collects the flags in ``places``."""

    def __init__(self, columns: Columns, sentences: Sentences, mistakes: Mapping[str, Link]) -> None:
        self._columns, self._sentences, self._mistakes = columns, sentences, mistakes
        self.places: list[_Place] = []

    def exercise(self, exercise: Exercise, statuses: Counter[Status]) -> ExerciseRows:
        """Return the part of one exercise, from the numbers of its results with each status."""
        sentences = self._sentences
        counts = [
            sentences.count(f"class.count_{status}", statuses[status])
            for status in Status
            if statuses[status] or status is Status.GRADED
        ]
        gap = self._columns.gap(exercise)
        flags = ["gap"] if gap is not None and gap.submissions >= LEAST and _points_apart(gap) >= _GAP else []
        title, anchor = exercise_title(exercise.exercise, exercise, sentences), item_anchor(exercise.exercise)
        self.places.append(_Place(Link(text=title, href=f"#{anchor}"), flags))
        return ExerciseRows(
            title=title,
            anchor=anchor,
            signature=show_name(exercise.signature),
            counts=sentences.joined(counts, "clause"),
            gap=_gap_words(gap, sentences) if gap is not None else "",
            flags=[_word(flag, sentences) for flag in flags],
            checks=[self._check(spec, title) for spec in exercise.checks],
        )

    def _check(self, spec: CheckSpec, exercise: str) -> CheckRow:
        sentences, column = self._sentences, self._columns.by_check.get(spec.check, _NOBODY)
        is_large = column.scored >= LEAST
        found = correlation(column.pairs) if is_large else None
        ceiling = efficiency(column.pairs) if is_large else None
        title, anchor = sentences.title(spec.check, spec.title), item_anchor(spec.check)
        flags = _check_flags(column, found)
        named = sentences.say("items.place", exercise=exercise, check=title)
        self.places.append(_Place(Link(text=named, href=f"#{anchor}"), flags))
        return CheckRow(
            title=title,
            sentence=sentences.requirement(spec.check, spec.sentence),
            check=show_name(spec.check),
            anchor=anchor,
            hidden=spec.hidden,
            passed=column.outcomes[Outcome.PASSED],
            tried=column.tried,
            failed=column.outcomes[Outcome.FAILED],
            skipped=column.outcomes[Outcome.SKIPPED],
            errors=column.outcomes[Outcome.ERROR],
            percent=_percent(column.share),
            others=_others(column, sentences),
            discrimination=number_text(found),
            efficiency="" if ceiling is None else sentences.say("class.percent", percent=_signed(_percent(ceiling))),
            no_discrimination=_why_none(column, sentences) if found is None else "",
            fifths=[_percent(share) for share in fifths(column.pairs)] if is_large else [],
            flags=[_word(flag, sentences) for flag in flags],
            mistake=self._mistakes.get(spec.check),
        )


def _others(column: Column, sentences: Sentences) -> str:
    rare = [outcome for outcome in (Outcome.FAILED, Outcome.SKIPPED, Outcome.ERROR) if column.outcomes[outcome]]
    return sentences.joined([sentences.count(f"items.{one}", column.outcomes[one]) for one in rare], "clause")


def _check_flags(column: Column, found: float | None) -> list[str]:
    """Return the flags of a check; compare the numbers as the page shows them."""
    flags = []
    runs, errors = column.outcomes.total(), column.outcomes[Outcome.ERROR]
    if errors > _ERRORS * runs:
        flags.append("errors")
    if column.tried < LEAST:
        return flags
    percent = _percent(column.share)
    if found is not None and percent <= _EASY:
        if round(found, 2) < 0:
            flags.append("negative")
        elif round(found, 2) < _LOW:
            flags.append("low")
    if percent < _HARD:
        flags.append("hard")
    elif percent > _EASY:
        flags.append("easy")
    return flags


def _why_none(column: Column, sentences: Sentences) -> str:
    """Return the reason why a check has no discrimination."""
    if not column.pairs:
        return ""
    if column.scored < LEAST:
        return sentences.say("items.none_few")
    return sentences.say("items.none_score" if column.has_one_score else "items.none_rest")


def _reliability(found: Reliability, sentences: Sentences) -> tuple[str, str]:
    """Return the sentence with alpha and the sentence on its meaning, or the reason why there is no alpha."""
    if found.submissions < LEAST:
        return sentences.count("items.reliability_few", found.submissions, least=LEAST), ""
    if found.alpha is None:
        return sentences.say("items.reliability_alike"), ""
    value = sentences.say(
        "items.reliability", alpha=number_text(found.alpha), submissions=found.submissions, checks=found.checks
    )
    shown = round(found.alpha, 2)
    level = "high" if shown > _SATISFACTORY else "middle" if shown >= _UNSATISFACTORY else "low"
    return value, sentences.say(f"items.reliability_{level}")


def _gap_words(gap: Gap, sentences: Sentences) -> str:
    said = [
        sentences.say(
            "items.gap",
            shown=_percent(gap.shown),
            hidden=_percent(gap.hidden),
            gap=_signed(_points_apart(gap)),
        ),
    ]
    if gap.passed_shown:
        said.append(sentences.count("items.fitted", gap.fitted, passed=gap.passed_shown))
    return sentences.joined(said, "sentence")


def _points_apart(gap: Gap) -> int:
    """Return the difference of the two percents that the page shows."""
    return _percent(gap.shown) - _percent(gap.hidden)


def _flags(found_places: Sequence[_Place], sentences: Sentences) -> list[Flag]:
    found = []
    for name in _FLAGS:
        places = [place.link for place in found_places if name in place.flags]
        if places:
            found.append(
                Flag(
                    word=_word(name, sentences),
                    sentence=sentences.say(f"items.flag_{name}.sentence"),
                    places=places[:_MOST_PLACES],
                    left_out=max(0, len(places) - _MOST_PLACES),
                )
            )
    return found


def _terms(sentences: Sentences, *, has_gap: bool) -> list[Fact]:
    names = (*_TERMS, "gap") if has_gap else _TERMS
    return [
        Fact(name=sentences.say(f"items.term_{name}.name"), value=sentences.say(f"items.term_{name}.text"))
        for name in names
    ]


def _word(flag: str, sentences: Sentences) -> str:
    return sentences.say(f"items.flag_{flag}.word")


def _percent(share: float) -> int:
    return round(100 * share)


def number_text(number: float | None) -> str:
    """Return a number with two decimals and a true minus sign; empty without a number."""
    if number is None:
        return ""
    return _signed(f"{round(number, 2) + 0.0:.2f}")


def _signed(number: int | str) -> str:
    return str(number).replace("-", "\N{MINUS SIGN}")
