"""Cut the part of a submission that one exercise reaches (rulings 3, 16, 18 and 22)."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct, field, structs

from torchgrade.model.results import Note
from torchgrade.model.slices import Unit
from torchgrade.submissions.absent import Nested, find_nested, seems_defined, suggestion
from torchgrade.submissions.asides import where_read, with_asides
from torchgrade.submissions.definition import is_stub, signature, stub_bodies
from torchgrade.submissions.items import DEFINITIONS, Definition, ItemKind, walk
from torchgrade.submissions.lifting import is_bound, joined, lift, opened, without_joined
from torchgrade.submissions.names import bound_by_import
from torchgrade.submissions.outline import Outline
from torchgrade.submissions.reach import Reach, chosen
from torchgrade.submissions.rebinding import without_data
from torchgrade.submissions.references import references_of
from torchgrade.submissions.remarks import remarks
from torchgrade.submissions.siblings import follow, is_broken_beside, is_elsewhere, modules_beside, own_of
from torchgrade.submissions.units import unit_of
from torchgrade.submissions.unread import unread
from torchgrade.submissions.written import where_written, with_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torchgrade.submissions.cells import Say

MODULE = "submission"
_CHAIN = 5
_MOST_FILES = 20
_WRITTEN = 4
_IMPORTED = 3
_STUB = 2


class ReadFile(Struct, frozen=True, kw_only=True):
    """One file of a submission, parsed."""

    name: str
    """Path inside the submission."""
    mtime_ns: int
    """When it was last changed."""
    outline: Outline
    """What it holds."""
    writer: str = ""
    """Name of the file that writes it with ``%%writefile``; empty for a submitted file."""


class Slice(Struct, frozen=True, kw_only=True):
    """What is known of one exercise of one submission before anything runs."""

    found: bool
    """Whether a file defines it so that it can be called."""
    file: str = ""
    """The file that it was taken from, made showable."""
    units: list[Unit] = field(default_factory=list)
    """Modules beside the file first, those that others need before them; the file itself last."""
    notes: list[Note] = field(default_factory=list)
    """What was skipped or chosen, with its line."""
    not_started: bool = False
    """Whether it is still as the stub has it (ruling 3)."""
    parameters: list[str] = field(default_factory=list)
    """Names of its positional parameters."""
    required: int = 0
    """How many of them have no default."""
    accepts: int | None = None
    """How many arguments it takes at most; None where that is open or unknown."""
    defined: frozenset[str] = frozenset()
    """Names that the student defines or assigns at top level, or brings from beside the file."""
    references: frozenset[str] = frozenset()
    """Dotted names in the reached code, aliases resolved; ``.name`` on an unknown base."""
    broken: Note | None = None
    """What cannot be parsed and seems to define it."""
    suggestion: str | None = None
    """The name that is most like it, where it was not found."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that defines the exercise, and how well."""

    read: ReadFile
    rank: int
    """4 written, 3 imported, 2 a stub, 1 nested in a function or a loop, 0 a method."""
    node: Definition | ast.Lambda | None
    nested: Nested | None = None


def _definition(outline: Outline, name: str, beside: dict[str, Outline]) -> Definition | ast.Lambda | None:
    """Return the tree that a name stands for in the end, or None where its text does not say."""
    for _ in range(_CHAIN):
        bound = chosen(outline, name)
        if not bound:
            return None
        node = max((item for item in bound if name in item.names.binds), key=lambda item: item.order).node
        if isinstance(node, DEFINITIONS):
            return node
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            if isinstance(node.value, ast.Lambda):
                return node.value
            if not (isinstance(node.value, ast.Name) and isinstance(node.targets[0], ast.Name)):
                return None
            name = node.value.id
        elif isinstance(node, ast.ImportFrom) and node.module in beside and node.level < 2:
            original = next((a.name for a in node.names if (a.asname or a.name) == name), "")
            outline, name = beside[node.module], original
        else:
            return None
    return None


def _candidate(read: ReadFile, exercise: str, beside: dict[str, Outline], stub_body: list[str]) -> _Candidate | None:
    bound = [item for item in chosen(read.outline, exercise) if exercise in item.names.binds]
    if all(is_elsewhere(item.node, beside) for item in bound):
        inner = find_nested(read.outline, exercise)
        return None if inner is None else _Candidate(read, 0 if inner.is_method else 1, inner.node, inner)
    node = _definition(read.outline, exercise, beside)
    last = max(bound, key=lambda item: item.order)
    method = joined(last)
    if method is not None:
        return _Candidate(read, 0, method.node, method)
    if is_stub(node, stub_body):
        return _Candidate(read, _STUB, node)
    if node is None and is_broken_beside(last.node, exercise, beside):
        return None
    return _Candidate(read, _IMPORTED if last.kind is ItemKind.IMPORT else _WRITTEN, node)


def _defined(outline: Outline, beside: dict[str, Outline]) -> frozenset[str]:
    names: set[str] = set()
    for item in walk(outline.items):
        if item.kind in (ItemKind.DEFINITION, ItemKind.ASSIGNMENT):
            names.update(item.names.binds)
        elif isinstance(item.node, ast.ImportFrom) and item.node.module in beside:
            names.update(bound_by_import(item.node))
    return frozenset(names)


