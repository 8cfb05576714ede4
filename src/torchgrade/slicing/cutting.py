"""Selection of the part of a submission that one exercise reaches (rulings 3, 16, 18 and 22)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from msgspec import Struct, field, structs

from torchgrade.model.phrases import Phrase
from torchgrade.model.results import Note
from torchgrade.model.slices import Unit
from torchgrade.slicing.absent import seems_defined, similar_name
from torchgrade.slicing.asides import where_read, with_asides
from torchgrade.slicing.choosing import (
    IMPORTED,
    MOST_FILES,
    STUB,
    WRITTEN,
    Candidate,
    ReadFile,
    best_of,
    candidate_of,
    earlier_notes,
    files_named,
)
from torchgrade.slicing.definition import is_stub, signature, stub_bodies
from torchgrade.slicing.evidence import fingerprint
from torchgrade.slicing.items import ItemKind, walk
from torchgrade.slicing.lifting import is_bound, lift, opened, without_joined
from torchgrade.slicing.names import bound_by_import
from torchgrade.slicing.outline import Outline
from torchgrade.slicing.reach import Reach
from torchgrade.slicing.rebinding import say_variable, without_data
from torchgrade.slicing.references import references_of
from torchgrade.slicing.remarks import remarks
from torchgrade.slicing.siblings import follow, modules_beside, own_of
from torchgrade.slicing.skipped import Lines, skipped_lines, skipped_note
from torchgrade.slicing.units import unit_of
from torchgrade.slicing.unread import unread
from torchgrade.slicing.written import where_written, with_written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from torchgrade.readers.cells import Say

__all__ = ["MODULE", "ReadFile", "Slice", "cut", "definers"]

MODULE = "submission"


class Slice(Struct, frozen=True, kw_only=True):
    """Facts about one exercise of one submission before execution."""

    found: bool
    """True if a file defines the exercise as something callable."""
    file: str = ""
    """Showable name of the file with the exercise."""
    units: list[Unit] = field(default_factory=list)
    """Modules beside the file, each after the modules that it imports; the file itself is last."""
    notes: list[Note] = field(default_factory=list)
    """Notes on choices and on skipped code, with lines."""
    skipped: list[Lines] = field(default_factory=list)
    """Lines of the file that do not run."""
    not_started: bool = False
    """True if the exercise is unchanged from the stub (ruling 3)."""
    parameters: list[str] = field(default_factory=list)
    """Names of the exercise's positional parameters."""
    required: int = 0
    """Number of positional parameters without a default."""
    accepts: int | None = None
    """Maximum number of arguments; None if unlimited or unknown."""
    defined: frozenset[str] = frozenset()
    """Names that the student defines or assigns at top level, or imports from a file beside this one."""
    references: frozenset[str] = frozenset()
    """Dotted names in the reached code with resolved aliases; ``.name`` on an unknown base."""
    broken: Note | None = None
    """Note on code that cannot be parsed and seems to define the exercise."""
    variable: Phrase | None = None
    """Place of the assignment that gives the exercise its value; None for a definition."""
    undecided: Note | None = None
    """Note on the files that define the exercise differently, if the choice between them is open (ruling 45)."""


def _defined(outline: Outline, beside: dict[str, Outline]) -> frozenset[str]:
    names: set[str] = set()
    for item in walk(outline.items):
        if item.kind in (ItemKind.DEFINITION, ItemKind.ASSIGNMENT):
            names.update(item.names.binds)
        elif isinstance(item.node, ast.ImportFrom) and item.node.module in beside:
            names.update(bound_by_import(item.node))
    return frozenset(names)


def _absent(files: Sequence[ReadFile], exercise: str, say: Say, others: Collection[str]) -> Slice:
    """Return the slice of an exercise without a definition, with notes on similar code."""
    broken = _broken([read.outline for read in files], exercise, say)
    outlines = [read.outline for read in files if not read.writer]
    notes: list[Note] = []
    if not broken:
        notes += _elsewhere(outlines, exercise, say)
        notes += say_variable(outlines[:MOST_FILES], exercise, say)
        notes += unread(outlines, exercise, say)
        # Code with the exercise's own name explains more than a similar name.
        if not notes:
            notes += similar_name(outlines, exercise, others, say)
    return Slice(
        found=False,
        broken=broken,
        notes=notes,
        defined=frozenset().union(*(_defined(outline, {}) for outline in outlines)),
    )


