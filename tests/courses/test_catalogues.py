"""One catalogue of the tool's sentences, the course's messages and the sentences of its exercises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from torchgrade.courses.catalogues import SHARED, catalogue_for, catalogue_packages, help_for

PACKAGE = "foldercourse.basics.relu"


@pytest.fixture
def messages(exercise: Path) -> Path:
    """The course's folder of messages in English and Chinese."""
    place = exercise.parent.parent / "messages"
    place.mkdir()
    (place / "__init__.py").write_text("")
    (place / "relu.en.toml").write_text('[relu]\ncount = "old count"\nother = "old other"\n')
    return place


def test_a_course_that_is_not_installed_any_more_leaves_our_own_sentences() -> None:
    assert catalogue_for(["a_course_that_was_uninstalled.messages"]).entries == catalogue_for().entries


def test_an_exercise_has_every_shared_mistake_in_both_languages(exercise: Path) -> None:
    english, chinese = catalogue_for([PACKAGE]), catalogue_for([PACKAGE], "zh")

    assert english.entries["relu.mistake.numpy"] == english.entries["shared.numpy"]
    assert re.search(r"[\u4e00-\u9fff]", chinese.entries["relu.mistake.numpy"])


@pytest.mark.usefixtures("messages")
def test_an_exercises_own_sentence_stands_before_messages_and_messages_before_shared_ones(exercise: Path) -> None:
    (exercise / "sentences.toml").write_text('[messages]\ncount.en = "new"\n[mistakes]\nnumpy.en = "own"\n')
    entries = catalogue_for(["foldercourse.messages", PACKAGE], "zh").entries

    assert entries["relu.count"] == "new"
    assert entries["relu.other"] == "old other"
    assert entries["relu.mistake.numpy"] == "own"


@pytest.mark.usefixtures("messages")
def test_a_catalogue_knows_which_of_its_entries_stayed_english(exercise: Path) -> None:
    (exercise / "sentences.toml").write_text(
        '[messages]\ncount.en = "count"\ncount.zh = "计数"\nonly.en = "only"\n', "utf-8"
    )
    chinese = catalogue_for(["foldercourse.messages", PACKAGE], "zh")

    assert {"relu.only", "relu.other"} <= chinese.english
    assert not {"relu.count", "relu.mistake.numpy"} & chinese.english
    assert catalogue_for(["foldercourse.messages", PACKAGE]).english == frozenset()


def test_titles_of_an_exercise_and_its_course_are_in_the_language(exercise: Path) -> None:
    (exercise / "exercise.toml").write_text('title.en = "ReLU"\ntitle.zh = "线性整流"\nsection = "1"\n', "utf-8")
    course = exercise.parents[1] / "course.toml"
    course.write_text('[[topics]]\nname = "basics"\ntitle.en = "Basics"\n', "utf-8")
    chinese = catalogue_for([PACKAGE], "zh")

    assert (chinese.entries["exercise.relu.title"], chinese.entries["exercise.relu.section"]) == ("线性整流", "1")
    assert chinese.entries["topic.foldercourse.basics"] == "Basics"
    assert {one for one in chinese.english if one.startswith(("exercise.", "topic."))} == {"topic.foldercourse.basics"}


def test_messages_of_old_may_word_a_shared_mistake(exercise: Path, messages: Path) -> None:
    (messages / "more.en.toml").write_text('[relu.mistake]\nnumpy = "old"\n')

    assert catalogue_for(["foldercourse.messages", PACKAGE]).entries["relu.mistake.numpy"] == "old"


@pytest.mark.usefixtures("messages")
def test_the_packages_of_a_catalogue_are_messages_that_are_there_and_exercises() -> None:
    assert catalogue_packages(["foldercourse"], [PACKAGE], ["foldercourse", "torchgrade"]) == (
        "foldercourse.messages",
        PACKAGE,
    )


def test_shared_mistakes_have_the_same_fields_in_both_languages() -> None:
    english, chinese = catalogue_for().entries, catalogue_for(language="zh").entries
    names = [name for name in english if name.startswith(SHARED)]

    assert {"numpy", "detached", "no_grad", "numbers", "rebuilt", "float32"} <= {n.removeprefix(SHARED) for n in names}
    for name in names:
        assert chinese[name] != english[name]
        assert set(re.findall(r"\{(\w+)", chinese[name])) == set(re.findall(r"\{(\w+)", english[name]))


@pytest.mark.usefixtures("messages")
def test_help_is_the_tool_s_own_and_all_sentences_of_a_plugin() -> None:
    own, added = help_for("en"), help_for("en", "foldercourse.messages")

    assert {name.partition(".")[0] for name in own.entries} == {"help"}
    assert set(added.entries) - set(own.entries) == {"relu.count", "relu.other"}
    assert "relu.count" in help_for("zh", "foldercourse.messages").english
