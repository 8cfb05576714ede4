"""Lines that the grader does not run, and the note that lists them."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from torchgrade.model import places
from torchgrade.model.phrases import listed
from torchgrade.slicing.items import Item, ItemKind

if TYPE_CHECKING:
    from torchgrade.model.phrases import Value
    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.cutting import Slice
    from torchgrade.slicing.reach import Reach

Lines = tuple[str, int, int]
"""Showable name of a file or cell, first line and last line."""
SKIPPED = frozenset({"slice.skipped", "slice.skipped_many"})
"""Ids of the notes on the lines that one exercise does not need."""
_MOST = 20


def _does_something(item: Item) -> bool:
    if item.kind is ItemKind.BLOCK:
        return any(_does_something(child) for child in item.children)
    if item.kind not in (ItemKind.ASSIGNMENT, ItemKind.NEVER) or isinstance(item.node, ast.Pass | ast.Global):
        return False
    return not (isinstance(item.node, ast.Expr) and isinstance(item.node.value, ast.Constant))


def _in_order(items: list[Item], live: set[Item]) -> Iterator[Item]:
    """Yield the items; yield the parts of a block separately if only some of them run."""
    for item in items:
        if item.children and item in live:
            yield from _in_order(item.children, live)
        else:
            yield item


def skipped_lines(reach: Reach) -> list[Lines]:
    """Return the code that does not run; adjacent ranges are joined."""
    ranges: list[Lines] = []
    joined = False
    for item in _in_order(reach.outline.items, reach.live):
        if item.inner or item in reach.live or not _does_something(item):
            joined = False
            continue
        label, start, stop = item.label or reach.outline.name, item.first_line, item.last_line
        if joined and ranges[-1][0] == label:
            _, start, before = ranges.pop()
            stop = max(stop, before)
        ranges.append((label, start, stop))
        joined = True
    return ranges


def common_lines(several: Sequence[Sequence[Lines]]) -> list[Lines]:
    """Return the lines that are in each of the lists, in the order of the first list."""
    first, *others = several
    common = set(_each(first)).intersection(*map(_each, others))
    return [
        (label, a, b)
        for label, start, stop in first
        for a, b in _runs([line for line in range(start, stop + 1) if (label, line) in common])
    ]


def _each(ranges: Sequence[Lines]) -> Iterator[tuple[str, int]]:
    return ((label, line) for label, start, stop in ranges for line in range(start, stop + 1))


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each run of consecutive numbers."""
    for _, run in itertools.groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        numbers = [line for _, line in run]
        yield numbers[0], numbers[-1]


def skipped_note(lines: Sequence[Lines], say: Say, exercise: str = "") -> list[Note]:
    """Return the note that lists the lines, or an empty list if there are none.

    :param exercise: the exercise that does not need them; empty if no exercise of the file does.
    """
    if not lines:
        return []
    shown: dict[str, list[str]] = {}
    for label, start, stop in lines[:_MOST]:
        shown.setdefault(label, []).append(str(start) if start == stop else f"{start}-{stop}")
    values: dict[str, Value] = {"places": listed((places.lines(*one) for one in shown.items()), "semicolon")}
    if exercise:
        values["exercise"] = exercise
    entry = "slice.skipped" if exercise else "slice.unneeded"
    if len(lines) > _MOST:
        return [say(f"{entry}_many", more=len(lines) - _MOST, **values)]
    return [say(entry, **values)]


def with_one_list(slices: Mapping[str, Slice], say: Say) -> dict[str, Slice]:
    """Return the slices; the last one of a file with several exercises lists the lines that none of them needs."""
    by_file: dict[str, list[str]] = {}
    for name, one in slices.items():
        if one.found:
            by_file.setdefault(one.file, []).append(name)
    changed = dict(slices)
    for names in by_file.values():
        if len(names) > 1:
            for name in names:
                notes = [note for note in slices[name].notes if note.message_id not in SKIPPED]
                changed[name] = structs.replace(slices[name], notes=notes)
            common = common_lines([slices[name].skipped for name in names])
            changed[names[-1]].notes.extend(skipped_note(common, say))
    return changed