def _elsewhere(outlines: Sequence[Outline], exercise: str, say: Say) -> Iterator[Note]:
    """Yield a note for every file that imports the exercise from outside the submission."""
    for outline in outlines[:MOST_FILES]:
        for item in outline.bindings.get(exercise, ())[-1:]:
            if item.kind is ItemKind.IMPORT:
                yield say("slice.elsewhere", exercise=exercise, place=outline.place_of(item))


def _broken(outlines: Sequence[Outline], exercise: str, say: Say) -> Note | None:
    for outline in outlines:
        for broken in outline.broken:
            if seems_defined(broken.text, exercise):
                values = broken.note.values
                if "reason" in values:
                    return say("slice.broken", exercise=exercise, **values)
                return say("slice.broken_deep", exercise=exercise, **values)
    return None


def definers(files: Sequence[ReadFile], exercise: str, stub: str = "") -> tuple[list[str], bool]:
    """Return the names of the files that define an exercise best, and whether these definitions are only stubs.

    Several names mean that the text of the files does not settle the choice. An unparsable definition ranks like a
    written one, because its author meant it as a definition.
    """
    _, candidates = _found(files, exercise, stub_bodies(stub, exercise))
    ranks: dict[str, int] = {}
    for one in candidates:
        name = one.read.writer or one.read.name
        ranks[name] = max(ranks.get(name, 0), one.rank)
    for read in files:
        if any(seems_defined(broken.text, exercise) for broken in read.outline.broken):
            ranks[read.name] = WRITTEN
    best = max(ranks.values(), default=0)
    return [read.name for read in files if ranks.get(read.name) == best], best == STUB


def cut(
    files: Sequence[ReadFile],
    exercise: str,
    *,
    say: Say,
    loaders: frozenset[str] = frozenset(),
    stub: str = "",
    others: Collection[str] = (),
) -> Slice:
    """Return the code that an exercise reaches in the files of one submission, without executing the files.

    :param say: makes notes (``Catalogue.note``).
    :param loaders: last names of functions that load a data set. An assignment that calls one is kept and noted,
        because the worker replaces the data with a small data set.
    :param stub: text of the exercise's stub; a definition with the same body counts as not started.
    :param others: exercises of the course, whose names no note takes for a misspelling.
    """
    stub_body = stub_bodies(stub, exercise)
    read, candidates = _found(files, exercise, stub_body)
    if not candidates:
        # Use the files before `_found` removes variables with the exercise's name, because the notes name these
        # variables.
        return _absent(with_written(files), exercise, say, others)
    unparsed = _unparsed(read, candidates, exercise)
    best, notes = best_of([*candidates, *unparsed], exercise, say)
    if any(one in unparsed for one in best):
        # Do not use another file silently, because the code that cannot be parsed might be the intended version.
        meant = [one for one in candidates if one.is_meant and one not in best]
        if len(best) + len(meant) == 1:
            return _absent([best[0].read], exercise, say, others)
        return Slice(found=False, undecided=_undecided([*meant, *best], exercise, say))
    slices = [_slice(one, read, exercise, say, loaders, stub_body) for one in best]
    first = slices[0]
    if len(best) == 1:
        return structs.replace(first, notes=[*notes, *earlier_notes(best[0], read, exercise, say), *first.notes])
    same = fingerprint(first.units)
    others = files_named([one.read.name for one in best[1:]])
    if all(fingerprint(one.units) == same for one in slices[1:]):
        note = say("slice.same_code", exercise=exercise, file=first.file, others=others)
        return structs.replace(first, notes=[note, *first.notes])
    return Slice(found=False, undecided=_undecided(best, exercise, say), defined=first.defined)


