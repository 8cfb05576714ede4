"""What was given to ``grade``: finds the layout of each folder and archive, and lists the submissions in it."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from torchgrade.errors import CourseError
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.submissions.cells import MOST_NOTES, first_of
from torchgrade.submissions.deliveries.archives import ArchiveError, opened, read_member
from torchgrade.submissions.deliveries.layouts import PLAIN, Claim, Claimed, Entry, Layout, Role, Text, recognise
from torchgrade.submissions.deliveries.lister import Lister, Part
from torchgrade.submissions.deliveries.pattern import Pattern, SlowError
from torchgrade.submissions.deliveries.places import Allowance, Node, NodeKind, entries
from torchgrade.submissions.deliveries.roster import Roster
from torchgrade.submissions.found import DEPTH, Recognised, storable
from torchgrade.submissions.opening import open_regular

METADATA_BYTES = 4 << 20
"""The most that is read of a file with which a delivery describes itself."""
PATTERN = "--pattern"
PATTERN_DEPTH = DEPTH + 2
"""Levels in which ``--pattern`` looks for files: those of the class stand above those of a submission."""
_READABLE = {NodeKind.FILE, NodeKind.FOLDER, NodeKind.ARCHIVE}


class Delivery(Struct, frozen=True, kw_only=True):
    """How the entries of what is given are read."""

    layouts: tuple[Layout, ...] = ()
    """Those that are tried, in their order."""
    layout: str | None = None
    """Name of the one to use; None to recognise it."""
    pattern: Pattern | None = None
    """Used in place of a layout."""
    roster: Roster | None = None
    """Who is in the class."""


class Reader:
    """Reads one place after another into a lister."""

    def __init__(self, lister: Lister, delivery: Delivery) -> None:
        self._lister = lister
        self._delivery = delivery

    def place(self, place: Node, nodes: Sequence[Node], shown: str) -> None:
        """List the submissions among the entries of a folder or an archive.

        :raises CourseError: a layout of a plugin does not keep its contract.
        """
        nodes = [node for node in nodes if self._lister.is_new(node)]
        readable = [node for node in nodes if node.kind in _READABLE and not self._lister.is_run(node)]
        if self._delivery.pattern is not None:
            self._recognised(shown, PATTERN, nodes)
            self._by_pattern(nodes, self._delivery.pattern)
            return
        layout = self._choose(readable)
        if layout is None:
            inside = self._exports(place, readable)
            for node, inner in inside:
                self.place(node, inner, f"{shown}/{show_name(node.name)}")
            exports = [node for node, _ in inside]
            nodes = [node for node in nodes if node not in exports]
            if nodes or not inside:
                self._recognised(shown, PLAIN, nodes)
            for node in nodes:
                self._lister.alone(node)
            return
        self._recognised(shown, layout.name, nodes)
        for node in nodes:
            if node not in readable:
                self._lister.alone(node)
        self._by_layout(layout, readable)

    def _recognised(self, shown: str, layout: str, nodes: Sequence[Node]) -> None:
        if nodes:
            self._lister.listing.recognised.append(Recognised(place=shown, layout=layout))

    def _choose(self, nodes: Sequence[Node]) -> Layout | None:
        wanted = self._delivery.layout
        if wanted is None:
            return recognise(self._delivery.layouts, _entries(nodes)) if nodes else None
        return next((layout for layout in self._delivery.layouts if layout.name == wanted), None)

    def _exports(self, place: Node, nodes: Sequence[Node]) -> list[tuple[Node, list[Node]]]:
        """Return the entries that are exports themselves, each with its own entries: all of them or none.

        One that is an export beside others that are not would be a student's own folder, and what lies in it would be
        graded under the names of others.
        """
        if self._delivery.layout is not None or not nodes or not all(node.holds_entries for node in nodes):
            return []
        certain = [layout for layout in self._delivery.layouts if layout.is_certain]
        found = []
        for node in nodes:
            try:
                inside = entries(node, Allowance())
            except (ArchiveError, OSError):
                return []
            readable = [one for one in inside if one.kind in _READABLE]
            # Programs that make a zip of a folder put the folder itself into it.
            is_wrapper = (
                len(nodes) == 1
                and place.kind is NodeKind.ARCHIVE
                and f"{node.name}.zip".casefold() == place.name.casefold()
            )
            if not is_wrapper and recognise(certain, _entries(readable)) is None:
                return []
            found.append((node, inside))
        return found

    def _by_layout(self, layout: Layout, nodes: Sequence[Node]) -> None:
        claims = self._read(layout, nodes)
        groups: dict[str, list[Part]] = {}
        for node, claim in zip(nodes, claims, strict=True):
            if claim is None:
                self._lister.refuse_unknown("deliveries.unmatched", node.name, node.name, layout=layout.name)
            elif claim.role is Role.REFUSED:
                note = self._lister.say(claim.why, name=show_name(node.name))
                self._lister.refuse(note, node.name, claim.people)
            elif claim.role is Role.STUDENTS:
                self._students(node)
            elif claim.role is Role.HANDED_IN:
                part = Part(node=node, claim=claim, place=node.name)
                if claim.is_alone:
                    self._lister.submission([part])
                else:
                    groups.setdefault(storable(claim.student), []).append(part)
        for parts in groups.values():
            self._lister.submission(parts)

    def _read(self, layout: Layout, nodes: Sequence[Node]) -> Claimed:
        try:
            claims = list(layout.read(_entries(nodes), self._text(nodes)))
        except Exception as error:
            # Whatever a plugin raises is its own; it must be named, not hidden.
            raise CourseError(f"The layout {layout.name!r} failed: {error!r}.") from error
        if len(claims) != len(nodes):
            raise CourseError(f"The layout {layout.name!r} read {len(claims)} of {len(nodes)} entries.")
        return claims

    def _students(self, folder: Node) -> None:
        try:
            inside = entries(folder, Allowance())
        except (OSError, ArchiveError):
            self._lister.alone(folder)
            return
        for node in inside:
            if self._lister.is_new(node):
                self._lister.alone(node)

    def _text(self, nodes: Sequence[Node]) -> Text:
        def text(name: str) -> str | None:
            node = next((node for node in nodes if node.name == name and node.kind is NodeKind.FILE), None)
            data = None if node is None else _read_small(node)
            if data is None:
                note = self._lister.say("deliveries.metadata", name=show_name(name), limit_mib=METADATA_BYTES >> 20)
                self._lister.listing.problems.append(note)
                return None
            return codecs.decode(data, "utf-8", "replace")

        return text

    def _by_pattern(self, nodes: Sequence[Node], pattern: Pattern) -> None:
        groups: dict[str, list[Part]] = {}
        for top in nodes:
            before = len(self._lister.listing.not_understood)
            found = 0
            unmatched: Counter[str] = Counter()
            for path, node in self._code(top):
                found += 1
                try:
                    claim = pattern.read(path)
                except SlowError:
                    self._lister.refuse(self._lister.say("deliveries.slow", name=show_name(path)), path)
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
                    self._lister.refuse(self._lister.say("listing.more", name=shown, count=count - MOST_NOTES), place)
            if not found and before == len(self._lister.listing.not_understood):
                # Nothing in it can be graded, whatever its name: the same sentences as for a plain folder.
                self._lister.alone(top)
        for parts in groups.values():
            self._lister.submission(parts)

    def _unmatched(self, path: str, unmatched: Counter[str]) -> None:
        """List a file that does not match; of one folder or archive the first only, since a student may bring many."""
        folder, _, name = path.rpartition("/")
        # What lies in an archive of a student is counted together, however many folders it has.
        head, inside, _ = folder.lower().partition(".zip/")
        place = folder[: len(head) + len(".zip")] if inside else folder
        unmatched[place] += 1
        if not place or unmatched[place] <= MOST_NOTES:
            self._lister.refuse_unknown("deliveries.unmatched", path, name, layout=PATTERN)

    def _code(self, top: Node) -> Iterator[tuple[str, Node]]:
        """Yield the files with code of an entry with their paths; what cannot be read is listed."""
        lister = self._lister
        if not top.holds_entries:
            if top.kind is NodeKind.FILE and lister.is_claimed(top.name):
                yield storable(top.name), top
            return
        if lister.is_run(top):
            return
        noticed: list[Note] = []
        shown = show_name(top.name)
        yield from lister.walk(top, f"{top.name}/", shown, DEPTH - PATTERN_DEPTH + 1, Allowance(), noticed)
        for note in first_of(noticed, lambda count: lister.say("listing.more", name=shown, count=count)):
            lister.refuse(note, str(note.values.get("name", shown)))


def _entries(nodes: Sequence[Node]) -> list[Entry]:
    return [Entry(name=storable(node.name), is_folder=node.holds_entries) for node in nodes]


def _with_file(claim: Claim, path: str) -> Claim:
    return Claim(student=claim.student, people=claim.people, file=path, timestamp=claim.timestamp)


def _read_small(node: Node) -> bytes | None:
    try:
        if node.member:
            with opened(node.path, node.member[:-1]) as file:
                return read_member(file, node.member[-1], METADATA_BYTES)
        with open_regular(node.path) as file:
            data = file.read(METADATA_BYTES + 1)
    except (OSError, ArchiveError):
        return None
    return data if len(data) <= METADATA_BYTES else None
