"""Devilry: ``<group>/deadline…/`` with the deliveries; the last delivery of the last deadline counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.deliveries.moments import moment
from torchgrade.model.people import Person

_GROUP = re.compile(r"(?:group-)?(?P<names>.+?)(?: \(groupid=[0-9]{1,12}\))?", re.DOTALL)
_DEADLINE = re.compile(r"deadline-?(?P<when>[0-9].*)", re.DOTALL)
_DELIVERY = re.compile(r"delivery-(?P<number>[0-9]{1,6})")
DELIVERED = "delivery"
LATE = "uploaded_after_deadline"
EXAMINERS = "uploaded_by_examiners_and_admins"


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most entries are groups that contain only deadlines with deliveries in them."""
    return is_most(sum(_is_group(entry) for entry in entries), entries)


def _is_group(entry: Entry) -> bool:
    inside = entry.look()
    return (
        bool(inside)
        and all(one.is_folder and _DEADLINE.fullmatch(one.name) for one in inside)
        and any(
            _DELIVERY.fullmatch(two.name) or two.name in {DELIVERED, LATE, EXAMINERS}
            for one in inside
            for two in one.look()
        )
    )


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every group: its members are the people, and its last delivery counts."""
    return [_claim(entry) if entry.is_folder else None for entry in entries]


def _claim(entry: Entry) -> Claim:
    match = _GROUP.fullmatch(entry.name)
    names = [name.strip() for name in (match["names"] if match else entry.name).split(",")]
    people = tuple(Person(name=name, login=name) for name in names if name)
    student = "+".join(sorted(filter(None, names))) or entry.name
    if not _is_group(entry):
        return Claim(student=student, people=people, is_alone=True)
    deliveries = _deliveries(entry)
    if not deliveries:
        return Claim(role=Role.REFUSED, student=student, people=people, why="listing.nothing_here")
    paths: dict[tuple[str, int], list[str]] = {}
    for when, path in deliveries:
        paths.setdefault(when, []).append(path)
    last = max(paths)
    if not all(when for (when, _), _ in deliveries) and len(entry.look()) > 1:
        # Read every file, because the order of the deadlines is unknown; the choice then depends on the files
        # themselves.
        return Claim(student=student, people=people, is_alone=True)
    inner = tuple(paths[last])
    others = tuple(path for when, path in deliveries if when != last)
    is_late = any(path.endswith(LATE) for path in inner)
    before = tuple(tuple(paths[when]) for when in sorted(paths) if when != last)
    return Claim(
        student=student,
        people=people,
        is_alone=True,
        inner=inner,
        superseded=others,
        before=before,
        is_late=is_late,
    )


def _deliveries(group: Entry) -> list[tuple[tuple[str, int], str]]:
    """Return the paths of the deliveries of a group, each with its deadline and its number for sorting."""
    found = []
    for deadline in group.look():
        match = _DEADLINE.fullmatch(deadline.name)
        when = moment(match["when"]) if match is not None else ""
        for one in deadline.look():
            numbered = _DELIVERY.fullmatch(one.name)
            # Use number 0, because late uploads are added to the delivery and do not replace it.
            number = int(numbered["number"]) if numbered is not None else 0
            if numbered is not None or one.name in {DELIVERED, LATE}:
                found.append(((when, number), f"{deadline.name}/{one.name}"))
    return found
