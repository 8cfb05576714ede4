"""Moodle: ``<Full name>_<number>_assignsubmission_file``, as folders or as the beginning of a file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.model.people import Person

_NAME = re.compile(
    r"(?P<name>.+)_(?P<number>[0-9]+)_(?P<part>assignsubmission|assignfeedback)_(?P<plugin>[a-z]+)(?:_+(?P<file>.*))?",
    re.DOTALL,
)
_LONG_NUMBER = re.compile("[0-9]{5}")
_FEW = 3
"""Maximum number of names in which hyphens may all belong to first names."""
_BLIND = frozenset({"participant", "参与者", "參與者"})


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names have this form."""
    return is_most(sum(_NAME.fullmatch(entry.name) is not None for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; text typed into Moodle and the teacher's own feedback are not code."""
    matches = [_NAME.fullmatch(entry.name) for entry in entries]
    names = {match["number"]: match["name"] for match in matches if match is not None}
    groups = _groups(list(names.values()))
    return [
        None if match is None else _claim(entry, match, groups) for entry, match in zip(entries, matches, strict=True)
    ]


def delivered_to(name: str) -> tuple[str, str] | None:
    """Return the name and the number in the name of a file or folder of a delivery; None if it has another form.

    The name is empty in a blind delivery. It may begin with a group, and it is the name of a team if teams submit; the
    number is then the number of the team.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    return "" if match["name"].casefold() in _BLIND else match["name"], match["number"]


def _groups(names: Sequence[str]) -> Set[str]:
    """Return the names of groups that Moodle put before the names of students: ``Lab 2-Ada Ngo``.

    A first name may have a hyphen too. The hyphen belongs to a group if every name has one, and several names share the
    text before it. A text with digits is always a group, because names of people have no digits.
    """
    if numbered := {start for name in names if (start := _numbered_start(name))}:
        return numbered
    if len(names) < 2 or not all("-" in name for name in names):
        return frozenset()
    starts = [_starts(name) for name in names]
    counts = Counter(start for several in starts for start in several)
    groups = {next((start for start in several if counts[start] > 1), several[0]) for several in starts if several}
    is_shared = len(groups) < len(names) and all(starts)
    is_plain = any(any(sign.isdigit() for sign in group) for group in groups) or len(names) > _FEW
    return groups if is_shared and is_plain else frozenset()


def _starts(name: str) -> list[str]:
    """Return the possible groups in a name: the text before each hyphen that a letter follows."""
    return [name[: match.end()] for match in re.finditer(r"-(?=[^\W\d_])", name) if match.start()]


def _numbered_start(name: str) -> str:
    """Return the shortest start of a name with all its digits.

    Return an empty string if there are no digits, or if they are a student number.
    """
    if not any(sign.isdigit() for sign in name) or _LONG_NUMBER.search(name):
        return ""
    return next((start for start in _starts(name) if not any(sign.isdigit() for sign in name[len(start) :])), "")


def _claim(entry: Entry, match: re.Match[str], groups: Set[str]) -> Claim | None:
    # A blind delivery has one word for everybody, and its number belongs to the assignment instead of the account.
    # The longest group that begins the name; every group ends with a hyphen.
    hyphens = [place for place, sign in enumerate(match["name"], 1) if sign == "-"]
    group = next((start for place in reversed(hyphens) if (start := match["name"][:place]) in groups), "")
    name = match["name"].removeprefix(group)
    is_blind = name.casefold() in _BLIND
    person = Person(name="" if is_blind else name, lms=match["number"])
    student = f"{name}_{match['number']}"
    if match["part"] == "assignfeedback":
        # Refuse the entry, because the teacher wrote it and the student did not submit it.
        return Claim(role=Role.REFUSED, student=student, why="deliveries.feedback")
    if match["plugin"] != "file":
        return Claim(role=Role.REFUSED, student=student, people=(person,), why="deliveries.text_entry")
    file = match["file"] or ""
    if not entry.is_folder and not file:
        return None
    return Claim(student=student, people=(person,), file=file)
