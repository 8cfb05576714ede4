"""Several runs of one class, joined into one run: shards of several machines, or parts that were graded apart."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from torchgrade.errors import UsageError
from torchgrade.grading.configuration import merge_differences
from torchgrade.grading.database import unchanged
from torchgrade.grading.joining import join_decisions, join_generations, join_registers
from torchgrade.grading.merge_parts import Part, Taking
from torchgrade.grading.outputs import write_outputs
from torchgrade.grading.regrade import kept_of
from torchgrade.grading.shards import shard_of
from torchgrade.grading.store import Kept, Store
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.phrases import listed
from torchgrade.model.rows import RowStatus, row_status
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins


class Merged(Struct, frozen=True, kw_only=True):
    """Outcome of a merge."""

    page: Path
    """Class page of the merged run."""
    runs: int
    """Number of runs that were merged."""
    graded: int
    """Number of submissions with a result."""
    missing: tuple[str, ...]
    """Ids of the submissions without a result, sorted."""
    failed: tuple[str, ...]
    """Ids of the submissions whose result is an error of torchgrade, sorted."""
    of: int
    """Number of shards; 0 without shards."""
    absent: dict[int, int]
    """Number of missing submissions of each shard of which no run was given, by the number of the shard."""
    interrupted: tuple[Path, ...]
    """Runs with a grading that was interrupted, also before its first result."""


def merge_runs(folders: Sequence[Path], out: Path, plugins: Plugins, languages: Sequence[str] = ("en",)) -> Merged:
    """Join runs into one, in one transaction, and write its files. A run that is joined twice changes nothing.

    :param languages: those of the pages, the main one first.
    :raises UsageError: a folder is no run, or is being written; runs differ in their configuration or in the result
        of one submission; ``out`` cannot be the merged run.
    """
    with contextlib.ExitStack() as opened:
        stores = [_open(folder, opened) for folder in _distinct(folders, out)]
        empty = [store for store in stores if store.kept() is None]
        # A shard that was killed while its processes started knows nothing yet, and must not stop the others.
        begun = [store for store in stores if store not in empty] or stores
        parts = sorted(
            (_part(store, kept_of(store)) for store in begun),
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
        unfinished = [part.store for part in parts if not all(map(_is_finished, part.records()))]
        return Merged(
            page=write_outputs(store, plugins, languages),
            runs=len(parts),
            graded=store.count(),
            missing=missing,
            failed=_failed(store),
            of=of,
            absent={number: count for number, count in sorted(by_shard.items()) if number not in given},
            interrupted=tuple(one.folder for one in (*unfinished, *empty)),
        )


def _distinct(folders: Sequence[Path], out: Path) -> list[Path]:
    """Return the folders, each once.

    :raises UsageError: one of them is ``out``.
    """
    by_place = {folder.resolve(): folder for folder in reversed(folders)}
    if out.resolve() in by_place:
        raise UsageError(told("error.merge.itself", name=show_name(str(out))))
    return list(reversed(by_place.values()))


def _open(folder: Path, opened: contextlib.ExitStack) -> Store:
    """Open a run that nobody else writes until the stack closes."""
    store = opened.enter_context(Store(folder, writing=False))
    opened.enter_context(unchanged(folder))
    opened.enter_context(store.snapshot())
    return store


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
        Taking(everyone, owners, place, numbers[place]).take()
        # A listing of the merged run is later than those of the parts, unless a part graded the submission since.
        present |= {name for name in part.store.graded() - part.store.gone() if owners.get(name, 0) != 0}
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


def _failed(store: Store) -> tuple[str, ...]:
    """Return the ids of the submissions that the same command grades again, because torchgrade failed."""
    results = (row.result for row in store.rows.incomplete())
    return tuple(result.submission for result in results if row_status(result) is RowStatus.ERROR)


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
