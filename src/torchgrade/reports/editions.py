"""Pages of a run in one language beside the same pages in others: their files, and the links between them."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import jinja2

from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.files import write_atomically
from torchgrade.model.page_names import Names, in_language, language_in, name_and_language, page_href
from torchgrade.reports.environment import make_environment
from torchgrade.reports.records import OtherLanguage
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements
from torchgrade.reports.written import language_of_page


class Edition(NamedTuple):
    """Pages of a run in one language."""

    suffix: str
    """Code of the language in the names of the files; empty for the main language."""
    sentences: Sentences
    """Sentences of the pages."""
    environment: jinja2.Environment
    """Environment of the templates."""
    statements: Statements | None
    """Statements of the exercises; None if no course is installed."""


def edition(catalogue: Catalogue, texts: Mapping[str, Statement] | None, *, main: bool) -> Edition:
    """Return the edition of the pages in the language of a catalogue."""
    sentences = Sentences(catalogue, marks=True)
    statements = Statements(texts, sentences) if texts else None
    return Edition("" if main else catalogue.language, sentences, make_environment(sentences), statements)


def language_links(name: str, one: Edition, editions: Iterable[Edition]) -> list[OtherLanguage]:
    """Return links from a page to the same page in the other languages."""
    return [
        OtherLanguage(
            language=other.sentences.language,
            name=other.sentences.say("language"),
            href=page_href(in_language(name, other.suffix), folder=""),
        )
        for other in editions
        if other is not one
    ]


def write_page(folder: Path, name: str, text: str) -> Path:
    """Write a page under its name, and return its path."""
    return write_atomically(folder / f"{name}.html", text.encode())


def remove_other_languages(folder: Path, submissions: Iterable[str], names: Names, editions: Iterable[Edition]) -> None:
    """Remove the pages of submissions that an earlier call wrote in a language without an edition now."""
    current = {one.suffix for one in editions}
    with os.scandir(folder) as files:
        found = [(file.name, *name_and_language(file.name)) for file in files if _is_other(file.name, current)]
    if not found:
        return
    others = {name for _, name, _ in found}
    known = {name for submission in submissions if (name := names.get(submission, "")) in others}
    for file, name, language in found:
        # Another file, such as `ada.old.html`, is its owner's.
        if name in known and language_of_page(folder / file) == language:
            (folder / file).unlink(missing_ok=True)


def _is_other(file: str, current: Container[str]) -> bool:
    _, language = name_and_language(file)
    return bool(language) and language not in current


def remove_others(folder: Path, names: Iterable[str], written: Iterable[Path]) -> None:
    """Remove the pages of these names that an earlier call wrote in another language."""
    known, current = frozenset(names), frozenset(written)
    for file in folder.iterdir():
        language = language_in(file.name, known)
        # Another file, such as `index.old.html`, is its owner's.
        if language and file not in current and language_of_page(file) == language:
            file.unlink(missing_ok=True)
