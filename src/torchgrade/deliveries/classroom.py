"""Google Classroom: ``<Full name> - <title>``, with one title for the whole class, and copies from Drive."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Text, is_most
from torchgrade.deliveries.named import stem_of
from torchgrade.deliveries.persons import is_personal, words_in
from torchgrade.model.people import Person

_NAME = re.compile(r"(?P<name>[^/_]{2,80}?) - (?P<title>.+)", re.DOTALL)
_COPY_OF = re.compile(r"(?:(?:copy of|kopie von|copie de|copia de) |.{0,40}的副本)", re.IGNORECASE)
_COPY = re.compile(r"(?: ?\([0-9]{1,3}\)| ?- ?copy| ?副本)+$", re.IGNORECASE)


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names are a person and a title, and most of these share one title."""
    found = [parts for entry in entries if (parts := _parts(entry)) is not None]
    people: dict[str, set[str]] = {}
    for name, title in found:
        people.setdefault(_plain(title), set()).add(name)
    shared = max(people.values(), key=len, default=set())
    return is_most(len(found), entries) and len(shared) > 1 and 2 * len(shared) > len({name for name, _ in found})


def _parts(entry: Entry) -> tuple[str, str] | None:
    """Return the person and the title in a name; return None if the first part is not a person."""
    match = _NAME.fullmatch(stem_of(entry))
    if match is None or _COPY_OF.match(match["name"]) or not is_personal(words_in(match["name"])):
        return None
    return match["name"].strip(), match["title"]


def _plain(title: str) -> str:
    """Return a title without Drive's additions to a copy."""
    while (match := _COPY_OF.match(title)) is not None:
        title = title[match.end() :]
    return _COPY.sub("", title).strip().casefold()


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; a file without a person in its name gets no claim."""
    return [_claim(entry) for entry in entries]


def _claim(entry: Entry) -> Claim | None:
    parts = _parts(entry)
    if parts is None:
        return None
    # Keep the name of the file, because the order of two copies is unknown.
    return Claim(student=parts[0], people=(Person(name=parts[0]),), file=entry.name)
