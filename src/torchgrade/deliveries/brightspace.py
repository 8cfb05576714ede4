"""Brightspace: ``<number>-<number> - <Full name> - <date and time>``, as folders or in front of a file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.deliveries.moments import moment
from torchgrade.model.people import Person

INDEX = "index.html"
_NAME = re.compile(
    r"(?P<pair>[0-9]{2,12}-[0-9]{2,12}) - (?:(?P<number>[A-Za-z]{0,3}[0-9]{4,12}) - )?(?P<name>[^/]{1,120}?) ?- "
    r"(?P<when>(?:(?! - )[^/]){0,24}\b(?:19|20)[0-9]{2}\b(?:(?! - )[^/]){0,16}?)(?: - (?P<file>.+)|(?P<zip>\.zip))?",
    re.DOTALL,
)


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names have this form."""
    return is_most(sum(_match(entry) is not None or entry.name == INDEX for entry in entries), entries) and any(
        _match(entry) is not None for entry in entries
    )


def _match(entry: Entry) -> re.Match[str] | None:
    match = _NAME.fullmatch(entry.name)
    # Refuse a file without its own name, because Brightspace does not write such names.
    return None if match is None or not (entry.is_folder or match["file"]) else match


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; if a student has several dates, the last attempt counts."""
    matches = [_match(entry) for entry in entries]
    pairs: dict[str, set[str]] = {}
    for match in matches:
        if match is not None:
            pairs.setdefault(match["name"].strip(), set()).add(match["pair"])
    return [
        (Claim(role=Role.PASSED_OVER) if entry.name == INDEX else None) if match is None else _claim(match, pairs)
        for entry, match in zip(entries, matches, strict=True)
    ]


def _claim(match: re.Match[str], pairs: dict[str, set[str]]) -> Claim:
    name = match["name"].strip()
    # Add the numbers of account and folder only for namesakes, because other students do not need them.
    student = name if len(pairs[name]) == 1 else f"{name} {match['pair']}"
    return Claim(
        student=student,
        people=(Person(name=name, number=match["number"] or ""),),
        file=match["file"] or "",
        attempt=match["when"],
        timestamp=moment(match["when"]),
    )
