"""Steps of "marks over time": the periods of the submissions, the gradings of the run, or the numbers of the attempts.

The times of the delivery are the best steps, because a teacher thinks in days and weeks. Without them the gradings are
the steps, and a run of one grading has the numbers of the attempts.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from torchgrade.model.history import Attempt, Generation, GradingKind
from torchgrade.model.rows import RunRows
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import Tally

MOST_STEPS = 12
"""Most periods or numbers of attempts; later attempts are counted together."""
_MOST_GRADINGS = 30
"""Most gradings; the first ones are left out."""
_DAYS = (1, 7, 14, 28, 84, 364, 3640)
"""Lengths of a period in days, of which the shortest one that gives few periods is used."""
_YEAR = 364
_MONDAY = datetime.date(2000, 1, 3).toordinal()


@dataclass(frozen=True, slots=True)
class Step:
    """State of the class after one step."""

    label: str
    """Name of the step."""
    short: str
    """Short name for a drawing."""
    new: int
    """Number of results that this step added."""
    marks: Tally
    """Points of the last result of each submission up to this step, of those that have points."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of a run."""

    column: str
    """Heading of the steps."""
    explained: str
    """Meaning of the steps."""
    steps: list[Step]
    """Steps, the first one first."""


class _Places:
    """Changes of the marks at places in time, fed with the results of one submission at a time."""

    def __init__(self) -> None:
        self.new: Counter[int] = Counter()
        """Number of results at each place."""
        self.changes: dict[int, Counter[float]] = {}
        """Marks that appear at each place, and that a later result replaces there, as numbers under 0."""

    def add(self, placed: Iterable[tuple[int, Attempt]]) -> None:
        """Take the results of a submission with their places, the first place first."""
        before: float | None = None
        for place, one in placed:
            self.new[place] += 1
            changes = self.changes.setdefault(place, Counter())
            # The last of several results of one submission replaces the others.
            if before is not None:
                changes[before] -= 1
            if one.points is not None:
                changes[one.points] += 1
            before = one.points

    def steps(self, start: Callable[[int], int], label: Callable[[int], tuple[str, str]]) -> list[Step]:
        """Return the steps.

        :param start: function that returns the step of a place.
        :param label: function that returns the name and the short name of a step.
        """
        marks: Counter[float] = Counter()
        new: Counter[int] = Counter()
        found: dict[int, Tally] = {}
        for place in sorted(self.new):
            step = start(place)
            new[step] += self.new[place]
            marks.update(self.changes[place])
            found[step] = Tally.of(marks)
        return [Step(*label(step), new=new[step], marks=tally) for step, tally in found.items()]


class StepTally:
    """Steps of a run, fed with the results of one submission at a time."""

    def __init__(self, rows: RunRows) -> None:
        self._rows = rows
        self._days, self._gradings, self._numbers = _Places(), _Places(), _Places()

    def add(self, results: Sequence[Attempt], tries: Sequence[Attempt]) -> None:
        """Take the results of one submission, and its attempts (:func:`torchgrade.reports.attempts.tries_of`)."""
        in_time = sorted(((_day(one.at), one) for one in tries), key=lambda pair: (pair[0], pair[1].at))
        self._days.add(in_time)
        self._gradings.add(sorted(((one.generation, one) for one in results), key=lambda pair: pair[0]))
        self._numbers.add((min(number, MOST_STEPS), one) for number, one in enumerate(tries, 1))

    def view(self, sentences: Sentences) -> Steps:
        """Return the steps."""
        return self._by_day(sentences) or self._by_grading(sentences) or self._by_number(sentences)

    def _by_day(self, sentences: Sentences) -> Steps | None:
        """Return the days or longer periods of the submissions; None if a time is not known or all are of one day."""
        known = self._days.new.keys()
        if 0 in known or len(known) < 2:
            return None
        length = next(length for length in _DAYS if len({_start(day, length) for day in known}) <= MOST_STEPS)

        def label(start: int) -> tuple[str, str]:
            first = datetime.date.fromordinal(start)
            last = datetime.date.fromordinal(start + length - 1)
            if length == 1:
                return first.isoformat(), first.strftime("%m-%d")
            text = sentences.say("attempts.period", first=first.isoformat(), last=last.isoformat())
            return text, first.strftime("%m-%d" if length < _YEAR else "%Y")

        return Steps(
            column=sentences.say("attempts.period_column"),
            explained=sentences.say("attempts.period_explained"),
            steps=self._days.steps(lambda day: _start(day, length), label),
        )

    def _by_grading(self, sentences: Sentences) -> Steps | None:
        """Return the gradings with a result, or None if all results are of one grading."""
        if len(self._gradings.new) < 2:
            return None
        generations = {one.number: one for one in self._rows.generations}
        steps = self._gradings.steps(int, lambda number: _grading(number, generations.get(number), sentences))
        return Steps(
            column=sentences.say("attempts.grading_column"),
            explained=sentences.say("attempts.grading_explained"),
            steps=steps[-_MOST_GRADINGS:],
        )

    def _by_number(self, sentences: Sentences) -> Steps:
        """Return the numbers of the attempts; attempts after the last number are counted with it."""

        def label(number: int) -> tuple[str, str]:
            entry = "attempts.number_or_later" if number == MOST_STEPS else "attempts.number"
            return sentences.say(entry, number=number), str(number)

        return Steps(
            column=sentences.say("attempts.number_column"),
            explained=sentences.say("attempts.number_explained"),
            steps=self._numbers.steps(int, label),
        )


def _day(at: str) -> int:
    """Return the number of the day of a time, or 0 if it is not known."""
    try:
        return datetime.date.fromisoformat(at[:10]).toordinal()
    except ValueError:
        return 0


def _start(day: int, length: int) -> int:
    """Return the first day of the period that contains a day; longer periods start on a Monday."""
    return _MONDAY + (day - _MONDAY) // length * length


def _grading(number: int, generation: Generation | None, sentences: Sentences) -> tuple[str, str]:
    """Return the name of a grading with its time, and its number."""
    at = "" if generation is None else generation.at.replace("T", " ")[:16]
    entry = "regrade" if generation is not None and generation.kind is GradingKind.REGRADE else "grading"
    return sentences.say(f"attempts.{entry}" if at else f"attempts.{entry}_undated", number=number, at=at), str(number)
