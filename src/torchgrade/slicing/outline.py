"""The statements of one file that was handed in, and what of it could not be read."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from torchgrade.model.showable import show, show_name
from torchgrade.readers.cells import CODE_BYTES, Cell, CellKind, Say, UnreadableError, first_of
from torchgrade.readers.characters import plain
from torchgrade.readers.chunks import chunks
from torchgrade.readers.embedded import Embedded, embedded, in_place, unparsable
from torchgrade.readers.magics import CellMagic, Closed, Opened, open_cells
from torchgrade.readers.parsing import BrokenCodeError, parse
from torchgrade.slicing.asides import Aside
from torchgrade.slicing.items import Item, ItemBuilder, bind
from torchgrade.slicing.marimo import Marimo
from torchgrade.slicing.written import Modules, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torchgrade.model.results import Note

_MOST_NOTES = 20
_MOST_TRIES = 2000
"""Pieces of a file that are tried with plain signs: thousands of broken ones are not a learner's."""
_LINE = re.compile(r"on line (\d{1,9})")


@dataclass(frozen=True, slots=True)
class Broken:
    """A piece of the file that Python cannot parse."""

    text: str
    """The piece."""
    note: Note
    """Where and why."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What one file holds, without running any of it."""

    name: str
    """Of the file, made showable."""
    sources: dict[str, str] = field(default_factory=dict)
    """Text by cell label (empty for a ``.py`` file), as it was parsed: magics blanked, signs made plain."""
    items: list[Item] = field(default_factory=list)
    """Top-level statements in file order."""
    notes: list[Note] = field(default_factory=list)
    """What could not be parsed; at most 20, and one that counts the rest."""
    broken: list[Broken] = field(default_factory=list)
    """All that could not be parsed."""
    bindings: dict[str, list[Item]] = field(default_factory=dict)
    """The items that bind a name, in file order."""
    changes: dict[str, list[Item]] = field(default_factory=dict)
    """The assignments that set attributes or items of a name."""
    submitted: dict[str, str] = field(default_factory=dict)
    """Text by cell label as it was submitted, also of cells that are not code."""
    asides: list[Aside] = field(default_factory=list)
    """Cells that are not code, but may hold a definition."""
    closed: dict[str, list[Closed]] = field(default_factory=dict)
    """By cell label the lines below a cell magic for another language."""
    written: dict[str, Outline] = field(default_factory=dict)
    """Modules that the file writes beside itself, by the name of their file."""
    shown: dict[str, str] = field(default_factory=dict)
    """Text by cell label for tracebacks and ``inspect``, if a cell holds code of several modules."""

    def code_name(self, label: str) -> str:
        """Return the name that tracebacks and ``inspect`` know a cell by."""
        # The cells of a session lie in no file.
        return " ".join(filter(None, (self.name, label)))

    def place(self, label: str, line: int) -> str:
        """Return a place as a reader expects it: ``ada.py, line 3`` or ``cell 4, line 2``."""
        return f"{label or self.name}, line {line}"

    def place_of(self, item: Item) -> str:
        """Return where an item begins."""
        return self.place(item.label, item.first_line)


