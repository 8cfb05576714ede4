"""Steps of "marks over time": the periods of the submissions, the gradings of the run, or the numbers of the attempts.

The times of the delivery are the best steps, because a teacher thinks in days and weeks. Without them the gradings are
the steps, and a run of one grading has the numbers of the attempts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torchgrade.model.history import Attempt, Generation, GradingKind
from torchgrade.model.rows import RunRows
from torchgrade.reports.sentences import Sentences

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
    latest: tuple[Attempt, ...]
    """Last result of each submission up to this step."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of a run."""

    column: str
    """Heading of the steps."""
    explained: str
    """Meaning of the steps."""
    steps: list[Step]
    """Steps, the first one first."""


def steps_of(rows: RunRows, tries: Mapping[str, Sequence[Attempt]], sentences: Sentences) -> Steps:
    """Return the steps of a run.

    :param tries: attempts of each submission, as :func:`torchgrade.reports.attempts.tries_of` returns them.
    """
    return _periods(tries, sentences) or _gradings(rows, sentences) or _numbers(tries, sentences)


def _periods(tries: Mapping[str, Sequence[Attempt]], sentences: Sentences) -> Steps | None:
    """Return the days or longer periods of the submissions, or None if a time is not known or all are of one day."""
    days = {name: [_day(one.at) for one in attempts] for name, attempts in tries.items()}
    known = [day for found in days.values() for day in found]
    if 0 in known or len(set(known)) < 2:
        return None
    length = next(length for length in _DAYS if len({_start(day, length) for day in known}) <= MOST_STEPS)
    placed = {
        name: sorted(
            ((_start(day, length), one) for day, one in zip(days[name], attempts, strict=True)),
            key=lambda pair: (pair[0], pair[1].at),
        )
        for name, attempts in tries.items()
    }

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
        steps=_collect(placed, label),
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


def _gradings(rows: RunRows, sentences: Sentences) -> Steps | None:
    """Return the gradings with a result, or None if all results are of one grading."""
    placed: dict[str, list[tuple[int, Attempt]]] = {}
    for one in rows.attempts:
        placed.setdefault(one.submission, []).append((one.generation, one))
    if len({number for found in placed.values() for number, _ in found}) < 2:
        return None
    generations = {one.number: one for one in rows.generations}
    return Steps(
        column=sentences.say("attempts.grading_column"),
        explained=sentences.say("attempts.grading_explained"),
        steps=_collect(placed, lambda number: _grading(number, generations.get(number), sentences))[-_MOST_GRADINGS:],
    )


def _grading(number: int, generation: Generation | None, sentences: Sentences) -> tuple[str, str]:
    """Return the name of a grading with its time, and its number."""
    at = "" if generation is None else generation.at.replace("T", " ")[:16]
    entry = "regrade" if generation is not None and generation.kind is GradingKind.REGRADE else "grading"
    return sentences.say(f"attempts.{entry}" if at else f"attempts.{entry}_undated", number=number, at=at), str(number)


def _numbers(tries: Mapping[str, Sequence[Attempt]], sentences: Sentences) -> Steps:
    """Return the numbers of the attempts; attempts after the last number are counted with it."""
    placed = {
        name: [(min(number, MOST_STEPS), one) for number, one in enumerate(attempts, 1)]
        for name, attempts in tries.items()
    }

    def label(number: int) -> tuple[str, str]:
        entry = "attempts.number_or_later" if number == MOST_STEPS else "attempts.number"
        return sentences.say(entry, number=number), str(number)

    return Steps(
        column=sentences.say("attempts.number_column"),
        explained=sentences.say("attempts.number_explained"),
        steps=_collect(placed, label),
    )


def _collect(
    placed: Mapping[str, Sequence[tuple[int, Attempt]]], label: Callable[[int], tuple[str, str]]
) -> list[Step]:
    """Return the steps of results that have places in time, each submission in its order."""
    latest: dict[str, Attempt] = {}
    by_place: dict[int, list[Attempt]] = {}
    for found in placed.values():
        for place, one in found:
            by_place.setdefault(place, []).append(one)
    steps = []
    for place in sorted(by_place):
        # The last of several results of one submission replaces the others.
        latest.update((one.submission, one) for one in by_place[place])
        name, short = label(place)
        steps.append(Step(label=name, short=short, new=len(by_place[place]), latest=tuple(latest.values())))
    return steps
