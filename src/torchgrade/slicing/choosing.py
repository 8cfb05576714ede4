"""Choice of the file for an exercise: the files that define it, their ranks, and the file that counts."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.model.phrases import Phrase, listed
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.slicing.absent import Nested, find_nested
from torchgrade.slicing.definition import is_stub
from torchgrade.slicing.evidence import Dated, Why, is_later, latest_versions, weigh
from torchgrade.slicing.items import DEFINITIONS, Definition, ItemKind
from torchgrade.slicing.lifting import joined
from torchgrade.slicing.outline import Outline
from torchgrade.slicing.reach import chosen
from torchgrade.slicing.rebinding import is_second_hand
from torchgrade.slicing.siblings import is_broken_beside, is_elsewhere, is_module

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

WRITTEN, IMPORTED, _SECOND_HAND, STUB = 5, 4, 3, 2
_CHAIN = 5
MOST_FILES = 20
"""Maximum number of files that a sentence names."""


class ReadFile(Struct, frozen=True, kw_only=True):
    """One file of a submission, parsed."""

    name: str
    """Path inside the submission."""
    mtime_ns: int
    """Time of the last change."""
    outline: Outline
    """Parsed content of the file."""
    writer: str = ""
    """Name of the file that writes it with ``%%writefile``; empty for a submitted file."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that defines the exercise, and the rank of its definition."""

    read: ReadFile
    rank: int
    """Rank from 5 to 0: written, imported, a call's result or a library's, stub, in a function or loop, method."""
    node: Definition | ast.Lambda | None
    nested: Nested | None = None
    variable: Phrase | None = None
    """Place of the assignment that gives the exercise its value; None for a definition."""

    @property
    def dated(self) -> Dated:
        """Name and time of the file, as input for the choice between files."""
        return Dated(self.read.name, self.read.mtime_ns)

    @property
    def is_meant(self) -> bool:
        """True if the author wrote something for the exercise: neither a stub nor a variable with its name."""
        return self.rank not in (STUB, _SECOND_HAND)


def _definition(outline: Outline, name: str, beside: dict[str, Outline]) -> Definition | ast.Lambda | None:
    """Return the tree that a name finally refers to, or None if the text does not show it."""
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


def candidate_of(read: ReadFile, exercise: str, beside: dict[str, Outline], stub_body: list[str]) -> Candidate | None:
    """Return the candidate for a file with its rank, or None if the file does not define the exercise."""
    bound = [item for item in chosen(read.outline, exercise) if exercise in item.names.binds]
    bound = [item for item in bound if not is_module(item.node, beside)]
    if all(is_elsewhere(item.node, beside) for item in bound):
        inner = find_nested(read.outline, exercise)
        return None if inner is None else Candidate(read, 0 if inner.is_method else 1, inner.node, inner)
    node = _definition(read.outline, exercise, beside)
    last = max(bound, key=lambda item: item.order)
    method = joined(last)
    if method is not None:
        return Candidate(read, 0, method.node, method)
    if is_stub(node, stub_body):
        return Candidate(read, STUB, node)
    if node is None and is_broken_beside(last.node, exercise, beside):
        return None
    if last.kind is ItemKind.IMPORT:
        return Candidate(read, IMPORTED, node)
    variable = None if last.kind is ItemKind.DEFINITION else read.outline.place_of(last)
    rank = _SECOND_HAND if is_second_hand(read.outline, last, exercise) else WRITTEN
    return Candidate(read, rank, node, variable=variable)


def best_of(candidates: Sequence[Candidate], exercise: str, say: Say) -> tuple[list[Candidate], list[Note]]:
    """Return the candidates that may count, and a note for each reason that excludes others.

    Several candidates mean that the choice is open. A later version has priority over an earlier one, whatever it
    contains. Then written definitions have priority over stubs.
    """
    last = latest_versions([candidate.dated for candidate in candidates])
    newest = [candidate for candidate in candidates if candidate.dated in last]
    rank = max(candidate.rank for candidate in newest)
    left, fell = weigh([candidate.dated for candidate in newest if candidate.rank == rank])
    best = [candidate for candidate in newest if candidate.dated in left and candidate.rank == rank]
    if len(best) > 1:
        return best, []
    older = [one.dated for one in candidates if is_later(best[0].read.name, one.read.name)]
    fell = [(Why.VERSION, older), *fell] if older else fell
    values = {"exercise": exercise, "file": best[0].read.outline.name}
    return best, [say(why, others=files_named([other.name for other in others]), **values) for why, others in fell]


def earlier_notes(best: Candidate, files: Sequence[ReadFile], exercise: str, say: Say) -> list[Note]:
    """Return a note if a later version of the chosen file does not define the exercise."""
    later = [read.name for read in files if not read.writer and is_later(read.name, best.read.name)]
    if not later:
        return []
    return [say("slice.earlier_version", exercise=exercise, file=best.read.outline.name, others=files_named(later))]


def files_named(names: Sequence[str]) -> Phrase:
    """Return the names of some files, as a field of a sentence."""
    return listed(map(show_name, names[:MOST_FILES]))