class _Reading:
    """The outline of one file while it grows."""

    def __init__(self, name: str, say: Say) -> None:
        self.name = name
        self.outline = Outline(show_name(name))
        self.say = say
        self.builder = ItemBuilder()
        self.lines: dict[str, list[str]] = {}
        """By label of the cells that have signs which were made plain."""
        self.plain: list[Note] = []
        self.tried: list[Note] = []
        self.tries = 0
        self.marimo = Marimo()
        self.modules = Modules()
        self.prose = 0
        """Characters of the cells that are not code."""
        self.in_string = False
        """Whether the code that is being read is the text of a string: its own strings are not read."""

    def add(self, tree: ast.Module, label: str, first: int) -> None:
        if first:
            ast.increment_lineno(tree, first)
        for node, is_inside in self.marimo.unfold(tree.body):
            code = embedded(node) or unparsable(node, self.marimo.apps)
            if code is not None and not self.in_string:
                self.string(code, node, label)
                continue
            items = self.builder.build([node], label)
            for item in items:
                item.wrapped = item.wrapped or is_inside
            self.outline.items.extend(items)

    def string(self, code: Embedded, node: ast.stmt, label: str) -> None:
        """Add the code that a statement holds as a string, on its own lines if it has them."""
        self.in_string = True
        opened = in_place(code)
        if opened is not None:
            first = code.string.lineno - 1
            self.opened(opened, label)
            self.replace(label, first, opened.text)
            self.piece(opened.text, label, first)
        else:
            inner = f"{label}, string in line {node.lineno}" if label else f"string in line {node.lineno}"
            self.outline.submitted[inner] = code.code
            self.read(code.code, inner, magic=code.magic)
        self.in_string = False

    def note(self, text: str, label: str, first: int, error: BrokenCodeError) -> None:
        line = first + min(error.line, text.count("\n") + 1)
        place = self.outline.place(label, line)
        if error.reason:
            # Python counts the lines of the piece that it was given.
            reason = _LINE.sub(lambda match: f"on line {int(match[1]) + first}", error.reason)
            note = self.say("read.syntax", place=place, reason=show(reason, limit=200))
        else:
            note = self.say("read.too_deep", place=place)
        self.outline.broken.append(Broken(text, note))

    def piece(self, text: str, label: str, first: int) -> bool:
        """Add text that begins behind line ``first``; return False where it cannot be parsed."""
        try:
            tree = parse(text)
            renamed = self.marimo.renamed(text, tree.body)
            if renamed is not None:
                tree = parse(renamed)
                self.replace(label, first, renamed)
            self.add(tree, label, first)
        except BrokenCodeError as error:
            if error.reason and self.with_plain_signs(text, label, first):
                return True
            self.note(text, label, first, error)
            return False
        except RecursionError:
            self.note(text, label, first, BrokenCodeError(1, ""))
            return False
        return True

    def with_plain_signs(self, text: str, label: str, first: int) -> bool:
        """Add text whose only faults are signs that look like others, and say so."""
        if text.isascii() or self.tries >= _MOST_TRIES:
            return False
        self.tries += 1
        made = plain(text)
        if not made.line:
            return False
        try:
            self.add(parse(made.text), label, first)
        except (BrokenCodeError, RecursionError):
            return False
        self.replace(label, first, made.text)
        place = self.outline.place(label, first + made.line)
        self.plain.append(self.say("read.signs", place=place, sign=made.sign))
        return True

    def replace(self, label: str, first: int, text: str) -> None:
        """Put other text in the place of lines of a cell."""
        if label not in self.lines:
            self.lines[label] = self.outline.sources[label].split("\n")
        new = text.split("\n")
        self.lines[label][first : first + len(new)] = new

    def cell(self, cell: Cell) -> None:
        """Add one cell; keep it apart if no notebook runs it."""
        self.outline.submitted[cell.label] = cell.submitted or cell.source
        if cell.kind is not CellKind.CODE:
            self.prose += len(cell.source)
            if self.prose <= CODE_BYTES:
                self.outline.asides.append(Aside(cell.label, cell.source, cell.kind, self.builder.count + 0.5))
                self.builder.count += 1
            return
        self.read(cell.source, cell.label, cell.parts)

    def read(
        self, source: str, label: str, parts: Sequence[tuple[int, int]] = (), magic: CellMagic | None = None
    ) -> None:
        """Add code, without what only IPython understands if it does not parse with it.

        :param magic: the cell magic of all of it, if that is not in the text.
        """
        self.outline.sources[label] = source
        failed: Broken | None = None
        if magic is None:
            if self.piece(source, label, 0):
                return
            failed = self.outline.broken.pop()
        opened = open_cells(source, parts, magic)
        text = self.outline.sources[label] = opened.text
        self.opened(opened, label)
        known = failed is not None and text == source
        if not label:
            lines = text.split("\n")
            self.halves(lines, chunks(lines), resync=True, known=known)
        elif known and failed is not None:
            self.outline.broken.append(failed)
        else:
            self.piece(text, label, 0)

    def opened(self, opened: Opened, label: str) -> None:
        """Keep what the cell magics of a cell were."""
        self.modules.add(opened.written, label, opened.text.count("\n") + 1)
        self.outline.closed.setdefault(label, []).extend(opened.closed)
        for magic in opened.tried:
            place = self.outline.place(label, max(magic.line, 0) + 1)
            self.tried.append(self.say("read.magic", place=place, magic=show_name(f"%%{magic.name}")))

    def halves(self, lines: list[str], parts: list[tuple[int, int]], *, resync: bool, known: bool = False) -> None:
        """Add neighbouring pieces together where they parse, else each half of them by itself.

        :param known: whether it is known that all together do not.
        """
        start, stop = parts[0][0], parts[-1][1]
        if not (known and len(parts) > 1) and self.piece("\n".join(lines[start:stop]), "", start):
            return
        if len(parts) > 1:
            middle = len(parts) // 2
            if not known:
                self.outline.broken.pop()
            self.halves(lines, parts[:middle], resync=resync)
            self.halves(lines, parts[middle:], resync=resync)
        elif resync:
            inner = chunks(lines[start:stop], resync=True)
            if len(inner) > 1:
                self.outline.broken.pop()
                moved = [(start + first, start + last) for first, last in inner]
                self.halves(lines, moved, resync=False)

    def finish(self) -> Outline:
        outline = self.outline
        if self.marimo.apps:
            # The order of execution is that of the items' numbers; notes list them by line.
            outline.items.sort(key=lambda item: (item.label != "", item.first_line))
        outline.sources.update((label, "\n".join(lines)) for label, lines in self.lines.items())
        outline.notes.extend(broken.note for broken in outline.broken[:_MOST_NOTES])
        if len(outline.broken) > _MOST_NOTES:
            more = len(outline.broken) - _MOST_NOTES
            outline.notes.append(self.say("read.more_syntax", file=outline.name, count=more))
        for notes in (self.plain, self.tried):
            outline.notes.extend(first_of(notes, lambda count: self.say("read.more", count=count)))
        bind(outline.items, outline.bindings, outline.changes)
        write(outline, self.modules, self.module)
        return outline

    def module(self, texts: dict[str, str]) -> Outline:
        """Return the outline of a module that the file writes, of the text of each cell that does."""
        reading = _Reading(self.name, self.say)
        for label, text in texts.items():
            reading.read(text, label)
        return reading.finish()


def read_outline(name: str, cells: Sequence[Cell], say: Say) -> Outline:
    """Parse what a reader found in the file of that name.

    A cell of a notebook that does not parse is left out, of a ``.py`` file only the top-level
    pieces that do not; each is noted with its place and Python's reason. Raise ``UnreadableError``
    where there is more code than is read.
    """
    size = sum(len(cell.source.encode("utf-8", "replace")) for cell in cells if cell.kind is CellKind.CODE)
    if size > CODE_BYTES:
        raise UnreadableError("read.too_large", kib=size >> 10, limit_kib=CODE_BYTES >> 10)
    reading = _Reading(name, say)
    for cell in cells:
        reading.cell(cell)
    return reading.finish()
