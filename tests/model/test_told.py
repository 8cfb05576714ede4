"""What ``torchgrade.model.told`` promises."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import pytest

from torchgrade.errors import CourseError, UsageError
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.told import in_language, reason_of, told, told_as, words_of


@pytest.fixture(scope="module")
def chinese() -> Catalogue:
    return load_catalogue([files("torchgrade") / "catalogues"], "zh")


def test_an_error_is_english_text_and_can_be_read_in_another_language(chinese: Catalogue) -> None:
    error = UsageError(told("error.course.two", name="relu"))

    assert str(error) == "Two courses define the exercise 'relu'; uninstall one of them."
    assert in_language(error, chinese) == "有两个课程定义了练习“relu”；请卸载其中一个。"


def test_a_text_with_a_phrase_that_fills_a_field_is_read_in_the_language_too(chinese: Catalogue) -> None:
    inner = told("error.file.link")

    error = UsageError(told("error.listing.folder", name="work", reason=inner))

    assert in_language(error, chinese) == "评分程序无法读取文件夹“work”：它是链接。"


def test_a_phrase_contains_no_text_with_a_phrase_because_no_message_could_send_it() -> None:
    inner = told("error.file.link")

    found = told("error.several", sentences=listed([inner, phrase("error.listing.folder", name="a", reason=inner)]))

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found.phrase)) == found.phrase
    assert found.phrase["values"]["sentences"]["list"][0] == phrase("error.file.link")


def test_the_words_of_an_error_are_its_phrase_or_its_text() -> None:
    assert words_of(CourseError(told("error.course.two", name="f"))) == phrase("error.course.two", name="f")
    assert words_of(CourseError("from a plugin")) == "from a plugin"
    assert words_of(KeyError("f")) == "'f'"
    assert words_of(CourseError()) == ""


def test_a_text_of_another_process_keeps_its_phrase(chinese: Catalogue) -> None:
    error = CourseError(told_as("English.", phrase("error.several", sentences=listed(["一。", "二。"], "sentence"))))

    assert (str(error), in_language(error, chinese)) == ("English.", "一。二。")
    assert words_of(CourseError(told_as("English.", None))) == "English."


def test_the_reason_of_a_system_is_its_own_text_made_safe_to_show() -> None:
    assert reason_of(OSError(2, "No such file\x1b")) == "No such file\\x1b"
    assert reason_of(OSError("odd")) == "odd"
    assert reason_of(OSError(0, told("error.file.link"))) == phrase("error.file.link")


def test_an_entry_that_no_catalogue_has_is_an_error_in_both_languages(chinese: Catalogue) -> None:
    with pytest.raises(CourseError, match=r"No catalogue has the message 'error\.nix'") as caught:
        told("error.nix")

    assert in_language(caught.value, chinese) == "没有一份句子目录包含条目“error.nix”；请把它加入 en.toml。"


def test_a_field_that_is_missing_is_an_error_in_both_languages(chinese: Catalogue) -> None:
    with pytest.raises(CourseError, match=r"'error\.course\.two' needs the field 'name'") as caught:
        told("error.course.two", names="f")

    assert "需要字段 'name'" in in_language(caught.value, chinese)


@pytest.mark.parametrize(
    "sentence", ["Deux cours : {nom}.", "Deux cours : {name.first}.", "Deux cours : {name[x]}.", "{"]
)
def test_an_error_is_english_if_the_entry_of_a_language_is_damaged(sentence: str) -> None:
    french = Catalogue({"error.course.two": sentence}, "fr")
    error = CourseError(told("error.course.two", name="relu"))

    assert in_language(error, french) == str(error)
    assert in_language(error, Catalogue({}, "fr")) == str(error)
