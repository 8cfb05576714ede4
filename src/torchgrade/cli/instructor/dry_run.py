"""What ``grade --dry-run`` prints: a table of what would be graded, then everything that a person must decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from rich.cells import cell_len

from torchgrade.cli.screen import Screen
from torchgrade.deliveries.found import Found, Listing, NotUnderstood, Person
from torchgrade.deliveries.layouts import PLAIN
from torchgrade.deliveries.reading import PATTERN
from torchgrade.deliveries.roster import say_person
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.showable import harmless_json, show_name

_MOST_FILES = 3
"""Files of one submission that the table names."""
_WIDEST = 44
"""Columns that a cell may take before it moves the cells behind it in its own line only."""
_ROSTER = ("roster.unlisted", "roster.ambiguous", "roster.contradiction", "roster.changed")


class ListingText:
    """Writes a listing for a person."""

    def __init__(self, catalogue: Catalogue, describe: Mapping[str, str], screen: Screen) -> None:
        """Write to ``screen``; ``describe`` says of each layout how its names are made."""
        self._catalogue = catalogue
        self._describe = describe
        self._screen = screen

    def write(self, listing: Listing) -> None:
        """Write how the inputs were read, the table, and all that is not in it with the reason."""
        own = {PLAIN: self._say("plain"), PATTERN: self._say("pattern")}
        for one in listing.recognised:
            what = own.get(one.layout) or self._describe.get(one.layout, "")
            self._screen.line(self._say("read_as", place=one.place, layout=one.layout, what=what))
        self._screen.line((self._say("graded", count=len(listing.found)), "bold"))
        headings = [self._say(name) for name in ("id", "student", "files", "notes")]
        for line in _aligned([headings, *(self._row(found) for found in listing.found)] if listing.found else []):
            self._screen.line(line, indent=2, wrap=False)
        self._section("not_understood", list(_refused(listing)), len(listing.not_understood))
        others = [*listing.notes, *(note for found in listing.found for note in found.problems)]
        unlisted = [note for note in others if note.message_id.startswith(_ROSTER)]
        if unlisted:
            self._section("unlisted", [note.message for note in unlisted], len(unlisted))
        if listing.absent:
            who = [
                one.note.message if one.note.message_id == "deliveries.absent_undecided" else say_person(person)
                for one in listing.absent
                for person in one.people
            ]
            self._section("absent", who, len(who))
        looked_at = [note.message for note in others if not note.message_id.startswith(_ROSTER)]
        for found in listing.found:
            remarks = [note.message for note in found.remarks if note.message_id != "deliveries.late"]
            looked_at += [f"{show_name(found.submission)}: {message}" for message in remarks]
        if looked_at:
            self._section("others", looked_at, len(looked_at))

    def _say(self, name: str, **values: str | int) -> str:
        return self._catalogue.render(f"dry_run.{name}", values)

    def _section(self, name: str, lines: Sequence[str], count: int) -> None:
        self._screen.line((self._say(name, count=count), "bold"))
        for line in lines:
            # A pattern must be copied as it is.
            self._screen.line(line, indent=2, wrap="--pattern '" not in line)

    def _row(self, found: Found) -> list[str]:
        names = [show_name(file.name) for file in found.files[:_MOST_FILES]]
        if len(found.files) > _MOST_FILES:
            names.append(self._say("more_files", count=len(found.files) - _MOST_FILES))
        people = ", ".join(filter(None, map(say_person, found.people)))
        return [show_name(found.submission), people or "-", ", ".join(names), "; ".join(self._notes(found))]

    def _notes(self, found: Found) -> Iterator[str]:
        if found.is_late:
            yield self._say("late")
        if len(found.people) > 1:
            yield self._say("group", count=len(found.people))
        replaced = sum(note.message_id == "deliveries.replaced" for note in found.remarks)
        replaced += sum(
            int(str(note.values["count"])) for note in found.remarks if note.message_id == "deliveries.attempt"
        )
        if replaced:
            yield self._say("replaced", count=replaced)
        if any(note.message_id.startswith(_ROSTER) for note in found.problems):
            yield self._say("unlisted_short")


def _refused(listing: Listing) -> Iterator[str]:
    """Yield why each input was not understood, with its student if the delivery knows one and its name is not that."""
    for one in listing.not_understood:
        who = ", ".join(filter(None, map(say_person, one.people)))
        yield one.note.message if not who or who in one.name else f"{who}: {one.note.message}"
        yield from (note.message for note in one.further)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines; a Chinese sign takes two columns."""
    columns = range(len(rows[0]) - 1) if rows else range(0)
    widths = [max((w for row in rows if (w := cell_len(row[column])) <= _WIDEST), default=0) for column in columns]
    for row in rows:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def listing_json(listing: Listing) -> str:
    """Return a listing as one line of JSON: what would be graded, and all that would not."""

    def refused(one: NotUnderstood) -> dict[str, object]:
        return {"name": one.name, "reason": [note.message for note in (one.note, *one.further)]}

    record = {
        "recognised": [{"place": one.place, "layout": one.layout} for one in listing.recognised],
        "submissions": [
            {
                "submission": found.submission,
                "people": [_person(person) for person in found.people],
                "members": list(found.members),
                "files": [file.name for file in found.files],
                "entries": [show_name(name) for name in found.entries or (found.path.name,)],
                "late": found.is_late,
                "notes": [note.message for note in (*found.remarks, *found.problems)],
            }
            for found in listing.found
        ],
        "not_understood": [refused(one) for one in listing.not_understood],
        "notes": [note.message for note in listing.notes],
        "nothing_handed_in": [_person(person) for one in listing.absent for person in one.people],
    }
    return harmless_json(msgspec.json.encode(record).decode())


def _person(person: Person) -> dict[str, str]:
    return {name: show_name(text) for name in person.__struct_fields__ if (text := getattr(person, name))}
