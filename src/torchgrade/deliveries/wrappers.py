"""Search for the class inside a folder or a zip with any name.

A single folder may contain a class, or be the work of one student. The grader does not guess: if names and code do not
decide it, a person must.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from torchgrade.deliveries.archives import ArchiveError
from torchgrade.deliveries.attempts import named
from torchgrade.deliveries.collector import Collector
from torchgrade.deliveries.evidence import Around, Verdict, are_listed, judge, row_of, with_code
from torchgrade.deliveries.layouts import INSIDE, Layout, recognise
from torchgrade.deliveries.persons import is_collection, is_personal, words_in
from torchgrade.deliveries.places import READABLE, Allowance, Node, NodeKind, entries, seen
from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.model.told import told_as

MOST_LEVELS = 6
"""Maximum number of nested folders and zips around a class that are opened."""


class UnsureError(UsageError):
    """Error for a folder that may contain a class or one student's work; ``--layout`` settles it."""

    def __init__(self, message: str, *, several: bool, place: Path | None = None) -> None:
        """Set the message about the names in one folder, or about ``several`` named folders in a ``place``."""
        super().__init__(message)
        self.several = several
        self.place = place


class Level(Struct, frozen=True, kw_only=True):
    """A folder or zip around others, with its entries."""

    node: Node
    """The folder or zip."""
    nodes: list[Node]
    """Entries of the folder or zip."""


class Opened(Struct, frozen=True, kw_only=True):
    """Location of the submissions of a place."""

    levels: tuple[Level, ...]
    """Folders and zips on the path; the last one contains the submissions."""
    beside: tuple[Node, ...]
    """Entries on the path that contain no submissions."""


