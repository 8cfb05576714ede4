"""Registers and histories of several runs, joined to those of one run."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct, structs

from torchgrade.grading.history import Decision
from torchgrade.model.history import Generation
from torchgrade.model.people import Delivered, Enrolled, Sources
from torchgrade.model.results import Note
from torchgrade.model.rows import NotUnderstood
from torchgrade.model.showable import show_name

_One = TypeVar("_One")


class Registered(Struct, frozen=True, kw_only=True):
    """Register of one run, or of several runs together."""

    enrolled: tuple[Enrolled, ...] = ()
    """People of the class."""
    delivered: tuple[Delivered, ...] = ()
    """Names of the submissions in their deliveries."""
    groups: dict[str, tuple[str, ...]] = {}
    """Ids of the members of each submission of a group."""
    not_understood: tuple[NotUnderstood, ...] = ()
    """Inputs without a result."""
    problems: tuple[Note, ...] = ()
    """Problems of the run as a whole."""
    sources: Sources | None = None
    """Places that were read; None if they are not known."""


def join_registers(parts: Iterable[Registered], owners: Mapping[str, int], *, are_shards: bool) -> Registered:
    """Return the register of several runs together, in the order of the first run.

    :param parts: registers, each read when it is asked for, because each may be as long as the class.
    :param owners: place in ``parts`` of the run that graded a submission, and therefore knows its people best.
    :param are_shards: whether every run read the whole class.
    """
    people: dict[str, list[Enrolled]] = {}
    absent: dict[str, Enrolled] = {}
    order: dict[tuple[str, str], None] = {}
    delivered: dict[str, Delivered] = {}
    groups: dict[str, tuple[str, ...]] = {}
    not_understood: Joined[NotUnderstood] = Joined()
    problems: Joined[Note] = Joined()
    sources: list[Sources | None] = []
    for place, part in enumerate(parts):
        rows: dict[str, list[Enrolled]] = {}
        for one in part.enrolled:
            order.setdefault((one.submission, "" if one.submission else one.key))
            if one.submission:
                rows.setdefault(one.submission, []).append(one)
            else:
                absent.setdefault(one.key, one)
        _take(people, rows, owners, place)
        _take(delivered, {one.submission: one for one in part.delivered}, owners, place)
        _take(groups, part.groups, owners, place)
        not_understood.add(part.not_understood)
        problems.add(part.problems)
        if part != Registered():
            # A merged run that is new knows no place yet.
            sources.append(part.sources)
    present = {one.key for rows in people.values() for one in rows}
    shown = {show_name(key) for key in present}
    units = (people[name] if name else [absent[key]] for name, key in order if name or key not in present)
    return Registered(
        enrolled=tuple(chain.from_iterable(units)),
        delivered=tuple(delivered.values()),
        groups=groups,
        # A student may be absent from one part of the class and present in another.
        not_understood=tuple(one for one in not_understood.records if not (one.is_absent and one.name in shown)),
        problems=tuple(problems.records),
        sources=_join_sources(sources, are_shards=are_shards),
    )


def _take(known: dict[str, _One], new: Mapping[str, _One], owners: Mapping[str, int], place: int) -> None:
    """Add what a run knows about submissions; what their owner knows replaces what another run knows."""
    for name, one in new.items():
        if name not in known or owners.get(name) == place:
            known[name] = one


class Joined(Generic[_One]):
    """Records of the first part, then each further record as often as some part has it."""

    def __init__(self) -> None:
        self.records: list[_One] = []
        self._have: Counter[bytes] = Counter()

    def add(self, part: Iterable[_One]) -> None:
        """Add the records of one more part."""
        used: Counter[bytes] = Counter()
        for one in part:
            text = msgspec.json.encode(one)
            used[text] += 1
            if used[text] > self._have[text]:
                self._have[text] += 1
                self.records.append(one)


def _join_sources(parts: Sequence[Sources | None], *, are_shards: bool) -> Sources | None:
    """Return the places of all runs; None if one command cannot read them all in the same way.

    Shards read the whole class, so two places are two copies of it.
    """
    known = [one for one in parts if one is not None]
    paths = tuple(dict.fromkeys(path for one in known for path in one.paths))
    whole = [structs.replace(one, paths=paths) for one in known]
    is_one_way = len(known) == len(parts) and all(one == whole[0] for one in whole)
    if not whole or not is_one_way or (are_shards and any(one.paths != paths for one in known)):
        return None
    return whole[0]


def join_generations(parts: Sequence[Sequence[Generation]]) -> tuple[list[Generation], list[dict[int, int]]]:
    """Return the gradings of several runs together, and for each run the new number of each of its gradings.

    Gradings of the same kind and checks become one, in the order of each run. The numbers of the first run stay.
    """
    found: list[Generation] = []
    numbers: list[dict[int, int]] = [{} for _ in parts]
    # A longer history has more places for the gradings of the others.
    further = sorted(range(1, len(parts)), key=lambda place: -len(parts[place]))
    for place in (0, *further):
        after = 0
        for one in parts[place]:
            alike = (
                index
                for index in range(after, len(found))
                if place and (found[index].kind, found[index].checks) == (one.kind, one.checks)
            )
            index = next(alike, len(found))
            if index == len(found):
                found.append(structs.replace(one, number=one.number if not place else len(found) + 1))
            else:
                found[index] = _both(found[index], one)
            numbers[place][one.number] = found[index].number
            after = index + 1
    return found, numbers


def _both(one: Generation, other: Generation) -> Generation:
    exercises = tuple(dict.fromkeys((*one.exercises, *other.exercises)))
    return structs.replace(one, at=min(one.at, other.at), exercises=exercises)


def join_decisions(parts: Iterable[Sequence[Decision]]) -> list[Decision]:
    """Return the decisions on the marks of several runs, by their times.

    The decisions of one run keep their order, because a clock may have gone back. So the last one still counts.
    """
    found: list[Decision] = []
    # Parts without a decision are left out, because each part costs a pass over all decisions.
    for part in filter(None, parts):
        found = _with_decisions(found, part)
    return found


def _with_decisions(found: Sequence[Decision], part: Iterable[Decision]) -> list[Decision]:
    """Return decisions with those of one more run among them."""
    places: dict[Decision, list[int]] = {}
    for index, one in enumerate(found):
        places.setdefault(one, []).append(index)
    both: list[Decision] = []
    place = 0
    for one in part:
        alike = places.get(one, ())
        after = bisect.bisect_left(alike, place)
        if after < len(alike):
            end = alike[after] + 1
            both += found[place:end]
        else:
            end = next((index for index in range(place, len(found)) if found[index].at > one.at), len(found))
            both += (*found[place:end], one)
        place = end
    both += found[place:]
    return both
