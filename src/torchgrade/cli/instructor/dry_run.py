"""Output of ``grade --dry-run``: a table of the submissions to grade, then everything that a person must decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from torchgrade.cli.columns import aligned
from torchgrade.cli.screen import Screen
from torchgrade.deliveries.found import Found, Listing, NotUnderstood
from torchgrade.deliveries.layouts import PLAIN
from torchgrade.deliveries.reading import PATTERN
from torchgrade.deliveries.roster import say_person
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.people import Person
from torchgrade.model.phrases import Value, listed, phrase
from torchgrade.model.results import Note
from torchgrade.model.showable import harmless_json, show_name
from torchgrade.reports.sentences import Sentences

_MOST_FILES = 3
"""Files of one submission that the table names."""
_WIDEST = 44
"""Most columns of an aligned cell; a wider cell moves only the following cells of its own line."""
_ROSTER = ("roster.unlisted", "roster.ambiguous", "roster.contradiction", "roster.changed")


class ListingText:
    """Writer of a listing for a person."""

    def __init__(self, catalogue: Catalogue, describe: Mapping[str, str], screen: Screen) -> None:
        """Write to ``screen`` in the language of the catalogue; ``describe`` explains the names of each layout."""
        self._catalogue = catalogue
        self._sentences = Sentences(catalogue)
        self._describe = describe
        self._screen = screen

    def write(self, listing: Listing) -> None:
        """Write how the inputs were read, then the table, then everything outside the table with its reason."""
        own = {PLAIN: "dry_run.plain", PATTERN: "dry_run.pattern"}
        for one in listing.recognised:
            what = self._catalogue.entry_or_text(own.get(one.layout) or self._describe.get(one.layout, ""))
            self._screen.line(self._say("read_as", place=one.place, layout=one.layout, what=what))
        self._screen.line((self._say("graded", count=len(listing.found)), "bold"))
        headings = [self._say(name) for name in ("id", "student", "files", "notes")]
        for line in aligned(
            [headings, *(self._row(found) for found in listing.found)] if listing.found else [], _WIDEST
        ):
            self._screen.line(line, indent=2, wrap=False)
        self._section("not_understood", list(self._refused(listing)), len(listing.not_understood))
        others = [*listing.notes, *(note for found in listing.found for note in found.problems)]
        unlisted = [note for note in others if note.message_id.startswith(_ROSTER)]
        if unlisted:
            self._section("unlisted", [self._text(note) for note in unlisted], len(unlisted))
        if listing.absent:
            who = [
                self._text(one.note) if one.note.message_id == "deliveries.absent_undecided" else self._person(person)
                for one in listing.absent
                for person in one.people
            ]
            self._section("absent", who, len(who))
        looked_at = [self._text(note) for note in others if not note.message_id.startswith(_ROSTER)]
        for found in listing.found:
            remarks = [self._text(note) for note in found.remarks if note.message_id != "deliveries.late"]
            looked_at += [self._say("of", subject=show_name(found.submission), message=one) for one in remarks]
        if looked_at:
            self._section("others", looked_at, len(looked_at))

    def _say(self, name: str, **values: Value) -> str:
        return self._catalogue.render(f"dry_run.{name}", values)

    def _text(self, note: Note) -> str:
        return self._sentences.note(note)

    def _person(self, person: Person) -> str:
        return self._catalogue.words(say_person(person))

    def _people(self, people: Sequence[Person]) -> str:
        """Return the known people, joined for a person."""
        return self._catalogue.words(listed(filter(None, map(say_person, people))))

    def _section(self, name: str, lines: Sequence[str], count: int) -> None:
        self._screen.line((self._say(name, count=count), "bold"))
        for line in lines:
            # Do not wrap a pattern, because a person must copy it unchanged.
            self._screen.line(line, indent=2, wrap="--pattern '" not in line)

    def _row(self, found: Found) -> list[str]:
        names: list[Value] = [show_name(file.name) for file in found.files[:_MOST_FILES]]
        if len(found.files) > _MOST_FILES:
            names.append(phrase("dry_run.more_files", count=len(found.files) - _MOST_FILES))
        words = (listed(names), listed(self._notes(found), "semicolon"))
        people = self._people(found.people) or "-"
        return [show_name(found.submission), people, *map(self._catalogue.words, words)]

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
        if found.earlier:
            yield self._say("earlier", count=len(found.earlier))
        if any(note.message_id.startswith(_ROSTER) for note in found.problems):
            yield self._say("unlisted_short")

    def _refused(self, listing: Listing) -> Iterator[str]:
        """Yield the reason for each input that was not understood; name the student if the input's name does not."""
        for one in listing.not_understood:
            who, message = self._people(one.people), self._text(one.note)
            yield message if not who or who in one.name else self._say("of", subject=who, message=message)
            yield from map(self._text, one.further)


def listing_json(listing: Listing) -> str:
    """Return a listing as one line of JSON: the submissions to grade, and everything that would not be graded."""

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
                "earlier": [[file.name for file in one.files] for one in found.earlier],
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