def _undecided(open_: Sequence[Candidate], exercise: str, say: Say) -> Note:
    return say("slice.undecided", exercise=exercise, files=files_named([one.read.name for one in open_]))


def _unparsed(files: Sequence[ReadFile], candidates: Sequence[Candidate], exercise: str) -> list[Candidate]:
    """Return the files that define the exercise only in code that cannot be parsed."""
    known = [one.read.name for one in candidates]
    return [
        Candidate(read, WRITTEN, None)
        for read in files
        if read.name not in known and any(seems_defined(one.text, exercise) for one in read.outline.broken)
    ]


def _slice(
    one: Candidate,
    files: Sequence[ReadFile],
    exercise: str,
    say: Say,
    loaders: frozenset[str],
    stub_body: list[str],
) -> Slice:
    """Return the slice of the exercise for one chosen file."""
    outlines = {read.name: read.outline for read in files}
    notes = list(where_read(one.read.outline, exercise, say))
    if one.read.writer:
        notes += where_written(one.read, files, exercise, say)
    outline = one.read.outline if one.nested is None else opened(one.read.outline, one.nested)
    beside = modules_beside(one.read.name, outlines)
    main = Reach(outline, beside)
    taken = None
    if one.nested is None:
        main.add((exercise,))
    else:
        taken = lift(main, one.nested, exercise, say)
        notes.append(taken.note)
    reaches = follow(main, one.read.name, outlines)
    skipped = skipped_lines(main)
    call = signature(one.node, bound=one.nested is not None and is_bound(one.nested))
    return Slice(
        found=True,
        file=outline.name,
        units=[
            *(unit_of(reach, module) for module, reach in reaches),
            unit_of(main, MODULE, taken.extra if taken else (), taken.methods if taken else ()),
        ],
        notes=[*notes, *remarks(main, exercise, say, loaders), *skipped_note(skipped, say, exercise)],
        skipped=skipped,
        not_started=is_stub(one.node, stub_body),
        parameters=call.parameters,
        required=call.required,
        accepts=call.accepts,
        defined=_defined(outline, beside),
        references=references_of(
            [main, *(reach for _, reach in reaches)], {exercise} if one.rank == IMPORTED else set(), taken, exercise
        )
        - own_of(reaches),
        broken=_broken([outline], exercise, say),
        variable=one.variable,
    )


def _found(files: Sequence[ReadFile], exercise: str, stub_body: list[str]) -> tuple[list[ReadFile], list[Candidate]]:
    """Return the files with the modules that they write, and the candidates among them."""
    files = [structs.replace(read, outline=_without_others(read.outline, exercise)) for read in with_written(files)]
    candidates = _candidates(files, exercise, stub_body)
    if candidates:
        return files, candidates
    wider = [structs.replace(read, outline=with_asides(read.outline, exercise) or read.outline) for read in files]
    # Exclude stubs, because a stub in a Markdown cell is a part of the statement.
    candidates = [one for one in _candidates(wider, exercise, stub_body) if one.rank != STUB]
    return (wider if candidates else files), candidates


def _candidates(files: Sequence[ReadFile], exercise: str, stub_body: list[str]) -> list[Candidate]:
    """Return the files that define the exercise; include written modules only if no submitted file defines it."""
    outlines = {read.name: read.outline for read in files}
    found = (candidate_of(read, exercise, modules_beside(read.name, outlines), stub_body) for read in files)
    candidates = [candidate for candidate in found if candidate is not None]
    if any(candidate.rank > IMPORTED and not candidate.read.writer for candidate in candidates):
        return [candidate for candidate in candidates if not candidate.read.writer]
    # Keep the last of the modules that one file writes, because the last of several cells counts too.
    last = {candidate.read.writer: candidate for candidate in candidates}
    return [one for one in candidates if not one.read.writer or last[one.read.writer] is one]


def _without_others(outline: Outline, exercise: str) -> Outline:
    """Return the outline without data and methods that share the name of the exercise's function."""
    return without_joined(without_data(outline, exercise), exercise)
