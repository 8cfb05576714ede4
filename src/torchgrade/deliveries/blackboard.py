"""Blackboard: ``<assignment>_<user>_attempt_<time>_<file>``, and for each attempt a receipt that ends in ``.txt``."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.deliveries.moments import moment
from torchgrade.model.people import Person

# Match the first mark, because the text after Blackboard's own mark is a name that the student chose.
_NAME = re.compile(
    r"(?P<head>.+?)_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL | re.IGNORECASE
)
_RECEIPT = re.compile(r"[^:：\n]{1,30}[:：][ \t]*(?P<name>[^\n()]{1,200}?)[ \t]*\((?P<login>[^()\n]{1,100})\)[ \t]*")


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names have this form."""
    return is_most(sum(_NAME.fullmatch(entry.name) is not None for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:
    """Read every name; a receipt identifies the student, and shows attempts without a file."""
    matches = [_NAME.fullmatch(entry.name) for entry in entries]
    with_files = {(match["head"], match["time"]) for match in matches if match is not None and match["file"]}
    people: dict[str, Person | None] = {match["head"]: None for match in matches if match is not None}
    for entry, match in zip(entries, matches, strict=True):
        if match is not None and not match["file"] and people[match["head"]] is None:
            people[match["head"]] = _on_receipt(match["head"], text(entry.name) or "")
    accounts = _accounts(list(people))
    known = {head: person or Person(login=accounts[head]) for head, person in people.items()}
    return [None if match is None else _claim(match, known[match["head"]], with_files) for match in matches]


def _on_receipt(head: str, receipt: str) -> Person | None:
    """Return the person that a receipt names, if the text before the attempt ends with that account."""
    lines = receipt.lstrip("\ufeff").splitlines()
    match = _RECEIPT.fullmatch(lines[0]) if lines else None
    if match is None or not head.endswith(f"_{match['login']}"):
        return None
    return Person(name=match["name"], login=match["login"])


def _accounts(heads: Sequence[str]) -> dict[str, str]:
    """Return the account in each name: the text after the last underscore, or more text if accounts would be equal."""
    last = {head: head.rpartition("_")[2] or head for head in heads}
    counts = Counter(last.values())
    before, underscore, _ = os.path.commonprefix(list(heads)).rpartition("_")  # noqa: RUF071 - no paths but texts
    start = len(before + underscore)
    return {head: account if counts[account] == 1 else head[start:] for head, account in last.items()}


def _claim(match: re.Match[str], person: Person, with_files: set[tuple[str, str]]) -> Claim:
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
