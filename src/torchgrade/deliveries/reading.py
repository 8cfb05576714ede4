"""Reading of the inputs of ``grade``: the layout of each folder and archive, and the submissions in it."""

from __future__ import annotations

import codecs
import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from torchgrade.deliveries.archives import ArchiveError
from torchgrade.deliveries.attempts import Part, named
from torchgrade.deliveries.collector import Collector
from torchgrade.deliveries.drive import joined
from torchgrade.deliveries.found import DEPTH, Recognised, storable
from torchgrade.deliveries.layouts import INSIDE, PLAIN, Claim, Claimed, Layout, Role, Text, recognise
from torchgrade.deliveries.pattern import Pattern, SlowError
from torchgrade.deliveries.places import (
    READABLE,
    Allowance,
    Node,
    NodeKind,
    descend,
    entries,
    read_small,
    seen,
    without,
)
from torchgrade.deliveries.roster import Roster
from torchgrade.deliveries.suggestions import suggest
from torchgrade.deliveries.wrappers import Opened, Wrappers
from torchgrade.errors import CourseError
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.readers.cells import MOST_NOTES, first_of

METADATA_BYTES = 4 << 20
"""Maximum number of bytes read from a file in which a delivery describes itself."""
PATTERN = "--pattern"
PATTERN_DEPTH = DEPTH + 2
"""Number of levels that ``--pattern`` searches for files: the class's levels are above the submission's levels."""


class Delivery(Struct, frozen=True, kw_only=True):
    """Settings for reading the entries of the inputs."""

    layouts: tuple[Layout, ...] = ()
    """Layouts in the order of their trial."""
    layout: str | None = None
    """Name of the layout to use; None to recognise it."""
    pattern: Pattern | None = None
    """Pattern instead of a layout."""
    roster: Roster | None = None
    """Students of the class."""
    roster_file: Path | None = None
    """File with the roster; it is not a submission."""
    roster_encoding: str | None = None
    """Encoding of the roster that the user of the command named."""
    all_attempts: bool = False
    """Whether earlier attempts of the delivery are listed too; the last one still counts."""


