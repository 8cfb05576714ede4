"""Choice of the entries of one submission: the last attempt, and the latest version of each file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

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


class Before(Struct, frozen=True, kw_only=True):
    """Entries of an attempt before the one that counts."""

    parts: list[Part]
    """The entries, with the latest version of each file until then."""
    moment: str = ""
    """Time of the attempt in its sortable form; empty if it is not known."""


class Chosen(Struct, frozen=True, kw_only=True):
    """Chosen entries of one submission."""

    parts: list[Part]
    """The entries that count."""
    remarks: list[Note]
    """Notes on omitted entries, with the reason."""
    problems: list[Note]
    """Notes on decisions for a person."""
    before: list[Before] = []
    """Attempts before the one that counts, the oldest one first."""


def choose(parts: Sequence[Part], say: Say, *, is_graded: bool = False) -> Chosen:
    """Leave out the entries of earlier attempts, and the files that a later version replaces.

    :param is_graded: whether earlier attempts are graded too: they are returned, and the notes say so.
    """
    if is_graded:
        say = _graded(say)
    chosen = _last_attempt(parts, say)
    for part in chosen.parts:
        if part.claim.superseded:
            counts = f"{part.place}/{'+'.join(part.claim.inner)}"
            chosen.remarks.append(_attempt(counts, [f"{part.place}/{name}" for name in part.claim.superseded], say))
    kept, replaced = _latest_versions(chosen.parts, say)
    return Chosen(
        parts=kept,
        remarks=[*chosen.remarks, *replaced],
        problems=chosen.problems,
        before=_all_before(parts, kept, chosen) if is_graded and not chosen.problems else [],
    )


def _all_before(parts: Sequence[Part], kept: Sequence[Part], chosen: Chosen) -> list[Before]:
    """Return the earlier attempts of a submission, whatever shows them."""
    return [*_before(parts), *_before_inside(kept), *_before_by_version(chosen.parts)]


def _graded(say: Say) -> Say:
    """Return a maker of notes that say that earlier attempts are graded too."""
    others = {"deliveries.attempt": "deliveries.attempt_graded", "deliveries.replaced": "deliveries.replaced_graded"}
    return lambda message_id, **values: say(others.get(message_id, message_id), **values)


def last_moment(parts: Sequence[Part]) -> str:
    """Return the time of the latest of some entries in its sortable form, or an empty string."""
    return max((part.claim.timestamp for part in parts), default="")


def _before(parts: Sequence[Part]) -> list[Before]:
    """Return the attempts before the last one, each with the entries that belong to no attempt."""
    when = {part.claim.attempt: part.claim.timestamp for part in parts if part.claim.attempt}
    order = sorted(when, key=lambda attempt: when[attempt])
    places: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        places.setdefault(part.claim.attempt, []).append(place)
    found = []
    for attempt in order[:-1]:
        kept = [parts[place] for place in sorted([*places.get("", ()), *places[attempt]])]
        found.append(Before(parts=_newest(kept), moment=when[attempt]))
    return found


def _before_inside(parts: Sequence[Part]) -> list[Before]:
    """Return the attempts before the last one that are in the folder of a submission."""
    found = []
    for part in parts if len(parts) == 1 else ():
        for inner in part.claim.before:
            claim = structs.replace(part.claim, inner=inner, superseded=(), before=())
            found.append(Before(parts=[structs.replace(part, claim=claim)]))
    return found


def _before_by_version(parts: Sequence[Part]) -> list[Before]:
    """Return the attempts that earlier versions of single files show.

    The first attempt has the first version of each file, the second attempt has the second version, and so on. A file
    without so many versions has its last one.
    """
    versions: dict[str, list[Part]] = {}
    for part in parts:
        if part.claim.file:
            versions.setdefault(part.claim.file, []).append(part)
    by_file = [_by_version(of_one) for of_one in versions.values()]
    others = [part for part in parts if not part.claim.file]
    found = []
    for number in range(max(map(len, by_file), default=1) - 1):
        kept = [part for of_one in by_file for part in of_one[min(number, len(of_one) - 1)]]
        found.append(Before(parts=[*others, *kept], moment=last_moment(kept)))
    return found


def _by_version(parts: Sequence[Part]) -> list[list[Part]]:
    """Return the versions of one file in their order; entries of one version are together."""
    versions: dict[tuple[tuple[int, int], str], list[Part]] = {}
    for part in parts:
        versions.setdefault(_version(part), []).append(part)
    return [versions[version] for version in sorted(versions)]


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
    newest = _newest_of_each(parts)
    kept: list[Part] = []
    notes: list[Note] = []
    for part in parts:
        if part.claim.file and _version(part) < _version(later := newest[part.claim.file]):
            notes.append(say("deliveries.replaced", name=show_name(part.place), kept=show_name(later.place)))
        else:
            kept.append(part)
    return kept, notes


def _newest_of_each(parts: Sequence[Part]) -> dict[str, Part]:
    newest: dict[str, Part] = {}
    for part in parts:
        name = part.claim.file
        if name and (name not in newest or _version(part) > _version(newest[name])):
            newest[name] = part
    return newest


def _newest(parts: Sequence[Part]) -> list[Part]:
    """Return the entries without the files that have a later version."""
    newest = _newest_of_each(parts)
    return [part for part in parts if not part.claim.file or _version(part) == _version(newest[part.claim.file])]


def _version(part: Part) -> tuple[tuple[int, int], str]:
    return part.claim.version, part.claim.timestamp
