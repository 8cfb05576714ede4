"""Run a document word for word: write its files, type its commands, compare its outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.fresh import FreshEnvironment

_BLOCK = re.compile(r"(?:^`([\w./-]+)`\n\n)?^(`{3,})(\w+)\n(.*?)^\2$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class File:
    """A file that the document shows below its path."""

    path: str
    text: str


@dataclass(frozen=True)
class Command:
    """A command with the lines that the document shows below it; ``...`` stands for any lines."""

    text: str
    output: tuple[str, ...]


def steps(document: str) -> Iterator[File | Command]:
    """Yield the files and the commands of a document, in its order; blocks without a path show no file."""
    for path, _, language, text in _BLOCK.findall(document):
        if language == "console":
            yield from _commands(text)
        elif path:
            yield File(path, text)


def _commands(text: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *output = part.splitlines()
        yield Command(command, tuple(output))


def walk(document: str, environment: FreshEnvironment, folder: Path) -> None:
    """Do everything that a document says, beginning in a folder."""
    for step in steps(document):
        match step:
            case File(path, text):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, "utf-8")
            case Command(text, output) if text.startswith("cd "):
                folder /= text.removeprefix("cd ")
                assert not output
            case Command(text, output):
                done = environment.run(text, folder)
                assert follows(output, done.stdout.splitlines()), (
                    f"$ {text}\n{done.stdout}{done.stderr}\nwanted: {output}"
                )


def follows(wanted: tuple[str, ...], lines: list[str]) -> bool:
    """Return whether lines are those that a document shows; empty lines and spaces at the end count for nothing."""
    shown = [line.rstrip() for line in wanted if line.strip()]
    left = [line.rstrip() for line in lines if line.strip()]
    for number, line in enumerate(shown):
        if line == "...":
            if number == len(shown) - 1:
                return True
            continue
        if number and shown[number - 1] == "...":
            while left and not _is_shown(left[0], line):
                left.pop(0)
        if not left or not _is_shown(left.pop(0), line):
            return False
    return not left


def _is_shown(line: str, wanted: str) -> bool:
    """Return whether a line is the wanted one; dots at its end stand for the rest, such as a time."""
    return line.startswith(wanted.removesuffix("...")) if wanted.endswith(" ...") else line == wanted
