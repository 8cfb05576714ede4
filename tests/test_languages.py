"""Both languages are whole: the same entries, the same fields, and every entry that code names exists."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.courses.sentences import read_sentences
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder

ROOT = Path(__file__).parent.parent
FOLDERS = [path for room in ("src", "exercises", "solutions") for path in (ROOT / room).rglob("*.en.toml")]
NAMED = {"told": 0, "phrase": 0, "note": 0, "render": 0, "fail": 0, "CheckFailedError": 0}
"""Functions whose argument at this place is the id of an entry."""


def entries_of(file: Path) -> dict[str, str]:
    """Return the entries of a catalogue by their ids."""

    def flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from flat(value, f"{prefix}{key}.")
            else:
                yield prefix + key, value

    return dict(flat(tomllib.loads(file.read_text("utf-8")), ""))


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("english", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_catalogue_has_the_same_entries_with_the_same_fields_in_both_languages(english: Path) -> None:
    chinese = english.with_name(english.name.replace(".en.toml", ".zh.toml"))
    en, zh = entries_of(english), entries_of(chinese)

    assert list(en) == list(zh)
    assert {name: fields_of(text) for name, text in en.items()} == {name: fields_of(zh[name]) for name in en}


def test_no_catalogue_is_in_one_language_only() -> None:
    for room in ("src", "exercises", "solutions"):
        for file in (ROOT / room).rglob("*.zh.toml"):
            assert file.with_name(file.name.replace(".zh.toml", ".en.toml")) in FOLDERS


@pytest.mark.parametrize("outline", outlines(Plugins()), ids=lambda outline: outline.name)
def test_an_exercise_has_every_sentence_with_the_same_fields_in_both_languages(outline: Any) -> None:
    sentences = read_sentences(folder(outline.package), outline.name)

    assert sentences is not None
    assert sentences.missing("zh") == []
    for name, texts in sentences.texts.items():
        assert fields_of(texts["en"]) == fields_of(texts["zh"]), name


def named_entries() -> Iterator[tuple[str, str]]:
    """Yield the place and the id of each entry that code names in full."""
    for room in ("src/torchgrade", "exercises/torchgrade_d2l", "solutions/torchgrade_d2l_solutions"):
        for file in sorted((ROOT / room).rglob("[!.]*.py")):
            if "sample_class" in file.parts:
                continue  # files of students
            for node in ast.walk(ast.parse(file.read_text("utf-8-sig"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                first = node.args[0]
                if name in NAMED and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", first.value


def test_every_entry_that_code_names_exists() -> None:
    known = {entry for file in FOLDERS for entry in entries_of(file)}
    known |= set(catalogue_for([outline.package for outline in outlines(Plugins())]).entries)
    shape = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+")
    missing = [(place, entry) for place, entry in named_entries() if shape.fullmatch(entry) and entry not in known]

    assert missing == []


def values_of_messages() -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each constant that code passes as a field of a message."""
    for room in ("src/torchgrade", "exercises/torchgrade_d2l", "solutions/torchgrade_d2l_solutions"):
        for file in sorted((ROOT / room).rglob("[!.]*.py")):
            if "sample_class" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8-sig"))):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                for field in node.keywords if name in NAMED else ():
                    for part in ast.walk(field.value):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield f"{file.relative_to(ROOT)}:{node.lineno}", part.value


def test_no_field_of_a_message_is_a_text_of_several_words() -> None:
    words = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")

    assert [(place, text) for place, text in values_of_messages() if words.search(text)] == []


@pytest.mark.parametrize("part", ["deliveries", "submissions"])
def test_the_name_of_a_file_is_in_quotes_in_a_chinese_sentence(part: str) -> None:
    """A name that is Chinese too would otherwise run into the words around it."""
    entries = entries_of(ROOT / "src" / "torchgrade" / "catalogues" / f"{part}.zh.toml")
    bare = re.compile(r"[\u4e00-\u9fff] ?\{name\}|\{name\} ?[\u4e00-\u9fff]")

    # In [slice] the field is the name of a function.
    assert [entry for entry, text in entries.items() if bare.search(text) and not entry.startswith("slice.")] == []
