"""Whether every text of an exercise exists in each language of its course, and every sentence is used."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from torchgrade.audit.declared import Declared
from torchgrade.audit.exercises import AuditedExercise, read
from torchgrade.audit.findings import shown
from torchgrade.audit.records import Finding
from torchgrade.courses.hints import read_hints
from torchgrade.courses.languages import LANGUAGES, languages_of
from torchgrade.errors import CourseError
from torchgrade.model.results import Value

SENTENCES = "sentences.toml"
_RAISED = "CheckFailedError"


class Sentences:
    """The entries of a ``sentences.toml``, by table and name: ``checks.rows.title`` has ``en`` and ``zh``."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._text = read(file)
        try:
            table = tomllib.loads(self._text)
        except ValueError as error:
            raise CourseError(f"{file} is not valid TOML: {error}. Correct that line.") from error
        self.entries = dict(_entries(table))

    def line(self, entry: str) -> int:
        """Return the first line of an entry; 0 if the file has none."""
        table = ""
        for number, text in enumerate(self._text.splitlines(), 1):
            head = re.match(r"\s*\[([^\]]+)\]", text)
            key = re.match(r"\s*([\w.\"-]+)\s*=", text)
            if head:
                table = head[1].strip()
            elif key and f"{table}.{key[1]}.".startswith(f"{entry}."):
                return number
        return 0


def _entries(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    own = {language: str(table[language]) for language in LANGUAGES if isinstance(table.get(language), str)}
    if own:
        yield prefix, own
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{prefix}.{name}" if prefix else name)


def examine_texts(exercise: AuditedExercise, found: Declared, checks: Sequence[str]) -> list[Finding]:
    """Return what is missing, differs between the languages or is never used.

    :param checks: names of the exercise's checks, hidden ones too.
    """
    languages = languages_of(exercise.outline.course)
    findings = [*_documents(exercise, languages)]
    file = exercise.folder / SENTENCES
    if not file.is_file():
        values: dict[str, Value] = {"exercise": exercise.name}
        return [*findings, Finding(message_id="audit.sentence.no_file", values=values, file=shown(exercise.folder))]
    sentences = Sentences(file)
    code = _code(exercise)
    needed = {f"checks.{name}{part}" for name in checks for part in ("", ".title")}
    needed |= {f"mistakes.{name}" for name in found.own} | {f"about.{name}" for name in found.about}
    prefix = f"{exercise.name}."
    needed |= {
        f"messages.{one.removeprefix(prefix)}"
        for one in _raised(code)
        if one.startswith(prefix) and not one.startswith((f"{prefix}mistake.", f"{prefix}about."))
    }
    findings += [
        _finding("audit.sentence.missing", sentences, entry, languages=", ".join(languages))
        for entry in sorted(needed - set(sentences.entries))
    ]
    for entry, texts in sentences.entries.items():
        findings += _compared(sentences, entry, texts, languages)
        if not _is_used(entry, exercise.name, found, checks, code):
            findings.append(_finding("audit.sentence.idle", sentences, entry))
    return findings


def _documents(exercise: AuditedExercise, languages: Sequence[str]) -> Iterator[Finding]:
    for language in languages:
        statement = exercise.folder / f"statement.{language}.md"
        if not statement.is_file() or not read(statement).strip():
            yield Finding(message_id="audit.document.missing", values={"file": statement.name}, file=shown(statement))
        hints = exercise.folder / f"hints.{language}.md"
        try:
            if read_hints(exercise.outline, language):
                continue
            message_id, detail = "audit.document.missing", ""
        except CourseError as error:
            message_id, detail = "audit.document.hints", str(error)
        values: dict[str, Value] = {"file": hints.name, "detail": detail}
        yield Finding(message_id=message_id, values=values, file=shown(hints))


def _compared(
    sentences: Sentences, entry: str, texts: Mapping[str, str], languages: Sequence[str]
) -> Iterator[Finding]:
    missing = [language for language in languages if not texts.get(language, "").strip()]
    if missing:
        yield _finding("audit.sentence.missing", sentences, entry, languages=", ".join(missing))
        return
    first, *others = (_fields(texts[language]) for language in languages)
    only = ", ".join(sorted(set[str]().union(*(first ^ other for other in others))))
    if only:
        yield _finding("audit.sentence.fields", sentences, entry, fields=only)


def _fields(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def _is_used(entry: str, exercise: str, found: Declared, checks: Sequence[str], code: Sequence[str]) -> bool:
    """Return whether anything uses an entry, as far as the names and the text of the course's code show."""
    table, _, rest = entry.partition(".")
    name = rest.partition(".")[0]
    match table:
        case "checks":
            return name in checks
        case "mistakes":
            return name in (*found.own, *found.shared)
        case "about":
            return name in found.about or _mentions(f"{exercise}.about.{rest}", code)
        case "messages":
            return _mentions(f"{exercise}.{rest}", code)
        case "next":
            return _mentions(f"{exercise}.{rest}", code) or _mentions(rest, code)
    return _mentions(entry, code)


def _mentions(name: str, code: Sequence[str]) -> bool:
    return any(name in text for text in code)


def _code(exercise: AuditedExercise) -> list[str]:
    """Return the texts that may name an entry: of the exercise, its topic, its course and its hidden checks."""
    course = exercise.folder.parent.parent
    files = [*exercise.folder.glob("*.py"), *exercise.folder.parent.glob("*.py"), *course.glob("*.py")]
    files += [exercise.hidden_file] if exercise.hidden_file is not None and exercise.hidden_file.is_file() else []
    return [read(file) for file in files]


def _raised(code: Sequence[str]) -> Iterator[str]:
    """Yield the literal ids of messages that checks raise."""
    for text in code:
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(message_id)), *_]) if (
                    name == _RAISED
                ):
                    yield message_id


def _finding(message_id: str, sentences: Sentences, entry: str, **values: Value) -> Finding:
    said: dict[str, Value] = {"entry": entry, **values}
    return Finding(message_id=message_id, values=said, file=shown(sentences.file), line=sentences.line(entry))
