"""Content of a file for each exercise, so that `watch` knows which exercises a save changed. No code is executed."""

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
"""Most characters of code that are compared; the judge reads more, because it has limits of its own."""


class Look(Struct, frozen=True, kw_only=True):
    """Content of one file at one moment."""

    whole: bool
    """Whether the file could be read to its end, which fails while an editor is still writing."""
    exercises: dict[str, str]
    """Digest of the code that each exercise reaches; exercises that the file does not define are missing."""
    unwritten: frozenset[str] = frozenset()
    """Defined exercises that are still the stub."""


class Looker:
    """Reader of files for a set of exercises."""

    def __init__(self, exercises: Sequence[str], plugins: Plugins, say: Callable[..., Note]) -> None:
        """Remember the exercises; ``say`` makes notes (``Catalogue.note``)."""
        self._exercises = tuple(exercises)
        self._readers = plugins.gather("torchgrade_readers")
        self._say = say
        self._stubs = {outline.name: read_stub(outline) for outline in outlines(plugins)}
        self._last: tuple[tuple[str, bytes], Look] | None = None

    def look(self, name: str, data: bytes) -> Look:
        """Return the content of a file of that name; never raise, whatever the bytes are."""
        # Keep the last result, because the caller asks twice: whether the file is whole, and for its content.
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
            exercises={name: code_digest(found, broken) for name, found in slices.items() if _is_there(found)},
            unwritten=frozenset(name for name, found in slices.items() if found.not_started),
        )


def _is_there(found: Slice) -> bool:
    """Return whether the file has something on the exercise: a definition, a broken definition or a method."""
    return found.found or found.broken is not None or bool(found.notes)


def code_digest(found: Slice, broken: str) -> str:
    """Return the digest of the code that an exercise reaches.

    :param broken: code that cannot be parsed; it counts if it seems to define the exercise.
    """
    digest = hashlib.sha256(broken.encode("utf-8", "replace") if found.broken is not None else b"")
    for unit in found.units:
        for statement in unit.statements:
            # Leave out the line number, because a statement that only moved has not changed.
            drop = [(line - statement.line, column) for line, column in statement.drop]
            digest.update(repr((unit.module, statement.source, drop)).encode("utf-8", "replace"))
    digest.update(repr([note.message_id for note in found.notes] if not found.found else "").encode())
    return digest.hexdigest()
