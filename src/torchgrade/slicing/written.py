"""Modules that a notebook writes with ``%%writefile``: they count as files beside the notebook."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import structs

from torchgrade.model.phrases import listed
from torchgrade.model.showable import show_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.readers.magics import Written
    from torchgrade.slicing.cutting import ReadFile
    from torchgrade.slicing.outline import Outline

_MOST = 20
"""Maximum number of modules of one file. The limit exists because each needs the memory of the whole file."""
_COPY = "~"
"""Suffix of a module that has the same name as the file that writes it."""


class Modules:
    """Modules that one file writes, collected while it is read."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, list[str]]] = {}

    def add(self, parts: Iterable[Written], label: str, count: int) -> None:
        """Add the modules that one cell writes.

        :param label: label of the cell.
        :param count: number of lines of the cell.
        """
        for part in parts:
            if part.file not in self._texts and len(self._texts) >= _MOST:
                continue
            if not part.appends:
                # Remove the earlier entry, so that the module that is written last is also last in order.
                self._texts.pop(part.file, None)
            lines = self._texts.setdefault(part.file, {}).setdefault(label, [""] * count)
            lines[part.first : part.first + len(part.lines)] = part.lines

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the file of each module and its text by cell label."""
        for file, texts in self._texts.items():
            yield file, {label: "\n".join(lines) for label, lines in texts.items()}


def write(outline: Outline, modules: Modules, read: Callable[[dict[str, str]], Outline]) -> None:
    """Add the modules that a file writes to its outline.

    :param read: makes an outline from the text of each cell.
    """
    for file, texts in modules:
        written = outline.written[file] = read(texts)
        outline.notes.extend(written.notes)
        for label, text in texts.items():
            outline.shown[label] = merged(outline.shown.get(label, outline.sources[label]), text)
    for written in outline.written.values():
        written.shown.update((label, outline.shown[label]) for label in written.sources if label in outline.shown)


def with_written(files: Sequence[ReadFile]) -> list[ReadFile]:
    """Return the files with the modules that they write, unless a submitted file has the same name."""
    names = {read.name: read for read in files}
    for read in files:
        folder = read.name.rpartition("/")[0]
        for module, outline in read.outline.written.items():
            name = f"{folder}/{module}" if folder else module
            if name == read.name:
                # Add a suffix, because the student copied a cell with its first line into a file. Another file cannot
                # have that name.
                name += _COPY
            names.setdefault(name, structs.replace(read, name=name, outline=outline, writer=read.name))
    return list(names.values())


def where_written(read: ReadFile, files: Sequence[ReadFile], exercise: str, say: Say) -> list[Note]:
    """Return notes on the written module that contains the chosen exercise, and on other modules that define it."""
    outline = read.outline
    if exercise not in outline.bindings:
        return []
    place = outline.place_of(outline.bindings[exercise][-1])
    note = say("slice.written", exercise=exercise, place=place, file=show_name(read.name.removesuffix(_COPY)))
    others = [other.outline for other in files if other.writer == read.writer]
    before = [
        one.place_of(one.bindings[exercise][-1]) for one in others if exercise in one.bindings and one is not outline
    ]
    if not before:
        return [note]
    several = say("slice.several", name=exercise, count=len(before) + 1, places=listed(before, "semicolon"), last=place)
    return [several, note]


def merged(text: str, other: str) -> str:
    """Return the lines of both texts, which use different lines of one cell."""
    pairs = zip_longest(text.split("\n"), other.split("\n"), fillvalue="")
    return "\n".join(after if after.strip() else before for before, after in pairs)
