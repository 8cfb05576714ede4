"""No sentence that a person reads is a literal of the code: it is an entry of a catalogue in each language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import torchgrade.errors

SOURCE = Path(__file__).parent.parent / "src" / "torchgrade"
FILES = sorted(SOURCE.rglob("*.py"))
ERRORS = {
    *(name for name, one in vars(torchgrade.errors).items() if isinstance(one, type) and issubclass(one, Exception)),
    "BadParameter", "BrokenError", "CannotCheckError", "CheckFailedError", "ClickException", "DamagedError",
    "FetchError", "NotStartedError", "NotWatchedError", "OSError", "PluginFailure", "ProtocolError", "RosterError",
    "UnreadableError", "UnsureError", "WorkerFailedError",
}  # fmt: skip
"""Errors whose text a person reads."""
WRITERS = {"echo", "entry", "line", "print"}
"""Functions that write a text to a terminal."""
OF_A_CATALOGUE = {"gettext", "in_english", "note", "phrase", "render", "say", "told"}
"""Functions whose text is an entry of a catalogue with its fields."""
COMMAND = re.compile(r"\s*torchgrade [a-z]+\b")
EXCEPTIONS = {
    "sandbox/preloading.py": "the zygote has no catalogue, because each fork would pay for it",
}
"""Files with such a literal, each with its reason."""


def texts(node: ast.expr) -> Iterator[str]:
    """Yield the literal texts of an argument; skip the arguments of functions of a catalogue."""
    if isinstance(node, ast.Call) and called(node) in OF_A_CATALOGUE:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from texts(part.value)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.keyword):
                yield from texts(child.value)
            elif isinstance(child, ast.expr):
                yield from texts(child)


def called(call: ast.Call) -> str:
    """Return the last part of the name of a function."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_sentence(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]{2,}", text)) >= 3 and " " in text.strip() and not COMMAND.match(text)


def sentences(source: str) -> list[str]:
    """Return the sentences that the code writes in errors and to the terminal."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    arguments = (one for call in calls if called(call) in ERRORS | WRITERS for one in (*call.args, *keywords(call)))
    return [text for argument in arguments for text in texts(argument) if is_sentence(text)]


def keywords(call: ast.Call) -> Iterator[ast.expr]:
    yield from (keyword.value for keyword in call.keywords)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_no_sentence_of_an_error_or_of_the_terminal_is_a_literal(file: Path) -> None:
    name = file.relative_to(SOURCE).as_posix()
    found = sentences(file.read_text("utf-8"))

    assert bool(found) == (name in EXCEPTIONS), found


@pytest.mark.parametrize(
    "code",
    [
        "raise CourseError('The course has no checks.')",
        "raise errors.UsageError(f'There is no exercise {name}.')",
        "raise InternalError(' '.join(['The judge has ended.', *more]))",
        "click.echo(f'Run {command!r} to continue')",
        "screen.line('Stopped before the end', indent=2)",
        "raise UsageError(f'{told(entry)} and some more words')",
        "raise PluginFailure(plugin=name, message='It failed to load')",
    ],
)
def test_a_literal_sentence_is_found(code: str) -> None:
    assert len(sentences(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "raise CourseError(told('error.course.twice', name='a name of three words'))",
        "raise CheckFailedError('shape.differs', what=phrase('what.result'))",
        "screen.line(catalogue.render('cli.list.hidden', {}))",
        "screen.line(f'torchgrade start work{option}')",
        "raise ValueError('the inner shapes do not fit')",
        "print(*columns)",
    ],
)
def test_entries_commands_and_errors_of_programmers_are_no_literal_sentences(code: str) -> None:
    assert sentences(code) == []
