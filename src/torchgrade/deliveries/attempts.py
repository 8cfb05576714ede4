"""Choice of the entries of one submission: the last attempt, and the latest version of each file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.deliveries.layouts import Claim
from torchgrade.deliveries.places import Node
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.results import Note
from torchgrade.model.showable import show_name

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

_MOST_NAMED = 5
"""Maximum number of entries that a sentence names."""


class Part(Struct, frozen=True, kw_only=True):
    """An entry with the claim of its layout."""

    node: Node
    """The entry."""
    claim: Claim
    """Claim that the layout reads from its name."""
    place: str
    """Path of the entry inside the given folder or archive."""
    layout: str = ""
    """Name of the layout that read the name; empty if there is none."""


class Chosen(Struct, frozen=True, kw_only=True):
    """Chosen entries of one submission."""

    parts: list[Part]
    """The entries that count."""
    remarks: list[Note]
    """Notes on omitted entries, with the reason."""
    problems: list[Note]
    """Notes on decisions for a person."""


def choose(parts: Sequence[Part], say: Say) -> Chosen:
    """Leave out the entries of earlier attempts, and the files that a later version replaces."""
    chosen = _last_attempt(parts, say)
    for part in chosen.parts:
        if part.claim.superseded:
            counts = f"{part.place}/{'+'.join(part.claim.inner)}"
            chosen.remarks.append(_attempt(counts, [f"{part.place}/{name}" for name in part.claim.superseded], say))
    kept, replaced = _latest_versions(chosen.parts, say)
    return Chosen(parts=kept, remarks=[*chosen.remarks, *replaced], problems=chosen.problems)


def _last_attempt(parts: Sequence[Part], say: Say) -> Chosen:
    when = {part.claim.attempt: part.claim.timestamp for part in parts if part.claim.attempt}
    if len(when) < 2:
        return Chosen(parts=list(parts), remarks=[], problems=[])
    last = max(when, key=lambda attempt: when[attempt])
    # The order is open if numbers and dates are mixed, or if an attempt has no time.
    is_open = "" in when.values() or len({time[0] == "n" for time in when.values()}) > 1
    if is_open or list(when.values()).count(when[last]) > 1:
        names = named([show_name(part.place) for part in parts if part.claim.attempt])
        return Chosen(parts=list(parts), remarks=[], problems=[say("deliveries.attempts_open", names=names)])
    kept = [part for part in parts if part.claim.attempt in {"", last}]
    counts = next(part.place for part in kept if part.claim.attempt)
    left = [part.place for part in parts if part.claim.attempt not in {"", last}]
    return Chosen(parts=kept, remarks=[_attempt(counts, left, say)], problems=[])


def _attempt(counts: str, left: Sequence[str], say: Say) -> Note:
    names = named(list(map(show_name, left)))
    return say("deliveries.attempt", name=show_name(counts), names=names, count=len(left))


def named(names: Sequence[str]) -> Phrase:
    """Return names in the form for a sentence: the first ones, and the number of the others."""
    more = len(names) - _MOST_NAMED
    return listed([*names[:_MOST_NAMED], *([phrase("dry_run.more_files", count=more)] if more > 0 else [])])


def _latest_versions(parts: Sequence[Part], say: Say) -> tuple[list[Part], list[Note]]:
    """Leave out files with a later version; return the others, and a note for each omitted file.

    Files with the same name and version are all kept, because their order is unknown.
    """
    newest: dict[str, Part] = {}
    for part in parts:
        name = part.claim.file
        if name and (name not in newest or _version(part) > _version(newest[name])):
            newest[name] = part
    old = [part for part in parts if part.claim.file and _version(part) < _version(newest[part.claim.file])]
    notes = [
        say("deliveries.replaced", name=show_name(part.place), kept=show_name(newest[part.claim.file].place))
        for part in old
    ]
    return [part for part in parts if not any(part is one for one in old)], notes


def _version(part: Part) -> tuple[tuple[int, int], str]:
    return part.claim.version, part.claim.timestamp
