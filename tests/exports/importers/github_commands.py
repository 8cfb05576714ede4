"""Runner of GitHub Actions: ActionCommand.cs and ActionCommandManager.cs of actions/runner (importers.md, section 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

ANNOTATIONS = {"error", "warning", "notice"}
KNOWN = ANNOTATIONS | {"debug", "add-mask", "add-path", "set-env", "set-output", "group", "endgroup", "echo",
                       "stop-commands", "add-matcher", "remove-matcher", "save-state"}  # fmt: skip
MOST_OF_A_KIND = 10
LARGEST_SUMMARY = 1024 << 10


@dataclass
class Command:
    """A command that the runner acts on."""

    name: str
    properties: dict[str, str]
    data: str


def commands(output: str) -> list[Command]:
    """Return the commands in the output of a step; the runner reads it line by line."""
    found = (_modern(line) or _legacy(line) for line in re.split(r"\r\n|\r|\n", output))
    return [one for one in found if one is not None]


def annotations(output: str) -> list[Command]:
    """Return the annotations that GitHub shows: ten of each kind; the others are dropped silently."""
    shown: list[Command] = []
    for one in commands(output):
        if one.name in ANNOTATIONS and sum(other.name == one.name for other in shown) < MOST_OF_A_KIND:
            shown.append(one)
    return shown


def _modern(line: str) -> Command | None:
    """Read ``::name key=value,key=value::data``, after blanks."""
    text = line.lstrip()
    if not text.startswith("::") or "::" not in text[2:]:
        return None
    head, _, data = text[2:].partition("::")
    name, _, given = head.partition(" ")
    return _command(name, given.split(","), data, {"%0D": "\r", "%0A": "\n"}, {"%3A": ":", "%2C": ","})


def _legacy(line: str) -> Command | None:
    """Read ``##[name key=value;key=value]data``, anywhere in a line."""
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, given = line[start + 3 : end].partition(" ")
    return _command(name, given.split(";"), line[end + 1 :], {"%0D": "\r", "%0A": "\n"}, {"%3B": ";", "%5D": "]"})


def _command(name: str, given: list[str], data: str, table: dict[str, str], more: dict[str, str]) -> Command | None:
    if name.lower() not in KNOWN:
        return None
    pairs = (pair.partition("=") for pair in given if "=" in pair)
    properties = {key.strip(): _plain(value, table | more) for key, _, value in pairs}
    return Command(name.lower(), properties, _plain(data, table))


def _plain(text: str, table: dict[str, str]) -> str:
    for code, sign in table.items():
        text = text.replace(code, sign)
    return text.replace("%25", "%")
