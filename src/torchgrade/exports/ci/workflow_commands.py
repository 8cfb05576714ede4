"""Workflow commands of GitHub Actions: lines of the standard output that the runner acts on.

The rules are those of actions/runner, ActionCommand.cs: ``::name key=value::data`` at the start of a line (after
blanks), and the older ``##[name key=value]data`` anywhere in a line.
"""

from __future__ import annotations

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def command(name: str, data: str, **properties: str | int) -> str:
    """Return the line of a command; its texts cannot end it or start another one.

    :param data: message of the command.
    :param properties: ``file``, ``line``, ``title``; an empty one is left out.
    """
    given = [f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items() if value != ""]
    head = f"{name} {','.join(given)}" if given else name
    return f"::{head}::{_escaped(data, _DATA)}"


def harmless(text: str) -> str:
    """Return a text that is no command of the runner, at whichever place a line of it begins."""
    return text.replace("::", ":\u200b:").replace("##[", "##\u200b[")


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)
