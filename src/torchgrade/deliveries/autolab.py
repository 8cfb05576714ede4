"""Autolab: ``<address>_<version>_<file>``, or a folder for each address with ``<version>_<file>`` in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.deliveries.moments import numbered
from torchgrade.model.people import Person

_ADDRESS = r"[^@/\s]{1,100}@[^@/_\s]{1,100}"
_FLAT = re.compile(rf"(?P<email>{_ADDRESS}?)_(?P<version>[0-9]{{1,6}})_(?P<file>.+)", re.DOTALL)
_FOLDER = re.compile(_ADDRESS)
_VERSION = re.compile(r"(?P<version>[0-9]{1,6})_.+", re.DOTALL)
_ANNOTATED = re.compile(r"annotated_[0-9]{1,6}_.+", re.DOTALL)
_FEEDBACK = re.compile(r"(?:.*_)?autograde\.txt", re.DOTALL)


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names have this form."""
    return is_most(sum(_FLAT.fullmatch(entry.name) is not None or bool(_versions(entry)) for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; the largest version is the last one."""
    return [_folder(entry) if _versions(entry) else _flat(entry.name) for entry in entries]


def _versions(entry: Entry) -> list[tuple[int, str]]:
    """Return the versions in the folder of an address; return an empty list if other entries are in it."""
    if not entry.is_folder or _FOLDER.fullmatch(entry.name) is None:
        return []
    found = []
    for one in entry.look():
        match = _VERSION.fullmatch(one.name)
        if match is not None:
            found.append((int(match["version"]), one.name))
        elif _ANNOTATED.fullmatch(one.name) is None:
            return []
    return found


def _folder(entry: Entry) -> Claim:
    versions = [(number, name) for number, name in _versions(entry) if _FEEDBACK.fullmatch(name) is None]
    if not versions:
        return Claim(student=entry.name, people=(Person(email=entry.name),))
    names: dict[int, list[str]] = {}
    for number, name in versions:
        names.setdefault(number, []).append(name)
    last = max(names)
    return Claim(
        student=entry.name,
        people=(Person(email=entry.name),),
        inner=tuple(names[last]),
        superseded=tuple(name for number, name in sorted(versions) if number != last),
        before=tuple(tuple(names[number]) for number in sorted(names) if number != last),
    )


def _flat(name: str) -> Claim | None:
    match = _FLAT.fullmatch(name)
    if match is None:
        return None
    if _FEEDBACK.fullmatch(match["file"]):
        return Claim(role=Role.PASSED_OVER)
    return Claim(
        student=match["email"],
        people=(Person(email=match["email"]),),
        file=match["file"],
        attempt=match["version"],
        timestamp=numbered(int(match["version"])),
    )
