"""Text of a file with one definition replaced by the stub; all other bytes stay the same."""

from __future__ import annotations

import ast
import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from torchgrade.readers.decoding import declared
from torchgrade.readers.magics import blank
from torchgrade.readers.parsing import BrokenCodeError, parse

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SPACE = re.compile(r"[ \t\r\n]*")
_MARK = "\ufeff"
_DECODER = json.JSONDecoder()

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign


class Restored(Struct, frozen=True, kw_only=True):
    """New content of the file."""

    data: bytes
    """All bytes of the new file."""
    part: str
    """Part that differs: ``file``, ``definition`` or ``cell``."""


class RefusedError(Exception):
    """Refusal to put back the stub: the last part of a catalogue entry, and its fields."""

    def __init__(self, entry: str, **values: int | str) -> None:
        super().__init__(entry, values)
        self.entry = entry
        self.values = values


class Stubs:
    """Stub of one exercise in several languages."""

    def __init__(self, texts: Mapping[str, str], usual: str) -> None:
        """Take the text of each language.

        :param usual: language for a text of which no line is from a stub.
        """
        self._texts = texts
        self._usual = usual

    def like(self, text: str = "") -> str:
        """Return the stub in the language of a text: the one with which the text shares the most lines."""
        lines = {language: _own_lines(stub) for language, stub in self._texts.items()}
        common = set.intersection(*lines.values())
        there = _own_lines(text) - common
        best = max(lines, key=lambda language: (len(lines[language] & there), language == self._usual))
        return self._texts[best]


def _own_lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


def restore(data: bytes, exercise: str, stubs: Stubs, *, own: bool, notebook: bool) -> Restored:
    """Replace the last definition of the file by the definition of the stub in the same language.

    :param own: whether the file belongs to the exercise alone, so that the whole file may become the stub.
    :raises RefusedError: the file cannot be read, or has no definition of the exercise that can be replaced.
    """
    if notebook:
        return _restored_notebook(data, exercise, stubs)
    stub = stubs.like()
    try:
        text, encoding = _decoded(data)
        stub = stubs.like(text)
        tree = _parsed(text)
        if own and not _holds_more(tree, exercise):
            return _whole(stub)
        changed = _with_stub(text, tree, exercise, _definition_of(stub, exercise))
    except RefusedError:
        if own:
            return _whole(stub)
        raise
    return Restored(data=_encoded(changed, encoding), part="definition")


def _whole(stub: str) -> Restored:
    return Restored(data=stub.encode(), part="file")


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding; the encoding turns the text into the same bytes again."""
    encodings = [declared(data), "utf-8", "gb18030"]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            encodings.insert(0, encoding)
    for encoding in filter(None, encodings):
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data:
                return text, encoding
        except (UnicodeError, LookupError):
            continue
    raise RefusedError("encoding")


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeError as error:
        raise RefusedError("encoding") from error


def _parsed(text: str) -> ast.Module:
    # Blank magics and remove the mark at the beginning, because the line numbers must stay those of the text.
    plain = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")
    try:
        return parse(blank(plain))
    except BrokenCodeError as error:
        raise RefusedError("syntax", line=error.line, reason=error.reason or "?") from error


def _definitions(tree: ast.Module, exercise: str) -> list[Definition]:
    found: list[Definition] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name == exercise:
                found.append(node)
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == exercise for t in node.targets):
            found.append(node)
    return found


def _holds_more(tree: ast.Module, exercise: str) -> bool:
    """Return whether the file has code besides imports, strings and the exercise."""
    own = _definitions(tree, exercise)
    if not own:
        # Without its function, a file of this name contains no work on other exercises.
        return False
    rest = [node for node in tree.body if node not in own and not isinstance(node, ast.Import | ast.ImportFrom)]
    return any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in rest)


def _definition_of(stub: str, exercise: str) -> list[str]:
    """Return the lines of the stub's definition, without line ends."""
    tree = ast.parse(stub)
    first, last = _span(_definitions(tree, exercise)[-1])
    return stub.split("\n")[first - 1 : last]


def _span(node: Definition) -> tuple[int, int]:
    decorators = [] if isinstance(node, ast.Assign) else node.decorator_list
    return min([node.lineno, *(one.lineno for one in decorators)]), node.end_lineno or node.lineno


