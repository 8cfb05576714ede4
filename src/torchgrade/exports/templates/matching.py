"""Match of marks with the students of a template, by ids only (importers.md, section 0).

A name never decides, because two students may have the same name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.showable import show_name

_MOST_NAMED = 5
"""Students that one reason names."""

OWN_NUMBERS = {"aplus", "canvas", "moodle"}
"""Layouts of deliveries whose names have numbers that only this LMS knows."""

Id = tuple[str, str]
"""Kind of an id and its folded text."""


class Student(Struct, frozen=True, kw_only=True):
    """Student of a template."""

    rows: tuple[int, ...]
    """Indices of the student's rows; several if the template repeats the student."""
    shown: str
    """Id and name, safe to show."""
    ids: frozenset[Id]
    """Ids in these rows."""


class Matches(Struct, frozen=True, kw_only=True):
    """Students of the marks."""

    found: Mapping[str, Student]
    """Student of each mark, by the key of the mark."""
    reasons: Mapping[str, Phrase]
    """Reason for each mark without a student, by the key of the mark."""
    unknown: tuple[str, ...]
    """Students of the template to whom no mark belongs."""


def with_name(identifier: str, name: str) -> str:
    """Return an id and a name as one text that is safe to show; a name may contain commas, so the id comes first."""
    name = name.strip()
    return show_name(f"{identifier} ({name})" if name and identifier else identifier or name)


def fold(text: str) -> str:
    """Return an id without differences that LMSs ignore: spaces around it, capital letters, forms of Unicode."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def ids_of(mark: Mark) -> frozenset[Id]:
    """Return the account ids of a mark: number, account and address of the person; the key if there are none.

    A roster may call the number of a student only "ID". It counts too, unless it may be the LMS's own number of the
    delivery.
    """
    person = mark.person
    texts = [person.number, person.login, person.email]
    if mark.delivered is None or mark.delivered.layout not in OWN_NUMBERS:
        texts.append(person.lms)
    if not any(texts):
        texts = [mark.key]
    return frozenset(("account", folded) for text in texts if (folded := fold(text)))


def match(marks: Sequence[Mark], students: Sequence[Student], ids: Callable[[Mark], Iterable[Id]] = ids_of) -> Matches:
    """Return the student of each mark.

    A mark has no student if none of its ids is in the template, if its ids belong to several students, or if another
    mark belongs to the same student. Ruling 45: a person must decide then. A row without points contradicts none.
    """
    places: dict[Id, set[int]] = defaultdict(set)
    for place, student in enumerate(students):
        for one in student.ids:
            places[one].add(place)
    hits = {mark.key: sorted(set().union(*(places.get(one, ()) for one in ids(mark)))) for mark in marks}
    marked = {mark.key for mark in marks if mark.points is not None}
    claims = Counter(several[0] for key, several in hits.items() if len(several) == 1 and key in marked)

    found: dict[str, Student] = {}
    reasons: dict[str, Phrase] = {}
    for key, several in hits.items():
        named = [students[place].shown for place in several[:_MOST_NAMED]]
        if not several:
            reasons[key] = phrase("export.template.absent")
        elif len(several) > 1:
            reasons[key] = phrase("export.template.several", students=listed(named))
        elif claims[several[0]] > (key in marked):
            reasons[key] = phrase("export.template.claimed", count=claims[several[0]], student=named[0])
        else:
            found[key] = students[several[0]]
    touched = {place for several in hits.values() for place in several}
    unknown = tuple(student.shown for place, student in enumerate(students) if place not in touched)
    return Matches(found=found, reasons=reasons, unknown=unknown)
