"""Courses with their topics and assignments."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torchgrade.courses.installed import Assignment, courses
from torchgrade.errors import CourseError
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CourseSource


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose packages can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("courses_one", "courses_two"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def plugins_of(place: Path, **texts: str) -> Plugins:
    """Return plugins with a course for each text; the exercises of a course are called as its text says."""
    for package, text in texts.items():
        root = place / package
        root.mkdir()
        (root / "__init__.py").write_text("")
        (root / "course.toml").write_text(text)
        for topic, name in (("t", "f"), ("t", "g"), ("u", "h"), ("u", "k")):
            (root / topic / name).mkdir(parents=True)
            (root / topic / name / "exercise.toml").write_text(
                f'title = "{name}"\nsignature = "{name}(X)"\nsection = "1"\n'
            )

    class Plugin:
        @hookimpl
        def torchgrade_exercises(self) -> list[CourseSource]:
            return [CourseSource(name=package.replace("_", "-"), package=package) for package in texts]

    return Plugins([Plugin()], entry_points=False)


TOPICS = 'title = "A course"\n[[topics]]\nname = "t"\ntitle = "T"\nexercises = ["f", "g"]\n[[topics]]\nname = "u"\nexercises = ["h"]\n'


def assignment(name: str, exercises: str) -> str:
    return f'[[assignments]]\nname = "{name}"\ntitle = "Some"\nexercises = {exercises}\n'


def test_a_course_has_topics_with_exercises_and_assignments_in_the_order_of_the_course(place: Path) -> None:
    (found,) = courses(plugins_of(place, courses_one=TOPICS + assignment("core", '["h", "f"]')))

    assert (found.name, found.package, found.title) == ("courses-one", "courses_one", "A course")
    assert [(topic.title, [one.name for one in topic.exercises]) for topic in found.topics] == [
        ("T", ["f", "g"]),
        ("u", ["h"]),
    ]
    assert found.assignments == (Assignment(name="core", title="Some", exercises=("f", "h")),)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (assignment("core", '["f", "nix"]'), "'core' names the exercise 'nix', which the course does not have; it has"),
        (assignment("core", "[]"), "'core' names no exercises"),
        (assignment("../core", '["f"]'), "needs a name of letters"),
        (assignment("-core", '["f"]'), "needs a name of letters"),
        (assignment("f", '["f"]'), "'f' is taken by an exercise"),
        (assignment("core", '["f"]') * 2, "'core' is taken"),
    ],
)
def test_an_assignment_that_cannot_be_kept_is_the_authors_error(place: Path, entry: str, said: str) -> None:
    with pytest.raises(CourseError, match=said) as caught:
        courses(plugins_of(place, courses_one=TOPICS + entry))

    assert "courses-one" in str(caught.value)


def test_titles_are_english(place: Path) -> None:
    text = TOPICS.replace('title = "A course"', 'title.en = "A course"\ntitle.zh = "课程"').replace(
        'title = "T"', 'title.en = "T"\ntitle.zh = "题"'
    )
    core = '[[assignments]]\nname = "core"\ntitle.en = "Core"\ntitle.zh = "核心"\nexercises = ["f"]\n'
    (found,) = courses(plugins_of(place, courses_one=text + core))

    assert (found.title, found.topics[0].title, found.assignments[0].title) == ("A course", "T", "Core")
    assert {one.topic_title for one in found.topics[0].exercises} == {"T"}


def test_an_assignment_may_not_name_what_another_course_has(place: Path) -> None:
    other = '[[topics]]\nname = "u"\nexercises = ["k"]\n' + assignment("core", '["f"]')
    with pytest.raises(CourseError, match="'f', which the course does not have"):
        courses(plugins_of(place, courses_one=TOPICS, courses_two=other))


def test_every_assignment_of_the_installed_course_names_exercises_that_are_there() -> None:
    (found,) = [course for course in courses(Plugins()) if course.name == "d2l"]

    assert [one.name for one in found.assignments] == [
        "core", "linear-regression", "softmax-regression", "concise", "chapter",
    ]  # fmt: skip
    assert {"data_iter", "softmax", "train_ch3"} <= set(found.assignments[0].exercises)
