"""Several runs of one class, joined into one run: shards of several machines, or parts that were graded apart."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, structs

from torchgrade.errors import UsageError
from torchgrade.grading.configuration import merge_differences
from torchgrade.grading.database import unchanged
from torchgrade.grading.history import EarlierRow
from torchgrade.grading.joining import Registered, join_decisions, join_generations, join_registers
from torchgrade.grading.kept_rows import KeptRow
from torchgrade.grading.outputs import write_outputs
from torchgrade.grading.regrade import kept_of
from torchgrade.grading.shards import shard_of
from torchgrade.grading.storage import storage_error
from torchgrade.grading.store import Kept, Made, Store
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import Shard
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins

_MOST_NAMED = 5
_Read = TypeVar("_Read")


class Part(Struct, frozen=True, kw_only=True):
    """A run that is joined with others."""

    store: Store
    """The opened run."""
    kept: Kept
    """Configuration and course of the run."""
    has_results: bool
    """Whether the run has a result. A shard without a submission has none, and a regrade leaves it as it was."""

    @property
    def shard(self) -> Shard | None:
        """Part of the class that the run grades; None for all of its listing."""
        return self.kept.config.shard

    @property
    def shown(self) -> str:
        """Folder of the run, safe to show."""
        return show_name(str(self.store.folder))

    def records(self) -> list[tuple[Generation, bool]]:
        """Return the gradings of the run, each with whether it was completed."""
        return self.store.history.records()

    def registered(self) -> Registered:
        """Return the register of the run."""
        register = self.store.register
        return Registered(
            enrolled=register.enrolled(),
            delivered=register.delivered(),
            groups=register.groups(),
            not_understood=register.not_understood(),
            problems=register.problems(),
            sources=register.sources(),
        )


class Merged(Struct, frozen=True, kw_only=True):
    """Outcome of a merge."""

    page: Path
    """Class page of the merged run."""
    graded: int
    """Number of submissions with a result."""
    missing: tuple[str, ...]
    """Ids of the submissions without a result, sorted."""
    of: int
    """Number of shards; 0 without shards."""
    absent: dict[int, int]
    """Number of missing submissions of each shard of which no run was given, by the number of the shard."""
    interrupted: tuple[Path, ...]
    """Runs with a grading that was interrupted."""


def merge_runs(folders: Sequence[Path], out: Path, plugins: Plugins, languages: Sequence[str] = ("en",)) -> Merged:
    """Join runs into one, in one transaction, and write its files. A run that is joined twice changes nothing.

    :param languages: those of the pages, the main one first.
    :raises UsageError: a folder is no run, or is being written; runs differ in their configuration or in the result
        of one submission; ``out`` cannot be the merged run.
    """
    with contextlib.ExitStack() as opened:
        parts = sorted(
            (_open(folder, opened) for folder in _distinct(folders, out)),
            key=lambda part: 0 if part.shard is None else part.shard.number,
        )
        first = max(parts, key=lambda part: part.has_results)
        for part in parts:
            _require_alike(first, part)
        store = opened.enter_context(Store(out, writing=True))
        target = _part(store, store.kept() or _whole(first.kept))
        if target.shard is not None:
            raise UsageError(told("error.merge.out_is_shard", name=target.shown, shard=str(target.shard)))
        _require_alike(target, first)
        with store.at_once():
            if not target.has_results:
                store.keep_configuration(_whole(first.kept))
            missing = _join(target, parts)
        of = max((part.shard.of for part in parts if part.shard), default=0)
        by_shard = Counter(shard_of(name, of) for name in missing) if of else {}
        given = {part.shard.number for part in parts if part.shard}
        return Merged(
            page=write_outputs(store, plugins, languages),
            graded=store.count(),
            missing=missing,
            of=of,
            absent={number: count for number, count in sorted(by_shard.items()) if number not in given},
            interrupted=tuple(part.store.folder for part in parts if not all(map(_is_finished, part.records()))),
        )


def _distinct(folders: Sequence[Path], out: Path) -> list[Path]:
    """Return the folders, each once.

    :raises UsageError: one of them is ``out``.
    """
    by_place = {folder.resolve(): folder for folder in reversed(folders)}
    if out.resolve() in by_place:
        raise UsageError(told("error.merge.itself", name=show_name(str(out))))
    return list(reversed(by_place.values()))


def _open(folder: Path, opened: contextlib.ExitStack) -> Part:
    """Open a run that nobody else writes until the stack closes."""
    store = opened.enter_context(Store(folder, writing=False))
    opened.enter_context(unchanged(folder))
    opened.enter_context(store.snapshot())
    return _part(store, kept_of(store))


def _part(store: Store, kept: Kept) -> Part:
    return Part(store=store, kept=kept, has_results=store.count() > 0)


def _whole(kept: Kept) -> Kept:
    return structs.replace(kept, config=structs.replace(kept.config, shard=None))


def _require_alike(one: Part, other: Part) -> None:
    """Refuse runs whose results do not belong into one gradebook.

    :raises UsageError: names each difference.
    """
    found = merge_differences(one.kept, other.kept, with_versions=one.has_results and other.has_results)
    if found:
        differences = listed(found, "semicolon")
        raise UsageError(told("error.merge.differs", name=one.shown, other=other.shown, differences=differences))


def _join(target: Part, parts: Sequence[Part]) -> tuple[str, ...]:
    """Write everything that the runs know; return the submissions without a result."""
    store = target.store
    everyone = [target, *parts]
    records = [part.records() for part in everyone]
    generations, numbers = join_generations([[one for one, _ in record] for record in records])
    owners = dict.fromkeys(store.graded(), 0)
    present = store.graded() - store.gone()
    for place, part in enumerate(parts, 1):
        # A listing of the merged run is later than those of the parts.
        present |= {name for name in part.store.graded() - part.store.gone() if owners.get(name) != 0}
        _Taking(everyone, owners, place, numbers[place]).take()
    register = join_registers(
        (part.registered() for part in everyone), owners, are_shards=any(part.shard for part in parts)
    )
    store.register.keep_listing(present, register.not_understood, register.problems, register.groups)
    store.register.keep_people(register.enrolled, register.delivered, register.sources)
    store.history.keep_decisions(join_decisions([part.store.history.decisions() for part in everyone]))
    missing = tuple(sorted({one.submission for one in register.enrolled if one.submission} - store.graded()))
    store.history.keep_records(
        [
            (one, _are_finished(one, records, numbers) and not (missing and _is_last_grade(one, generations)))
            for one in generations
        ]
    )
    return missing


def _is_finished(record: tuple[Generation, bool]) -> bool:
    return record[1]


def _are_finished(
    one: Generation, records: Sequence[Sequence[tuple[Generation, bool]]], numbers: Sequence[Mapping[int, int]]
) -> bool:
    """Return whether a grading of the merged run is complete in every part, or in the merged run if no part has it."""
    found = [
        [is_finished for before, is_finished in record if renumbered[before.number] == one.number]
        for record, renumbered in zip(records, numbers, strict=True)
    ]
    return all(itertools.chain(*found[1:])) if any(found[1:]) else all(found[0])


def _is_last_grade(one: Generation, generations: Sequence[Generation]) -> bool:
    """Return whether ``grade`` can continue a grading with the submissions that are missing."""
    return one is generations[-1] and one.kind is GradingKind.GRADE


class _Taking:
    """Results and earlier results of one run on their way into the merged run."""

    def __init__(
        self, everyone: Sequence[Part], owners: dict[str, int], place: int, numbers: Mapping[int, int]
    ) -> None:
        """Prepare to take the results of ``everyone[place]`` into ``everyone[0]``.

        :param owners: place of the run of each result that the merged run has; results taken now are added.
        :param numbers: number in the merged run of each grading of the part.
        """
        self._everyone, self._owners, self._place, self._numbers = everyone, owners, place, numbers
        self._into, self._part = everyone[0].store, everyone[place]

    def take(self) -> None:
        """Take every result, one at a time.

        :raises UsageError: another run has another result of the same submission.
        """
        differing: dict[int, list[str]] = {}
        for row in _read(self._part, self._part.store.rows):
            name = row.result.submission
            there = self._into.rows.of(name)
            if there is None or self._is_later(row, there):
                number = self._number(row.generation)
                made = Made(generation=number, digest=row.digest, at=row.at, versions=row.versions)
                self._into.keep(row.key, row.result, made)
                self._owners[name] = self._place
            elif not self._is_known(row, there):
                differing.setdefault(self._owners[name], []).append(name)
        if differing:
            place, names = next(iter(differing.items()))
            raise self._conflict(self._everyone[place], names)
        for earlier in _read(self._part, self._part.store.history.rows()):
            self._keep_earlier(earlier)

    def _is_later(self, row: KeptRow, there: KeptRow) -> bool:
        """Return whether a result replaces the one in the merged run: the run graded the submission again since."""
        if there.result.points is None:
            return row.result.points is not None
        return not _is_same(row, there) and _had(self._part.store, there)

    def _is_known(self, row: KeptRow, there: KeptRow) -> bool:
        """Return whether the merged run lacks nothing: it has the result, or had it. An error of ours adds nothing."""
        return row.result.points is None or _is_same(row, there) or _had(self._into, row)

    def _conflict(self, other: Part, names: Sequence[str]) -> UsageError:
        some = listed(map(show_name, names[:_MOST_NAMED]))
        values: dict[str, Value] = {"name": self._part.shown, "other": other.shown, "count": len(names), "names": some}
        return UsageError(told("error.merge.overlap", **values))

    def _keep_earlier(self, row: EarlierRow) -> None:
        attempt = structs.replace(row.attempt, generation=self._number(row.attempt.generation))
        new = structs.replace(row, generation=self._number(row.generation), attempt=attempt)
        there = self._into.history.rows(attempt.submission)
        if all((one.generation, one.key, one.attempt) != (new.generation, new.key, attempt) for one in there):
            self._into.history.keep(new)

    def _number(self, generation: int) -> int:
        return self._numbers.get(generation, generation)


def _read(part: Part, rows: Iterable[_Read]) -> Iterator[_Read]:
    """Yield rows of a run. An error of its database names this run, because the merged one is open as well."""
    try:
        yield from rows
    except sqlite3.Error as error:
        raise storage_error(part.store.folder, error, part.store.count) or error from error


def _is_same(one: KeptRow, other: KeptRow) -> bool:
    """Return whether two results of one submission are about the same files and differ in their seconds at most."""
    return one.digest == other.digest and _timeless(one.result) == _timeless(other.result)


def _had(store: Store, row: KeptRow) -> bool:
    """Return whether a result is one of the earlier results of a run."""
    digest, result = row.digest, _timeless(row.result)
    earlier = store.history.rows(row.result.submission)
    return any(one.attempt.digest == digest and _timeless(one.result) == result for one in earlier)


def _timeless(result: SubmissionResult) -> SubmissionResult:
    return structs.replace(result, seconds=0.0)