class Reader:
    """Reader of one place after another into a collector."""

    def __init__(self, collector: Collector, delivery: Delivery) -> None:
        self._collector = collector
        self._delivery = delivery

    def place(self, place: Node, nodes: Sequence[Node], shown: str) -> None:
        """List the submissions among the entries of a folder or an archive.

        :raises CourseError: a layout of a plugin violates its contract.
        :raises UsageError: the folder may be a class or one student's work.
        """
        nodes = [node for node in nodes if self._collector.is_new(node) and not self._is_roster(node)]
        if self._delivery.pattern is not None:
            self._recognised(shown, PATTERN, nodes)
            self._by_pattern(nodes, self._delivery.pattern)
        elif self._delivery.layout == PLAIN:
            self._plain(nodes, shown)
        else:
            rest, downloads = joined(nodes)
            self._inside(place, [*rest, *downloads], shown)

    def _is_roster(self, node: Node) -> bool:
        file = self._delivery.roster_file
        return file is not None and not node.member and os.path.realpath(node.path) == os.path.realpath(file)

    def _inside(self, place: Node, nodes: Sequence[Node], shown: str) -> None:
        """List the submissions in a place, or in a folder or zip inside it."""
        asked = self._delivery.layout
        if self._with_layout(nodes, shown):
            return
        wrappers = Wrappers(self._collector, self._wanted(), asked)
        opened = wrappers.open(place, nodes, shown)
        if opened is not None:
            nodes, shown = self._new(opened), _inner(shown, opened)
            self._alone(opened.beside)
            if self._with_layout(nodes, shown):
                return
        if asked in {None, INSIDE}:
            self._several(wrappers, nodes, shown)
        else:
            self._with_layout(nodes, shown, is_asked=True)

    def _several(self, wrappers: Wrappers, nodes: Sequence[Node], shown: str) -> None:
        """List the submissions of a place that is a class, or contains several classes."""
        classes = wrappers.several(nodes, shown)
        for opened in classes:
            inside = self._new(opened)
            if not self._with_layout(inside, _inner(shown, opened)):
                self._plain(inside, _inner(shown, opened))
            self._alone(opened.beside)
        if classes:
            self._alone(without(nodes, [one.levels[0].node for one in classes]))
        else:
            self._plain(nodes, shown)

    def _new(self, opened: Opened) -> list[Node]:
        """Return the entries of a found class, without the entries that were listed before."""
        return [node for node in opened.levels[-1].nodes if self._collector.is_new(node)]

    def _plain(self, nodes: Sequence[Node], shown: str) -> None:
        self._recognised(shown, PLAIN, nodes)
        self._alone(nodes)
        if self._delivery.layout is None:
            self._suggest(nodes, shown)

    def _suggest(self, nodes: Sequence[Node], shown: str) -> None:
        """Suggest a pattern if names look like attempts, because a person must decide which of them count."""
        code = [node for node in nodes if node.holds_entries or self._collector.is_claimed(node.name)]
        offer = suggest([storable(node.name) + "/" * node.holds_entries for node in code])
        if offer is not None:
            names = named([show_name(name.rstrip("/")) for name in offer.names])
            note = self._collector.say("deliveries.attempts", place=shown, names=names, pattern=offer.pattern)
            self._collector.listing.notes.append(note)

    def _alone(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            self._collector.alone(node)

    def _wanted(self) -> tuple[Layout, ...]:
        """Return the layouts that may be used."""
        wanted = self._delivery.layout
        if wanted in {None, INSIDE}:
            return self._delivery.layouts
        return tuple(layout for layout in self._delivery.layouts if layout.name == wanted)

    def _with_layout(self, nodes: Sequence[Node], shown: str, *, is_asked: bool = False) -> bool:
        """List the entries by the recognised or requested layout; return whether there is one."""
        readable = [node for node in nodes if node.kind in READABLE and not self._collector.is_run(node)]
        layouts = self._wanted()
        layout = layouts[0] if is_asked else recognise(layouts, seen(readable)) if readable else None
        if layout is None:
            return False
        self._recognised(shown, layout.name, nodes)
        self._alone(without(nodes, readable))
        self._by_layout(layout, readable)
        return True

    def _recognised(self, shown: str, layout: str, nodes: Sequence[Node]) -> None:
        if nodes:
            self._collector.listing.recognised.append(Recognised(place=shown, layout=layout))

    def _by_layout(self, layout: Layout, nodes: Sequence[Node]) -> None:
        claims = self._read(layout, nodes)
        groups: dict[str, list[Part]] = {}
        for node, claim in zip(nodes, claims, strict=True):
            if claim is None:
                self._collector.refuse_unknown("deliveries.unmatched", node.name, node.name, layout=layout.name)
            elif claim.role is Role.REFUSED:
                note = self._collector.say(claim.why, name=show_name(node.name))
                self._collector.refuse(note, node.name, claim.people)
            elif claim.role is Role.STUDENTS:
                self._students(layout, node)
            elif claim.role is Role.HANDED_IN:
                part = Part(node=node, claim=claim, place=node.name, layout=layout.name)
                if claim.is_alone:
                    self._collector.submission([part])
                else:
                    groups.setdefault(storable(claim.student), []).append(part)
        for parts in groups.values():
            self._collector.submission(parts)

    def _read(self, layout: Layout, nodes: Sequence[Node]) -> Claimed:
        try:
            claims = list(layout.read(seen(nodes), self._text(nodes)))
        except Exception as error:
            # Catch every error of a plugin, because the message must name the plugin.
            raise CourseError(told("error.plugin.layout", name=layout.name, reason=repr(error))) from error
        if len(claims) != len(nodes):
            counts = {"claims": len(claims), "entries": len(nodes)}
            raise CourseError(told("error.plugin.layout_count", name=layout.name, **counts))
        return claims

    def _students(self, layout: Layout, folder: Node) -> None:
        try:
            inside = entries(folder, Allowance())
        except (OSError, ArchiveError):
            self._collector.alone(folder)
            return
        nodes = [node for node in inside if self._collector.is_new(node)]
        readable = [node for node in nodes if node.kind in READABLE]
        is_same = bool(readable) and recognise([layout], seen(readable)) is not None
        self._alone([node for node in nodes if not is_same or node.kind not in READABLE])
        if is_same:
            self._by_layout(layout, readable)

    def _text(self, nodes: Sequence[Node]) -> Text:
        # A layout may ask for a file of each student. Of two equal names the first one counts.
        named = {storable(node.name): node for node in reversed(nodes)}

        def text(name: str) -> str | None:
            first, _, path = name.partition("/")
            node = named.get(first)
            with contextlib.suppress(ArchiveError, OSError):
                node = descend(node, path, Allowance()) if node is not None and path else node
            is_file = node is not None and node.kind is NodeKind.FILE
            data = read_small(node, METADATA_BYTES) if node is not None and is_file else None
            if data is None:
                note = self._collector.say("deliveries.metadata", name=show_name(name), limit_mib=METADATA_BYTES >> 20)
                self._collector.listing.notes.append(note)
                return None
            return codecs.decode(data, "utf-8", "replace")

        return text

    def _by_pattern(self, nodes: Sequence[Node], pattern: Pattern) -> None:
        groups: dict[str, list[Part]] = {}
        for top in nodes:
            before = len(self._collector.listing.not_understood)
            found = 0
            unmatched: Counter[str] = Counter()
            for path, node in self._code(top):
                found += 1
                try:
                    claim = pattern.read(path)
                except SlowError:
                    self._collector.refuse(self._collector.say("deliveries.slow", name=show_name(path)), path)
                    continue
                if claim is None:
                    self._unmatched(path, unmatched)
                    continue
                named = claim if claim.file else _with_file(claim, path)
                part = Part(node=node, claim=named, place=path)
                groups.setdefault(storable(claim.student), []).append(part)
            for place, count in unmatched.items():
                if place and count > MOST_NOTES:
                    shown = show_name(place)
                    self._collector.refuse(
                        self._collector.say("listing.more", name=shown, count=count - MOST_NOTES), place
                    )
            if not found and before == len(self._collector.listing.not_understood):
                # List the entry alone, because it contains no code: it gets the same notes as in a plain folder.
                self._collector.alone(top)
        for parts in groups.values():
            self._collector.submission(parts)

    def _unmatched(self, path: str, unmatched: Counter[str]) -> None:
        """List a file that does not match; list only the first files of a folder or archive.

        The list is cut because a student may submit many files.
        """
        folder, _, name = path.rpartition("/")
        # Count the files of an archive together, however many folders it has, because one student submitted it.
        head, inside, _ = folder.lower().partition(".zip/")
        place = folder[: len(head) + len(".zip")] if inside else folder
        unmatched[place] += 1
        if not place or unmatched[place] <= MOST_NOTES:
            self._collector.refuse_unknown("deliveries.unmatched", path, name, layout=PATTERN)

    def _code(self, top: Node) -> Iterator[tuple[str, Node]]:
        """Yield the files with code of an entry with their paths; list unreadable entries."""
        collector = self._collector
        if not top.holds_entries:
            if top.kind is NodeKind.FILE and collector.is_claimed(top.name):
                yield storable(top.name), top
            return
        if collector.is_run(top):
            return
        noticed: list[Note] = []
        shown = show_name(top.name)
        yield from collector.walk(top, f"{top.name}/", shown, DEPTH - PATTERN_DEPTH + 1, Allowance(), noticed)
        for note in first_of(noticed, lambda count: collector.say("listing.more", name=shown, count=count)):
            collector.refuse(note, str(note.values.get("name", shown)))


def _inner(shown: str, opened: Opened) -> str:
    return "/".join([shown, *(show_name(level.node.name) for level in opened.levels)])


def _with_file(claim: Claim, path: str) -> Claim:
    return structs.replace(claim, file=path)