def _absent(files: Sequence[ReadFile], exercise: str, say: Say) -> Slice:
    """Say of an exercise that no file defines what is there in its place."""
    broken = _broken([read.outline for read in files], exercise, say)
    outlines = [read.outline for read in files if not read.writer]
    return Slice(
        found=False,
        broken=broken,
        notes=[] if broken else [*_elsewhere(outlines, exercise, say), *unread(outlines, exercise, say)],
        suggestion=suggestion(outlines, exercise),
        defined=frozenset().union(*(_defined(outline, {}) for outline in outlines)),
    )


def _elsewhere(outlines: Sequence[Outline], exercise: str, say: Say) -> Iterator[Note]:
    """Yield a word on every file that takes the exercise from where it was not handed in."""
    for outline in outlines[:_MOST_FILES]:
        for item in outline.bindings.get(exercise, ())[-1:]:
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


def _choose(candidates: list[_Candidate], exercise: str, say: Say) -> tuple[_Candidate, list[Note]]:
    """Return the newest of the best candidates, and a word on the others."""
    best = max(candidate.rank for candidate in candidates)
    equals = sorted((c for c in candidates if c.rank == best), key=lambda c: (c.read.mtime_ns, c.read.name))
    one = equals[-1]
    if len(equals) == 1:
        return one, []
    others = ", ".join(c.read.outline.name for c in equals[:-1][:_MOST_FILES])
    return one, [say("slice.several_files", exercise=exercise, file=one.read.outline.name, others=others)]


def definers(files: Sequence[ReadFile], exercise: str, stub: str = "") -> tuple[list[str], bool]:
    """Return the names of the files that define an exercise best, and whether these definitions are only stubs.

    Several names mean that the text of the files does not settle which one counts. A file in which the definition
    cannot be parsed is as good as one in which it can, because its author meant it as a definition.
    """
    _, candidates = _found(files, exercise, stub_bodies(stub, exercise))
    ranks: dict[str, int] = {}
    for one in candidates:
        name = one.read.writer or one.read.name
        ranks[name] = max(ranks.get(name, 0), one.rank)
    for read in files:
        if any(seems_defined(broken.text, exercise) for broken in read.outline.broken):
            ranks[read.name] = _WRITTEN
    best = max(ranks.values(), default=0)
    return [read.name for read in files if ranks.get(read.name) == best], best == _STUB


def cut(
    files: Sequence[ReadFile],
    exercise: str,
    *,
    say: Say,
    loaders: frozenset[str] = frozenset(),
    stub: str = "",
) -> Slice:
    """Return what an exercise reaches in the files of one submission; nothing is executed.

    :param say: makes notes (``Catalogue.note``).
    :param loaders: last names of functions that load a data set; an assignment that calls one is
        kept, and noted, because the worker gives it a small data set.
    :param stub: the text of the exercise's stub; a definition with its body is not started.
    """
    stub_body = stub_bodies(stub, exercise)
    files, candidates = _found(files, exercise, stub_body)
    if not candidates:
        return _absent(files, exercise, say)
    outlines = {read.name: read.outline for read in files}
    one, notes = _choose(candidates, exercise, say)
    notes += where_read(one.read.outline, exercise, say)
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
    call = signature(one.node, bound=one.nested is not None and is_bound(one.nested))
    return Slice(
        found=True,
        file=outline.name,
        units=[
            *(unit_of(reach, module) for module, reach in reaches),
            unit_of(main, MODULE, taken.extra if taken else (), taken.methods if taken else ()),
        ],
        notes=[*notes, *remarks(main, exercise, say, loaders)],
        not_started=is_stub(one.node, stub_body),
        parameters=call.parameters,
        required=call.required,
        accepts=call.accepts,
        defined=_defined(outline, beside),
        references=references_of(
            [main, *(reach for _, reach in reaches)], {exercise} if one.rank == _IMPORTED else set(), taken, exercise
        )
        - own_of(reaches),
        broken=_broken([outline], exercise, say),
    )


def _found(files: Sequence[ReadFile], exercise: str, stub_body: list[str]) -> tuple[list[ReadFile], list[_Candidate]]:
    """Return the files with the modules that they write, and those that define the exercise."""
    files = [structs.replace(read, outline=_without_others(read.outline, exercise)) for read in with_written(files)]
    candidates = _candidates(files, exercise, stub_body)
    if candidates:
        return files, candidates
    wider = [structs.replace(read, outline=with_asides(read.outline, exercise) or read.outline) for read in files]
    # A stub in a Markdown cell is a part of the statement.
    candidates = [one for one in _candidates(wider, exercise, stub_body) if one.rank != _STUB]
    return (wider if candidates else files), candidates


def _candidates(files: Sequence[ReadFile], exercise: str, stub_body: list[str]) -> list[_Candidate]:
    """Return the files that define the exercise; modules that a file writes only if no submitted file defines it."""
    outlines = {read.name: read.outline for read in files}
    found = (_candidate(read, exercise, modules_beside(read.name, outlines), stub_body) for read in files)
    candidates = [candidate for candidate in found if candidate is not None]
    if any(candidate.rank > _IMPORTED and not candidate.read.writer for candidate in candidates):
        return [candidate for candidate in candidates if not candidate.read.writer]
    # Of the modules that one file writes the last counts, as the last of its cells does.
    last = {candidate.read.writer: candidate for candidate in candidates}
    return [one for one in candidates if not one.read.writer or last[one.read.writer] is one]


def _without_others(outline: Outline, exercise: str) -> Outline:
    """Return the outline without data and methods that have the name of the exercise beside its function."""
    return without_joined(without_data(outline, exercise), exercise)
