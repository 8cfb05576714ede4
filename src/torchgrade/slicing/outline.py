"""Statements of one submitted file, and the parts of it that are unreadable."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from torchgrade.model.phrases import Phrase
from torchgrade.model.places import place
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
"""Maximum number of pieces of a file that are tried with plain characters. A learner's file has fewer broken pieces."""
_LINE = re.compile(r"on line (\d{1,9})")


@dataclass(frozen=True, slots=True)
class Broken:
    """A piece of the file that Python cannot parse."""

    text: str
    """Text of the piece."""
    note: Note
    """Place and reason."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Content of one file, found without execution."""

    name: str
    """Showable name of the file."""
    sources: dict[str, str] = field(default_factory=dict)
    """Parsed text by cell label (empty for a ``.py`` file), with blank magics and plain characters."""
    items: list[Item] = field(default_factory=list)
    """Top-level statements in file order."""
    notes: list[Note] = field(default_factory=list)
    """Notes on code that could not be parsed; at most 20, and one with the number of the others."""
    broken: list[Broken] = field(default_factory=list)
    """All pieces that could not be parsed."""
    bindings: dict[str, list[Item]] = field(default_factory=dict)
    """Items that bind a name, in file order."""
    changes: dict[str, list[Item]] = field(default_factory=dict)
    """Assignments that set attributes or items of a name."""
    submitted: dict[str, str] = field(default_factory=dict)
    """Submitted text by cell label, including cells that are not code."""
    asides: list[Aside] = field(default_factory=list)
    """Cells that are not code but may contain a definition."""
    closed: dict[str, list[Closed]] = field(default_factory=dict)
    """Lines below a cell magic for another language, by cell label."""
    written: dict[str, Outline] = field(default_factory=dict)
    """Modules that the file writes beside itself, by file name."""
    shown: dict[str, str] = field(default_factory=dict)
    """Text by cell label for tracebacks and ``inspect``, if a cell contains code of several modules."""

    def code_name(self, label: str) -> str:
        """Return the name of a cell in tracebacks and ``inspect``."""
        # Filter the parts, because the cells of a session have no file name.
        return " ".join(filter(None, (self.name, label)))

    def place(self, label: str, line: int) -> Phrase:
        """Return the words for a place: ``ada.py, line 3`` or ``cell 4, line 2``."""
        return place(label or self.name, line)

    def place_of(self, item: Item) -> Phrase:
        """Return the words for the place of the first line of an item."""
        return self.place(item.label, item.first_line)


class _Reading:
    """Outline of one file during construction."""

    def __init__(self, name: str, say: Say) -> None:
        self.name = name
        self.outline = Outline(show_name(name))
        self.say = say
        self.builder = ItemBuilder()
        self.lines: dict[str, list[str]] = {}
        """Lines of the cells with changed text, by label."""
        self.plain: list[Note] = []
        self.tried: list[Note] = []
        self.tries = 0
        self.marimo = Marimo()
        self.modules = Modules()
        self.prose = 0
        """Number of characters in the cells that are not code."""
        self.in_string = False
        """True while the code is the text of a string. Strings inside this code are not read."""

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
        """Add the code that a statement contains as a string, with its own lines if possible."""
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
        where = self.outline.place(label, line)
        if error.reason:
            # Add the first line, because Python counts from the beginning of the piece.
            reason = _LINE.sub(lambda match: f"on line {int(match[1]) + first}", error.reason)
            note = self.say("read.syntax", place=where, reason=show(reason, limit=200))
        else:
            note = self.say("read.too_deep", place=where)
        self.outline.broken.append(Broken(text, note))

    def piece(self, text: str, label: str, first: int) -> bool:
        """Add text that begins after line ``first``; return False if it cannot be parsed."""
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
        """Add text whose only errors are lookalike characters, and add a note about them."""
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
        where = self.outline.place(label, first + made.line)
        self.plain.append(self.say("read.signs", place=where, sign=made.sign))
        return True

    def replace(self, label: str, first: int, text: str) -> None:
        """Replace lines of a cell with other text."""
        if label not in self.lines:
            self.lines[label] = self.outline.sources[label].split("\n")
        new = text.split("\n")
        self.lines[label][first : first + len(new)] = new

    def cell(self, cell: Cell) -> None:
        """Add one cell; keep it apart if it is not a code cell."""
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
        """Add code. If it does not parse, remove the syntax that only IPython understands.

        :param magic: cell magic of the whole code, if the text does not contain it.
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
        """Record the effects of the magics of a cell."""
        self.modules.add(opened.written, label, opened.text.count("\n") + 1)
        self.outline.closed.setdefault(label, []).extend(opened.closed)
        for magic in opened.tried:
            where = self.outline.place(label, max(magic.line, 0) + 1)
            self.tried.append(self.say("read.magic", place=where, magic=show_name(f"%%{magic.name}")))

    def halves(self, lines: list[str], parts: list[tuple[int, int]], *, resync: bool, known: bool = False) -> None:
        """Add adjacent pieces together if they parse, otherwise each half separately.

        :param known: whether all pieces together are known not to parse.
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
            # Sort by line because notes list the items by line; the items' numbers give the order of execution.
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
        """Return the outline of a module that the file writes, from the text of each writing cell."""
        reading = _Reading(self.name, self.say)
        for label, text in texts.items():
            reading.read(text, label)
        return reading.finish()


def read_outline(name: str, cells: Sequence[Cell], say: Say) -> Outline:
    """Parse the cells that a reader found in the file of that name.

    A cell of a notebook that does not parse is left out. In a ``.py`` file, only the top-level pieces that do not parse
    are left out. Each is noted with its place and Python's reason.

    Raise ``UnreadableError`` if the amount of code exceeds the limit.
    """
    size = sum(len(cell.source.encode("utf-8", "replace")) for cell in cells if cell.kind is CellKind.CODE)
    if size > CODE_BYTES:
        raise UnreadableError("read.too_large", kib=size >> 10, limit_kib=CODE_BYTES >> 10)
    reading = _Reading(name, say)
    for cell in cells:
        reading.cell(cell)
    return reading.finish()