class Wrappers:
    """Search through folders and zips that contain only one other folder or zip."""

    def __init__(self, collector: Collector, layouts: Sequence[Layout], asked: str | None) -> None:
        """Store the layouts that recognise a class, and ``asked``, the value of ``--layout``."""
        self._collector = collector
        self._is_forced = asked == INSIDE
        self._is_named = asked not in {None, INSIDE}
        self._certain = [layout for layout in layouts if layout.is_certain or self._is_named]

    def open(self, place: Node, nodes: Sequence[Node], shown: str) -> Opened | None:
        """Return the location of the class, or None if the entries of the place are the submissions themselves.

        :raises UnsureError: the code in a single folder may belong to one student or to many.
        """
        levels, beside = self._descend(nodes)
        if not levels:
            return None
        opened = self._class_or_one(place, levels, shown)
        if opened is None:
            return None
        return Opened(levels=tuple(levels[:opened]), beside=tuple(beside[:opened][-1]))

    def _descend(self, nodes: Sequence[Node]) -> tuple[list[Level], list[list[Node]]]:
        """Descend while there is only one folder or zip; return the path, and all entries beside it."""
        levels: list[Level] = []
        beside: list[list[Node]] = []
        aside: list[Node] = []
        while len(levels) < MOST_LEVELS and (sole := self._sole(nodes)) is not None:
            try:
                inside = entries(sole, Allowance())
            except (ArchiveError, OSError):
                break
            aside = [*aside, *(node for node in nodes if node is not sole)]
            levels.append(Level(node=sole, nodes=inside))
            beside.append(aside)
            if self._recognised(inside):
                break
            nodes = inside
        return levels, beside

    def _sole(self, nodes: Sequence[Node]) -> Node | None:
        """Return the only folder or zip, if there is no code beside it."""
        holders = [node for node in nodes if node.holds_entries and not self._collector.is_run(node)]
        has_code = any(node.kind is NodeKind.FILE and self._collector.is_claimed(node.name) for node in nodes)
        return holders[0] if len(holders) == 1 and not has_code else None

    def _recognised(self, nodes: Sequence[Node]) -> bool:
        readable = [node for node in nodes if node.kind in READABLE]
        return bool(readable) and recognise(self._certain, seen(readable)) is not None

    def several(self, nodes: Sequence[Node], shown: str) -> list[Opened]:
        """Return the folders and zips if each is a class, such as the groups of a course.

        Otherwise return an empty list, because a class beside other entries would be a student's own folder. Its
        content would be graded under the names of others.

        :raises UnsureError: the folders look like classes, but may also be students.
        """
        holders = [node for node in nodes if node.holds_entries and not self._collector.is_run(node)]
        if len(holders) < 2 or any(
            node.kind is NodeKind.FILE and self._collector.is_claimed(node.name) for node in nodes
        ):
            return []
        classes: list[Opened] = []
        is_clear = True
        for holder in holders:
            levels, beside = self._descend([holder])
            if not levels:
                return []
            inside = levels[-1].nodes
            code = with_code(inside, self._collector.is_claimed)
            if not self._recognised(inside) and not are_listed(code, self._collector.roster):
                if len(code) < 2 or self._judge(code, Around(nodes=inside)) is not Verdict.CLASS:
                    return []
                is_clear = self._is_forced
            classes.append(Opened(levels=tuple(levels), beside=tuple(beside[-1])))
        if not is_clear:
            raise self._unsure(shown, holders, several=True)
        return classes

    def _class_or_one(self, place: Node, levels: Sequence[Level], shown: str) -> int | None:
        """Return the number of open levels around the submissions, or None if the first level is a submission."""
        last = levels[-1]
        if self._recognised(last.nodes):
            return len(levels)
        if self._is_named:
            return None
        code = with_code(last.nodes, self._collector.is_claimed)
        if self._is_forced:
            return len(levels) if len(code) > 1 else self._of_one(levels, code) or 1
        if len(code) < 2:
            return self._of_one(levels, code) if code else None
        verdict = self._judge(code, self._around(place, levels))
        if verdict is Verdict.CLASS:
            return len(levels)
        if verdict is Verdict.ONE:
            return self._of_one(levels, ())
        where = "/".join([shown, *(show_name(level.node.name) for level in levels)])
        raise self._unsure(where, code, several=False)

    def _judge(self, code: Sequence[Node], around: Around) -> Verdict:
        return judge(code, around, self._collector.is_claimed, self._collector.roster)

    def _around(self, place: Node, levels: Sequence[Level]) -> Around:
        """Return the facts about the last folder and the folders around it.

        A program names the archive of a folder like the folder, whether it belongs to a class or a student.
        """
        node = levels[-1].node
        outer = levels[-2].node if len(levels) > 1 else place
        is_zipped = outer.kind is NodeKind.ARCHIVE and f"{node.name}.zip".casefold() == outer.name.casefold()
        return Around(
            nodes=levels[-1].nodes,
            is_collection=(is_zipped and not is_personal(words_in(node.stem))) or is_collection(node.stem),
            is_person=any(is_personal(words_in(level.node.stem)) for level in levels),
            is_listed=any(row_of(level.node.stem, self._collector.roster) is not None for level in levels),
        )

    def _of_one(self, levels: Sequence[Level], code: Sequence[Node]) -> int | None:
        """Return the number of folders around the work of one student, found by the student's name; otherwise None."""
        stems = [level.node.stem for level in levels] + [node.stem for node in code]
        listed = [row_of(stem, self._collector.roster) is not None for stem in stems]
        personal = [is_personal(words_in(stem)) and not is_collection(stem) for stem in stems]
        whose = next((marks.index(True) for marks in (listed, personal) if True in marks), 0)
        return whose or None

    def _unsure(self, place: str, nodes: Sequence[Node], *, several: bool) -> UnsureError:
        names = named([show_name(node.name) for node in nodes])
        message_id = "deliveries.unsure_classes" if several else "deliveries.unsure"
        note = self._collector.say(message_id, place=place, names=names, count=len(nodes))
        is_on_disk = several and not any(node.member or node.within is not None for node in nodes)
        return UnsureError(
            told_as(note.message, note.phrase), several=several, place=nodes[0].path.parent if is_on_disk else None
        )
