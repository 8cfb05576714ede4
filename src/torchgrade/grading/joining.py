"""Registers and histories of several runs, joined to those of one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

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
    not_understood: list[NotUnderstood] = []
    problems: list[Note] = []
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
        not_understood = joined([not_understood, part.not_understood])
        problems = joined([problems, part.problems])
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
        not_understood=tuple(one for one in not_understood if not (one.is_absent and one.name in shown)),
        problems=tuple(problems),
        sources=_join_sources(sources, are_shards=are_shards),
    )


def _take(known: dict[str, _One], new: Mapping[str, _One], owners: Mapping[str, int], place: int) -> None:
    """Add what a run knows about submissions; what their owner knows replaces what another run knows."""
    for name, one in new.items():
        if name not in known or owners.get(name) == place:
            known[name] = one


def joined(parts: Iterable[Iterable[_One]]) -> list[_One]:
    """Return the records of the first part, then each further record as often as some part has it."""
    found: list[_One] = []
    for part in parts:
        have = Counter(map(msgspec.json.encode, found))
        for one in part:
            text = msgspec.json.encode(one)
            if have[text]:
                have[text] -= 1
            else:
                found.append(one)
    return found


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


def join_decisions(parts: Iterable[Iterable[Decision]]) -> list[Decision]:
    """Return the decisions on the marks of several runs, by their times.

    The decisions of one run keep their order, because a clock may have gone back. So the last one still counts.
    """
    found: list[Decision] = []
    for part in parts:
        place = 0
        for one in part:
            after = range(place, len(found))
            place = next((index for index in after if found[index] == one), -1)
            if place < 0:
                place = next((index for index in after if found[index].at > one.at), len(found))
                found.insert(place, one)
            place += 1
    return found
