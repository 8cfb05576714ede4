"""Findings on the texts of an exercise, which must exist in each language of the course and be used."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from torchgrade.audit.declared import Declared
from torchgrade.audit.exercises import AuditedExercise, read
from torchgrade.audit.findings import shown
from torchgrade.audit.records import Finding
from torchgrade.courses.hints import read_hints
from torchgrade.courses.languages import languages_of
from torchgrade.courses.outline import read_topics
from torchgrade.courses.sentences import Sentences, read_sentences
from torchgrade.courses.texts import read_statement, stub_name
from torchgrade.courses.titles import Title, course_titles, exercise_titles
from torchgrade.errors import CourseError
from torchgrade.model.phrases import Value, listed
from torchgrade.model.told import words_of
from torchgrade.plugins.resources import folder

_RAISED = "CheckFailedError"


def examine_texts(exercise: AuditedExercise, found: Declared, checks: Sequence[str]) -> list[Finding]:
    """Return the findings on texts that are missing, differ between the languages or are never used.

    :param checks: names of the exercise's checks, including hidden checks; empty if the names are not known.
    """
    languages = languages_of(exercise.outline.course)
    findings = [*_documents(exercise, languages), *_titles(exercise, languages)]
    sentences = read_sentences(exercise.folder, exercise.name)
    if sentences is None:
        values: dict[str, Value] = {"exercise": exercise.name}
        return [*findings, Finding(message_id="audit.sentence.no_file", values=values, file=shown(exercise.folder))]
    code = _code(exercise)
    missing = sorted(_needed(exercise.name, found, checks, code) - set(sentences.texts))
    findings += [_finding("audit.sentence.missing", sentences, one, languages=listed(languages)) for one in missing]
    for entry, texts in sentences.texts.items():
        findings += _compared(sentences, entry, texts, languages)
        if checks and not _is_used(entry, exercise.name, found, checks, code):
            findings.append(_finding("audit.sentence.idle", sentences, entry))
    return findings


def _documents(exercise: AuditedExercise, languages: Sequence[str]) -> Iterator[Finding]:
    for language in languages:
        stub = exercise.folder / stub_name(language)
        if not stub.is_file():
            yield Finding(message_id="audit.document.missing", values={"file": stub.name}, file=shown(stub))
        statement = exercise.folder / f"statement.{language}.md"
        if not (read_statement(exercise.outline, language) or "").strip():
            yield Finding(message_id="audit.document.missing", values={"file": statement.name}, file=shown(statement))
        hints = exercise.folder / f"hints.{language}.md"
        try:
            if read_hints(exercise.outline, language):
                continue
            message_id, detail = "audit.document.missing", None
        except CourseError as error:
            message_id, detail = "audit.document.hints", words_of(error)
        values: dict[str, Value] = {"file": hints.name, "detail": detail}
        yield Finding(message_id=message_id, values=values, file=shown(hints))


def _titles(exercise: AuditedExercise, languages: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each title without a language; the titles of the course belong to its first exercise."""
    settings, course = exercise.folder / "exercise.toml", folder(exercise.outline.course) / "course.toml"
    yield from _untranslated(exercise_titles(settings, exercise.name), settings, languages)
    first = next(name for topic in read_topics(course) for name in topic["exercises"])
    if first == exercise.name:
        titles = course_titles(course, exercise.outline.course)
        yield from _untranslated(titles, Path(str(course)), languages)


def _untranslated(titles: Mapping[str, Title], file: Path, languages: Sequence[str]) -> Iterator[Finding]:
    for entry, title in titles.items():
        missing = [language for language in languages if title.lacks(language)]
        if missing:
            values: dict[str, Value] = {"entry": entry, "languages": ", ".join(missing)}
            yield Finding(message_id="audit.sentence.missing", values=values, file=shown(file))


def _needed(exercise: str, found: Declared, checks: Sequence[str], code: Sequence[str]) -> set[str]:
    """Return the ids of the entries that the exercise must have."""
    needed = {f"check.{exercise}.{name}{part}" for name in checks for part in ("", ".title")}
    needed |= {f"{exercise}.mistake.{name}" for name in found.own}
    needed |= {f"{exercise}.about.{name}" for name in found.about}
    return needed | {message_id for message_id in _raised(code) if message_id.startswith(f"{exercise}.")}


def _compared(
    sentences: Sentences, entry: str, texts: Mapping[str, str], languages: Sequence[str]
) -> Iterator[Finding]:
    missing = [language for language in languages if not texts.get(language, "").strip()]
    if missing:
        yield _finding("audit.sentence.missing", sentences, entry, languages=listed(missing))
        return
    first, *others = (_fields(texts[language]) for language in languages)
    differing = set[str]().union(*(first ^ other for other in others))
    if differing:
        yield _finding("audit.sentence.fields", sentences, entry, fields=listed(sorted(differing)))


def _fields(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        # Return the whole text, because unmatched braces are not a field and the other language shows the difference.
        return {text}


def _is_used(entry: str, exercise: str, found: Declared, checks: Sequence[str], code: Sequence[str]) -> bool:
    """Return whether an entry is used, as far as names and the text of the course's code show."""
    check, mistake = f"check.{exercise}.", f"{exercise}.mistake."
    if entry.startswith(check):
        return entry.removeprefix(check).removesuffix(".title") in checks
    if entry.startswith(mistake):
        return entry.removeprefix(mistake).partition(".")[0] in (*found.own, *found.shared)
    if entry == f"next.{exercise}.scenario":
        return any("student.run(" in text for text in code)
    # Use the id of the message, because the next step of a message is found by this id.
    name = entry.removeprefix("next.")
    about = name.removeprefix(f"{exercise}.about.")
    return about in found.about or any(name in text for text in code) or _labels_a_picture(name, code)


def _labels_a_picture(entry: str, code: Sequence[str]) -> bool:
    """Return whether an entry names an axis or a line of a picture, whose own entry is in the code.

    ``matrix.errors_rows`` belongs to ``matrix.errors``.
    """
    parts = entry.split("_")
    pictures = [f'"{"_".join(parts[:end])}"' for end in range(1, len(parts))]
    return any(picture in text for picture in pictures if "." in picture for text in code)


def _code(exercise: AuditedExercise) -> list[str]:
    """Return the texts that may name an entry: texts of the exercise, its topic, its course and its hidden checks."""
    topic = exercise.folder.parent
    files = [file for place in (exercise.folder, topic, topic.parent) for file in sorted(place.glob("*.py"))]
    files += [exercise.hidden_file] if exercise.hidden_file is not None else []
    return [read(file) for file in files]


def _raised(code: Sequence[str]) -> Iterator[str]:
    """Yield the literal ids of messages that checks raise."""
    for text in code:
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(found)), *_]) if name == _RAISED:
                    yield found


def _finding(message_id: str, sentences: Sentences, entry: str, **values: Value) -> Finding:
    said: dict[str, Value] = {"entry": entry, **values}
    file = shown(Path(str(sentences.file)))
    return Finding(message_id=message_id, values=said, file=file, line=sentences.line(entry))
