"""Collection of the submissions of folders and archives, entry by entry, with the problems in them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from torchgrade.deliveries.archives import ArchiveError, is_archive, is_other_archive
from torchgrade.deliveries.attempts import Before, Part, choose, last_moment
from torchgrade.deliveries.contents import is_renamed
from torchgrade.deliveries.found import (
    DEPTH,
    MOST_FILES,
    Claims,
    EarlierAttempt,
    Found,
    FoundFile,
    Listing,
    NotUnderstood,
    storable,
)
from torchgrade.deliveries.layouts import Claim
from torchgrade.deliveries.looking import archive_note, notes_inside, unclaimed_notes
from torchgrade.deliveries.moments import readable
from torchgrade.deliveries.named import person_in
from torchgrade.deliveries.places import Allowance, Node, NodeKind, descend, entries
from torchgrade.deliveries.roster import Roster, say_person
from torchgrade.deliveries.rosters.names import Spoken, words_in
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name
from torchgrade.model.told import reason_of
from torchgrade.readers.cells import first_of

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

STORE = "run.sqlite"
_REFUSED = {NodeKind.LINK: "listing.symlink", NodeKind.SPECIAL: "listing.not_regular"}


class Collector:
    """Collector of submissions during the walk."""

    def __init__(
        self,
        readers: Sequence[Claims],
        out: Path | None,
        say: Say,
        roster: Roster | None = None,
        *,
        all_attempts: bool = False,
    ) -> None:
        self.readers = readers
        self.out = os.path.realpath(out) if out is not None else None
        self.say = say
        self.roster = roster
        self.all_attempts = all_attempts
        self.listing = Listing()
        self._seen: set[str] = set()

    def is_new(self, node: Node) -> bool:
        """Return whether an entry of the disk was not listed before, and remember it."""
        if node.member or node.within is not None:
            return True
        # Resolve the folder but not the entry itself, because a link is not its target.
        place = os.path.join(os.path.realpath(node.path.parent), node.path.name)
        known = place in self._seen
        self._seen.add(place)
        return not known

    def is_claimed(self, name: str) -> bool:
        """Return whether a reader claims a file."""
        return any(claims(name) for claims in self.readers)

    def is_run(self, node: Node) -> bool:
        """Return whether a node is the folder of ``--out`` or of another run."""
        if node.kind is not NodeKind.FOLDER or node.within is not None:
            return False
        return os.path.realpath(node.path) == self.out or os.path.lexists(node.path / STORE)

    def is_run_with_code(self, node: Node) -> bool:
        """Return whether the folder of a run contains code.

        Such a folder may be a submission that looks like a run, because torchgrade writes no code into a run.
        """
        if os.path.realpath(node.path) == self.out:
            return False
        return any(self.is_claimed(path.name) for path in node.path.iterdir())

    def refuse(self, note: Note, name: str, people: tuple[Person, ...] = (), further: Sequence[Note] = ()) -> None:
        """List an input that cannot be graded."""
        self.listing.not_understood.append(
            NotUnderstood(name=show_name(name), note=note, people=people, further=list(further))
        )

    def refuse_unknown(self, message_id: str, place: str, name: str, **values: str) -> None:
        """List an input whose name identifies no student, with the nearest student of the roster."""
        stem = name.partition(".")[0]
        words = words_in(stem)
        person, spoken = person_in(stem) or Person(name=stem), Spoken(tuple(words), frozenset(words))
        near = self.roster.nearest(person, spoken) if self.roster is not None else None
        shown = show_name(place)
        if near is None:
            self.refuse(self.say(message_id, name=shown, **values), place)
        else:
            # Use the entry with "_near", because it has the same text and names the person.
            nearest = say_person(near.person)
            self.refuse(self.say(f"{message_id}_near", name=shown, nearest=nearest, **values), place)

    def alone(self, node: Node, people: tuple[Person, ...] = ()) -> None:
        """List an entry that is a submission by itself (ruling 22)."""
        self.submission([Part(node=node, claim=Claim(student=node.stem, people=people), place=node.name)])

    def submission(self, parts: Sequence[Part]) -> None:
        """List the entries of one submission, or list the reason for each entry without code."""
        allowance = Allowance()
        files: dict[str, FoundFile] = {}
        empty: list[tuple[Part, list[Note]]] = []
        chosen = choose(parts, self.say, is_graded=self.all_attempts)
        parts = chosen.parts
        noticed = list(chosen.problems)
        shown = show_name(parts[0].place)
        for part in parts:
            found = 0
            before = len(noticed)
            for name, node in self._files(part, allowance, noticed):
                found += 1
                if len(files) == MOST_FILES:
                    noticed.append(self.say("listing.too_many", name=shown, limit=MOST_FILES))
                    break
                free = name if name not in files else f"{part.place}/{len(files)}/{name}"
                files[free] = FoundFile(name=free, path=node.path, member=node.member)
            if not found and not self.is_run(part.node):
                empty.append((part, noticed[before:]))
        if files:
            earlier = [self._earlier(one) for one in chosen.before] if self.all_attempts else []
            self._add(parts, list(files.values()), noticed, chosen.remarks, tuple(one for one in earlier if one.files))
            return
        for number, (part, notes) in enumerate(empty):
            self._nothing(part, notes, [] if number else chosen.remarks)

    def _earlier(self, before: Before) -> EarlierAttempt:
        """Return the files with code of an earlier attempt; its notes are left out, because it does not count."""
        allowance = Allowance()
        files: dict[str, FoundFile] = {}
        for part in before.parts:
            for name, node in itertools.islice(self._files(part, allowance, []), MOST_FILES - len(files)):
                free = name if name not in files else f"{part.place}/{len(files)}/{name}"
                files[free] = FoundFile(name=free, path=node.path, member=node.member)
        return EarlierAttempt(files=sorted(files.values(), key=lambda file: file.name), at=readable(before.moment))

    def _add(
        self,
        parts: Sequence[Part],
        files: list[FoundFile],
        noticed: list[Note],
        remarks: list[Note],
        earlier: tuple[EarlierAttempt, ...],
    ) -> None:
        claim, shown = parts[0].claim, show_name(parts[0].place)
        problems = first_of(noticed, lambda count: self.say("listing.more", name=shown, count=count))
        people = tuple(dict.fromkeys(person for part in parts for person in part.claim.people if person != Person()))
        is_late = any(part.claim.is_late for part in parts)
        if len(people) > 1:
            remarks = [self.say("deliveries.group", people=listed(map(say_person, people))), *remarks]
        if is_late:
            remarks = [self.say("deliveries.late"), *remarks]
        self.listing.found.append(
            Found(
                submission=storable(claim.student),
                path=parts[0].node.path,
                files=sorted(files, key=lambda file: file.name),
                entries=tuple(part.place for part in parts),
                people=people,
                is_late=is_late,
                at=readable(last_moment(parts)),
                earlier=earlier,
                layout=parts[0].layout,
                problems=problems,
                remarks=remarks,
            )
        )

    def _nothing(self, part: Part, notes: Sequence[Note], remarks: Sequence[Note]) -> None:
        """List an entry without code, with the notes on its content as the reason if there are any."""
        name, shown = part.place, show_name(part.place)
        notes = [*notes, *notes_inside(part.node, shown, self.say)] if _may_hold(part, notes) else notes
        notes = first_of(notes, lambda count: self.say("listing.more", name=shown, count=count))
        if not notes:
            message_id = "listing.nothing_here"
            if part.node.kind is NodeKind.FILE:
                message_id = "deliveries.other_archive" if is_other_archive(part.node.name) else "listing.not_code"
            notes = [self.say(message_id, name=shown)]
        self.refuse(notes[0], name, part.claim.people, [*notes[1:], *remarks])

    def _files(self, part: Part, allowance: Allowance, noticed: list[Note]) -> Iterator[tuple[str, Node]]:
        """Yield the files with code of an entry, each with its name inside the submission."""
        node, shown = part.node, show_name(part.place)
        if self.is_run(node):
            try:
                if self.is_run_with_code(node):
                    self.refuse(self.say("listing.run_with_code", name=shown, store=STORE), node.name)
            except OSError as error:
                noticed.append(self._unreadable(shown, error))
            return
        if not node.holds_entries:
            name = part.claim.file or node.name
            if node.kind is not NodeKind.FILE:
                noticed.append(self._refused(node, shown))
            elif self.is_claimed(name):
                yield storable(name), node
            return
        name = f"{part.claim.file}/" if part.claim.file else ""
        for inner in part.claim.inner:
            yield from self._inner(node, inner, name, shown, allowance, noticed)
        if not part.claim.inner:
            yield from self.walk(node, name, shown, 1, allowance, noticed)

    def _inner(
        self, folder: Node, path: str, name: str, shown: str, allowance: Allowance, noticed: list[Note]
    ) -> Iterator[tuple[str, Node]]:
        """Yield the files with code of one entry inside a folder, named as if the student's files began there."""
        try:
            node = descend(folder, path, allowance)
        except (ArchiveError, OSError):
            node = None
        place = f"{shown}/{path}"
        if node is None:
            noticed.append(self.say("listing.nothing_here", name=place))
        elif node.holds_entries:
            yield from self.walk(node, name, place, 1, allowance, noticed)
        elif node.kind is not NodeKind.FILE:
            noticed.append(self._refused(node, place))
        elif self.is_claimed(node.name):
            yield storable(name + node.name), node

    def walk(
        self, folder: Node, name: str, shown: str, depth: int, allowance: Allowance, noticed: list[Note]
    ) -> Iterator[tuple[str, Node]]:
        """Yield the files with code in a folder or an archive down to the maximum depth, each with its path."""
        try:
            inside = entries(folder, allowance)
        except ArchiveError as error:
            noticed.append(archive_note(folder, shown, error, self.say))
            return
        except OSError as error:
            noticed.append(self._unreadable(shown, error))
            return
        for node in inside:
            # Show each component separately, because the length of a name in a message is limited.
            place = f"{shown}/{show_name(node.name)}"
            if node.holds_entries:
                if depth == DEPTH:
                    noticed.append(self.say("listing.too_deep", name=place, depth=DEPTH))
                elif not self.is_run(node):
                    yield from self.walk(node, f"{name}{node.name}/", place, depth + 1, allowance, noticed)
            elif node.kind is NodeKind.FILE:
                if self.is_claimed(node.name):
                    yield storable(name + node.name), node
                elif (is_other_archive(node.name) or is_renamed(node.name)) and allowance.may_look(node):
                    noticed.extend(unclaimed_notes(node, place, self.say))
            elif node.kind is not NodeKind.REFUSED or self._matters(node):
                noticed.append(self._refused(node, place))

    def _matters(self, node: Node) -> bool:
        """Return whether a refused node would be read otherwise, or is of a kind that is always reported."""
        if node.why in {"deliveries.member_encrypted", "deliveries.member_method", "deliveries.member_twice"}:
            return self.is_claimed(node.name) or is_archive(node.name)
        return True

    def _refused(self, node: Node, shown: str) -> Note:
        if node.kind is NodeKind.REFUSED:
            return self.say(node.why, name=shown, reason=node.reason)
        return self.say(_REFUSED[node.kind], name=shown)

    def _unreadable(self, shown: str, error: OSError) -> Note:
        return self.say("listing.unreadable", name=shown, reason=reason_of(error))


def _may_hold(part: Part, notes: Sequence[Note]) -> bool:
    """Return whether a place without code deserves a look at its files: only if it has no notes yet."""
    kinds = {NodeKind.FILE, NodeKind.FOLDER, NodeKind.ARCHIVE}
    return not notes and not part.claim.inner and part.node.kind in kinds
