"""A new exercise enters the text of course.toml, and nothing else in it changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.cli.author.refusing import RefusedError
from torchgrade.cli.author.registering import choose_topic, known_names, with_exercise
from torchgrade.model.phrases import listed

LISTS = [
    "exercises = []",
    'exercises = ["a"]',
    'exercises = ["a", "b",]',
    'exercises = [\n    "a",\n    "b", # the last ]\n]',
    'exercises = [\n    "a"\n]',
    "exercises = [\n]",
]


def course(tmp_path: Path, *lists: str) -> Path:
    file = tmp_path / "course.toml"
    topics = [f'[[topics]]  # topic {number}\nname = "t{number}"\n{one}\n' for number, one in enumerate(lists)]
    file.write_text(
        'title = "A [[topics]] course"\n\n' + "\n".join(topics) + "\n[[assignments]]\nname = 'all'\n", "utf-8"
    )
    return file


@settings(deadline=None, max_examples=50)  # each example makes a folder
@given(st.lists(st.sampled_from(LISTS), min_size=1, max_size=3), st.data())
def test_only_the_list_of_the_topic_grows(
    tmp_path_factory: pytest.TempPathFactory, lists: list[str], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(lists) - 1))
    file = course(tmp_path_factory.mktemp("course"), *lists)
    want = tomllib.loads(file.read_text("utf-8"))
    want["topics"][number]["exercises"].append("new")

    text = with_exercise(file, f"t{number}", "new")

    assert tomllib.loads(text) == want
    assert text.count("#") == file.read_text("utf-8").count("#")


def test_a_text_that_cannot_be_changed_safely_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "course.toml"
    file.write_text("topics = [{ name = 't0', exercises = ['a'] }]\n")

    with pytest.raises(RefusedError) as refused:
        with_exercise(file, "t0", "new")

    assert refused.value.message_id == "author.course.by_hand"


def test_of_several_topics_one_must_be_named(tmp_path: Path) -> None:
    file = course(tmp_path, *LISTS[:2])

    with pytest.raises(RefusedError) as refused:
        choose_topic(file, None)

    assert refused.value.values == {"names": listed(["t0", "t1"])}
    assert choose_topic(file, "t1") == "t1"
    assert choose_topic(course(tmp_path, LISTS[0]), None) == "t0"


def test_exercises_and_assignments_are_known_names(tmp_path: Path) -> None:
    assert known_names(course(tmp_path, LISTS[2])) == ["a", "b", "all"]
