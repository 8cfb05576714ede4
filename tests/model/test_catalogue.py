"""Sentences are found by id, filled with named fields, and English stands behind every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.foreign import END, START, Said
from torchgrade.model.phrases import Value, phrase
from torchgrade.model.results import Note


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (1e-9, "1e-09"),
        (3, "3"),
        (123456789, "123456789"),
        (True, "True"),
        (None, "None"),
        ([2, 3], "(2, 3)"),
        ([5], "(5,)"),
        ([], "()"),
        ([[0.5], 1], "((0.5,), 1)"),
        ("{x}", "{x}"),
        (float("nan"), "nan"),
    ],
)
def test_a_field_is_written_as_a_reader_expects_it(value: Value, text: str) -> None:
    assert Catalogue({"a": "<{field}>"}).render("a", {"field": value}) == f"<{text}>"


def test_a_note_keeps_entry_fields_and_sentence() -> None:
    note = Catalogue({"shape.differs": "{got} and not {want}"}).note("shape.differs", got=[1], want=[2])

    assert note == Note(message_id="shape.differs", values={"got": [1], "want": [2]}, message="(1,) and not (2,)")


@pytest.mark.parametrize("entry", ["{want}", "{0}", "{}", "{got:d}", "{"])
def test_an_entry_that_cannot_be_filled_is_the_authors_error(entry: str) -> None:
    with pytest.raises(CourseError, match=r"'a'"):
        Catalogue({"a": entry}).render("a", {"got": "x"})


def test_an_id_that_no_catalogue_has_is_the_authors_error() -> None:
    with pytest.raises(CourseError, match="'nowhere'"):
        Catalogue({}).render("nowhere", {})


def test_it_speaks_the_interface_of_gettext() -> None:
    catalogue = Catalogue({"a": "A {field}"})

    assert catalogue.gettext("a") == "A {field}"
    assert catalogue.gettext("b") == "b"
    assert "a" in catalogue
    assert "b" not in catalogue


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    tool, course = tmp_path / "tool", tmp_path / "course"
    for folder in (tool, course):
        folder.mkdir()
    (tool / "checking.en.toml").write_text('[shape]\ndiffers = "Shape."\n[shape.deep]\ner = "Deeper."\n')
    (tool / "checking.zh.toml").write_text('[shape]\ndiffers = "形状。"\n', encoding="utf-8")
    (tool / "reports.en.toml").write_text('title = "Title"\n')
    (tool / "readme.txt").write_text("no entries")
    (course / "en.toml").write_text('not = "a part"\n')
    (course / "softmax.en.toml").write_text('[softmax]\nrows = "Rows."\n')
    return [tool, course]


def test_the_parts_of_all_folders_are_joined(folders: list[Path]) -> None:
    assert load_catalogue(folders).entries == {
        "shape.differs": "Shape.",
        "shape.deep.er": "Deeper.",
        "title": "Title",
        "softmax.rows": "Rows.",
    }


def test_one_part_is_loaded_alone(folders: list[Path]) -> None:
    assert load_catalogue(folders, "zh", "checking").entries == {"shape.differs": "形状。", "shape.deep.er": "Deeper."}
    assert load_catalogue(folders, part="check").entries == {}


def test_english_stands_behind_a_language_that_lacks_an_entry(folders: list[Path]) -> None:
    catalogue = load_catalogue(folders, "zh")

    assert catalogue.language == "zh"
    assert catalogue.entries["shape.differs"] == "形状。"
    assert catalogue.entries["softmax.rows"] == "Rows."
    assert catalogue.english == {"shape.deep.er", "title", "softmax.rows"}
    assert load_catalogue(folders).english == frozenset()


def test_a_language_that_nobody_wrote_is_english(folders: list[Path]) -> None:
    assert load_catalogue(folders, "eo").entries == load_catalogue(folders).entries


def test_a_description_is_an_entry_or_a_text_that_is_safe_to_show() -> None:
    catalogue = Catalogue({"describe.own": "自己的"}, "zh")

    assert catalogue.words(catalogue.entry_or_text("describe.own")) == "自己的"
    assert catalogue.words(catalogue.entry_or_text("Theirs\x1b")) == "Theirs\\x1b"


def shown_marks(text: str) -> str:
    """Return a text with brackets for its marks."""
    return text.replace(START, "[").replace(END, "]")


CHINESE = Catalogue({"a": "错误：{message}（{where}）", "place": "第 {line} 行", "old": "an old {what}"}, "zh", ["old"])


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"message": "it is wrong", "where": phrase("place", line=3)}, "错误：[it is wrong]（第 3 行）"),
        ({"message": phrase("old", what="thing of mine"), "where": 1}, "错误：[an old thing of mine]（1）"),
        ({"message": Said("已有的 text is marked"), "where": f"{START}a{END}"}, "错误：已有的 text is marked（a）"),
    ],
)
def test_english_in_a_sentence_of_another_language_gets_marks_if_asked_for(values: dict[str, Value], text: str) -> None:
    assert shown_marks(CHINESE.marking().render("a", values)) == text
    assert START not in CHINESE.render("a", {**values, "where": 1})


def test_an_english_catalogue_marks_nothing() -> None:
    assert Catalogue({"a": "It failed: {message}"}).marking().render("a", {"message": "it is wrong"}) == (
        "It failed: it is wrong"
    )
