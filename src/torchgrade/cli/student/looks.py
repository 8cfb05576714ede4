"""What a file holds for each exercise, so that `watch` knows which of them a save has changed. Nothing is executed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from msgspec import Struct

from torchgrade.courses.outline import outlines
from torchgrade.courses.texts import read_stub
from torchgrade.model.results import Note
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.readers.cells import UnreadableError
from torchgrade.slicing.cutting import ReadFile, Slice, cut
from torchgrade.slicing.outline import read_outline

MOST_CODE = 64 << 10
"""Characters of code that are compared; the judge, which has limits of its own, reads more."""


class Look(Struct, frozen=True, kw_only=True):
    """One file as it was at one moment."""

    whole: bool
    """Whether all of it could be read, which it cannot while an editor is still writing."""
    exercises: dict[str, str]
    """A digest of what each exercise reaches; those that the file does not define are missing."""
    unwritten: frozenset[str] = frozenset()
    """Exercises among them that are still the stub."""


class Looker:
    """Looks at files for a set of exercises."""

    def __init__(self, exercises: Sequence[str], plugins: Plugins, say: Callable[..., Note]) -> None:
        """Remember for which exercises to look; ``say`` makes notes (``Catalogue.note``)."""
        self._exercises = tuple(exercises)
        self._readers = plugins.gather("torchgrade_readers")
        self._say = say
        self._stubs = {outline.name: read_stub(outline) for outline in outlines(plugins)}
        self._last: tuple[tuple[str, bytes], Look] | None = None

    def look(self, name: str, data: bytes) -> Look:
        """Return what a file of that name holds; whatever the bytes are, this returns."""
        # A file is looked at to know whether it is whole, and then for what it holds.
        if self._last is None or self._last[0] != (name, data):
            self._last = (name, data), self._look(name, data)
        return self._last[1]

    def _look(self, name: str, data: bytes) -> Look:
        reader = next(reader for reader in self._readers if resolve(reader.claims)(name))
        try:
            cells = resolve(reader.cells)(data)
            if sum(len(cell.source) for cell in cells) > MOST_CODE:
                return Look(whole=True, exercises=dict.fromkeys(self._exercises, hashlib.sha256(data).hexdigest()))
            outline = read_outline(name, cells, self._say)
        except UnreadableError:
            return Look(whole=False, exercises={})
        read = ReadFile(name=name, mtime_ns=0, outline=outline)
        slices = {
            exercise: cut([read], exercise, say=self._say, stub=self._stubs.get(exercise, ""))
            for exercise in self._exercises
        }
        broken = "\0".join(piece.text for piece in outline.broken)
        return Look(
            whole=not outline.broken,
            exercises={name: _digest(found, broken) for name, found in slices.items() if _is_there(found)},
            unwritten=frozenset(name for name, found in slices.items() if found.not_started),
        )


def _is_there(found: Slice) -> bool:
    """Say whether the file has something to say of the exercise: a definition, one that does not parse, a method."""
    return found.found or found.broken is not None or bool(found.notes)


def _digest(found: Slice, broken: str) -> str:
    digest = hashlib.sha256(broken.encode("utf-8", "replace") if found.broken is not None else b"")
    for unit in found.units:
        for statement in unit.statements:
            # Not its line: what moved down is what it was.
            drop = [(line - statement.line, column) for line, column in statement.drop]
            digest.update(repr((unit.module, statement.source, drop)).encode("utf-8", "replace"))
    digest.update(repr([note.message_id for note in found.notes] if not found.found else "").encode())
    return digest.hexdigest()
