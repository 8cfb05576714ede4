"""Blackboard: ``<assignment>_<user>_attempt_<time>_<file>``, and for each attempt a receipt that ends in ``.txt``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.submissions.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.submissions.deliveries.moments import moment
from torchgrade.submissions.found import Person

# The first of such marks is Blackboard's: what follows it is a name that the student chose.
_NAME = re.compile(
    r"(?P<head>.+?)_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL | re.IGNORECASE
)
_RECEIPT = re.compile(r"[^:：\n]{1,30}[:：][ \t]*(?P<name>[^\n()]{1,200}?)[ \t]*\((?P<login>[^()\n]{1,100})\)[ \t]*")


def recognises(entries: Sequence[Entry]) -> bool:
    """Say whether most names have the form."""
    return is_most(sum(_NAME.fullmatch(entry.name) is not None for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:
    """Read every name; the first line of a receipt says who a student is, and that an attempt had no file."""
    matches = [_NAME.fullmatch(entry.name) for entry in entries]
    with_files = {(match["head"], match["time"]) for match in matches if match is not None and match["file"]}
    people: dict[str, Person] = {}
    for entry, match in zip(entries, matches, strict=True):
        if match is not None and not match["file"] and match["head"] not in people:
            people[match["head"]] = _person(match["head"], text(entry.name) or "")
    return [None if match is None else _claim(match, people, with_files) for match in matches]


def _person(head: str, receipt: str) -> Person:
    """Return who an attempt is by: the account that the receipt names, else what follows the last underscore."""
    lines = receipt.lstrip("\ufeff").splitlines()
    match = _RECEIPT.fullmatch(lines[0]) if lines else None
    if match is not None and head.endswith(f"_{match['login']}"):
        return Person(name=match["name"], login=match["login"])
    return Person(login=head.rpartition("_")[2] or head)


def _claim(match: re.Match[str], people: dict[str, Person], with_files: set[tuple[str, str]]) -> Claim:
    person = people.get(match["head"]) or _person(match["head"], "")
    if not match["file"]:
        if (match["head"], match["time"]) in with_files:
            return Claim(role=Role.PASSED_OVER)
        return Claim(role=Role.REFUSED, student=person.login, people=(person,), why="deliveries.text_entry")
    return Claim(
        student=person.login,
        people=(person,),
        file=match["file"],
        attempt=match["time"],
        timestamp=moment(match["time"]),
    )