def _with_stub(text: str, tree: ast.Module, exercise: str, stub: list[str]) -> str:
    """Return the text with the last definition replaced by other lines."""
    found = _definitions(tree, exercise)
    if not found:
        raise RefusedError("absent")
    # Prefer a function, because an assignment after it may only decorate it by hand; the last definition counts.
    functions = [node for node in found if not isinstance(node, ast.Assign)]
    node = (functions or found)[-1]
    first, last = _span(node)
    if any(one is not node and one.lineno <= last and (one.end_lineno or one.lineno) >= first for one in tree.body):
        raise RefusedError("shared", line=first)
    lines = _LINES.findall(text)
    end = _end_of(lines[first - 1])
    new = [f"{line}{end or _end_of(lines[0]) or chr(10)}" for line in stub]
    new[-1] = stub[-1] + _end_of(lines[last - 1])
    mark = _MARK if first == 1 and text.startswith(_MARK) else ""
    return "".join([*lines[: first - 1], mark, *new, *lines[last:]])


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _restored_notebook(data: bytes, exercise: str, stubs: Stubs) -> Restored:
    text, encoding = _decoded(data)
    try:
        cells = [_Cell(text, start) for start in _cells(text)]
    except (ValueError, TypeError, RecursionError) as error:
        raise RefusedError("notebook") from error
    for cell in reversed(cells):
        if not cell.is_code or exercise not in cell.source:
            continue
        tree = _parsed(cell.source)
        if _definitions(tree, exercise):
            stub = _definition_of(stubs.like(cell.source), exercise)
            changed = _with_stub(cell.source, tree, exercise, stub)
            new = cell.written(changed, ascii_only=text.isascii())
            return Restored(data=_encoded(text[: cell.start] + new + text[cell.end :], encoding), part="cell")
    raise RefusedError("absent")


class _Cell:
    """Cell of a notebook, and the place of its source in the file."""

    def __init__(self, text: str, start: int) -> None:
        spans = {key: span for key, *span in _members(text, start)}
        kind = _DECODER.raw_decode(text, spans["cell_type"][0])[0] if "cell_type" in spans else ""
        self.is_code = kind == "code" and "source" in spans
        self.start, self.end = spans.get("source", (0, 0))
        self.raw = text[self.start : self.end]
        value = json.loads(self.raw) if self.is_code else ""
        self.source = "".join(value) if isinstance(value, list) else str(value)

    def written(self, source: str, *, ascii_only: bool) -> str:
        """Return a source in the file's own form: one text, or a list of lines with the same white space."""
        if not self.raw.startswith("["):
            return json.dumps(source, ensure_ascii=ascii_only)
        before = self.raw[1 : _after_space(self.raw, 1)]
        after = self.raw[len(self.raw[:-1].rstrip(" \t\r\n")) : -1]
        lines = [json.dumps(line, ensure_ascii=ascii_only) for line in source.splitlines(keepends=True)]
        between = f",{before or ' '}"
        return f"[{before}{between.join(lines)}{after}]"


def _cells(text: str) -> Iterator[int]:
    """Yield the start of each cell of a notebook."""
    start = _after_space(text, len(_MARK) if text.startswith(_MARK) else 0)
    begin = next((begin for key, begin, _ in _members(text, start) if key == "cells"), None)
    if begin is None:
        raise ValueError("cells")
    position = _expect(text, begin, "[")
    while text[position : position + 1] != "]":
        yield position
        _, end = _DECODER.raw_decode(text, position)
        position = _after_space(text, end)
        if text[position : position + 1] == ",":
            position = _after_space(text, position + 1)


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the keys of a JSON object, each with the start and the end of its value."""
    position = _expect(text, start, "{")
    while text[position : position + 1] != "}":
        key, position = _value(text, position)
        begin = _expect(text, _after_space(text, position), ":")
        _, end = _value(text, begin)
        yield str(key), begin, end
        position = _after_space(text, end)
        if text[position : position + 1] == ",":
            position = _after_space(text, position + 1)


def _value(text: str, position: int) -> tuple[Any, int]:
    return _DECODER.raw_decode(text, position)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _expect(text: str, position: int, sign: str) -> int:
    if text[position : position + 1] != sign:
        raise ValueError(sign)
    return _after_space(text, position + 1)
