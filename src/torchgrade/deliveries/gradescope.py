"""Gradescope's export: ``submission_<number>`` folders, and their submitters in ``submission_metadata.yml``."""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Iterator, Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.model.people import Person

METADATA = "submission_metadata.yml"
MOST_SUBMITTERS = 20
"""Maximum number of submitters of one submission in the result."""
_LINE_LENGTH = 2000
_MOST_LINES = 10
"""Maximum number of lines of one value."""
_FOLDER = re.compile(r"submission_[0-9]+(?:\.zip)?")
_BLOCK = re.compile(r"""["']?(submission_[0-9]+)["']?:\s*""")
_FIELD = re.compile(r"(?P<indent> *)(?P<dash>- +)?:?(?P<key>[a-z_]+): *(?P<value>.*)")
_TAGS = re.compile(r"(?:[!&][^ ]*(?: +|$))+")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]{0,2}")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b"}


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether the file with the submitters exists, and most other entries are submissions."""
    names = [entry.name for entry in entries]
    return METADATA in names and is_most(sum(_FOLDER.fullmatch(name) is not None for name in names) + 1, entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:
    """Read every name; the key is made from the submitters, several for a group."""
    known = submitters(text(METADATA) or "")
    return [_claim(entry.name, known) for entry in entries]


def _claim(name: str, known: dict[str, tuple[Person, ...]]) -> Claim | None:
    if name == METADATA:
        return Claim(role=Role.PASSED_OVER)
    if _FOLDER.fullmatch(name) is None:
        return None
    submission = name.removesuffix(".zip")
    people = known.get(submission, ())
    keys = [person.number or person.email or person.name for person in people]
    # Keep the folder's name unless all submitters have a key, because two submissions could otherwise become one.
    student = "+".join(sorted(keys)) if keys and all(keys) else submission
    return Claim(student=student, people=people)


def submitters(text: str) -> dict[str, tuple[Person, ...]]:
    """Return the submitters of each submission, by the name of its folder.

    The parser supports only this one file. The file has a block for each submission, with the first list
    ``:submitters:`` of ``:name``, ``:sid`` and ``:email``. Other content is skipped.
    """
    found: dict[str, tuple[Person, ...]] = {}
    for submission, lines in _blocks(text):
        people = [_person(fields) for fields in _submitters(lines)]
        found.setdefault(submission, tuple(people[:MOST_SUBMITTERS]))
    return found


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each block at the margin with its lines."""
    name, lines = "", list[str]()
    for line in text.splitlines():
        if not line.startswith((" ", "-", "#")) and line.strip():
            if name:
                yield name, lines
            match = _BLOCK.fullmatch(line)
            name, lines = (match[1] if match else ""), []
        else:
            lines.append(line[:_LINE_LENGTH])
    if name:
        yield name, lines


def _submitters(lines: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the fields of each item of the first list of submitters."""
    margin = -1
    item: dict[str, str] = {}
    for position, line in enumerate(lines):
        match = _FIELD.fullmatch(line)
        if match is None:
            continue
        indent = len(match["indent"])
        if margin < 0:
            if match["key"] == "submitters" and not match["dash"]:
                margin = indent
            continue
        # A list may begin at the margin of its own key.
        if indent < margin or (indent == margin and not match["dash"]):
            break
        if match["dash"] and item:
            yield item
            item = {}
        below = _lines_below(lines[position + 1 : position + 1 + _MOST_LINES], match.start("key"))
        item.setdefault(match["key"], _value(match["value"].strip(), below))
    if item:
        yield item


def _lines_below(lines: Sequence[str], column: int) -> list[str]:
    """Return the lines with deeper indentation than a key: the text of a block scalar."""
    inside = itertools.takewhile(lambda line: not line[: column + 1].strip(" -:"), lines)
    return [line.strip() for line in inside]


def _value(value: str, below: Sequence[str]) -> str:
    """Return the text of a value; decode binary values, because Ruby writes some names as binary."""
    tags = match[0] if (match := _TAGS.match(value)) is not None else ""
    plain = value[len(tags) :]
    text = " ".join(below) if _BLOCK_SCALAR.fullmatch(plain) else _scalar(plain)
    if "!binary" not in tags.split():
        return text
    try:
        return base64.b64decode(text.replace(" ", ""), validate=True).decode()
    except ValueError:
        # Return an empty name for invalid base64 or UTF-8, because number and address still identify the person.
        return ""


def _scalar(value: str) -> str:
    """Return the text of a value on one line."""
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return _ESCAPE.sub(_escaped, value[1:-1])
    return "" if value in {"~", "null"} or value.startswith("*") else value


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _PLAIN_ESCAPES.get(match[4], match[4])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"


def _person(fields: dict[str, str]) -> Person:
    return Person(name=fields.get("name", ""), number=fields.get("sid", ""), email=fields.get("email", ""))
