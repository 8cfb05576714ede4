"""Exercises are known by their titles and signatures without running any of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.policies import Policy
from torchgrade.errors import CourseError
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CourseSource


def course(place: Path, package: str, exercises: str, *made: str) -> CourseSource:
    """Write a course whose only topic is ``t`` and whose exercises have a folder where they are made."""
    root = place / package
    root.mkdir()
    (root / "__init__.py").write_text("")
    (root / "course.toml").write_text(f'[[topics]]\nname = "t"\ntitle = "T"\nexercises = {exercises}\n')
    for name in made:
        (root / "t" / name).mkdir(parents=True)
        (root / "t" / name / "exercise.toml").write_text(
            f'title = "{name.title()}"\nsignature = "{name}(X, y)"\nsection = 4.3\n'
            'fill = ["accuracy"]\noverride = ["Animator"]\ndata = true\n[policy]\nfunctions = ["softmax"]\n'
        )
        (root / "t" / name / "checks.py").write_text("raise RuntimeError('an outline runs nothing')\n")
    return CourseSource(name=package, package=package)


def plugins_of(*sources: CourseSource) -> Plugins:
    class Plugin:
        @hookimpl
        def torchgrade_exercises(self) -> list[CourseSource]:
            return list(sources)

    return Plugins([Plugin()], entry_points=False)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("outline_one", "outline_two"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_an_outline_holds_the_settings_of_its_file(place: Path) -> None:
    found = outlines(plugins_of(course(place, "outline_one", '["f", "g"]', "f", "g")))

    assert [outline.name for outline in found] == ["f", "g"]
    assert found[0] == ExerciseOutline(
        name="f", course="outline_one", topic="t", topic_title="T", package="outline_one.t.f", title="F", signature="f(X, y)",
        section="4.3", fill=("accuracy",), override=("Animator",), data=True, policy=Policy(functions=frozenset({"softmax"}), own="f"),
    )  # fmt: skip


def test_an_exercise_that_is_named_and_not_there_is_the_authors_error(place: Path) -> None:
    with pytest.raises(CourseError, match="'g', which has no exercise.toml"):
        outlines(plugins_of(course(place, "outline_one", '["f", "g"]', "f")))


@pytest.mark.parametrize("text", ["topics = [", None])
def test_a_course_whose_file_is_damaged_or_missing_is_the_authors_error(place: Path, text: str | None) -> None:
    plugins = plugins_of(course(place, "outline_one", '["f"]', "f"))
    file = place / "outline_one" / "course.toml"
    file.unlink() if text is None else file.write_text(text)
    with pytest.raises(CourseError, match="course.toml cannot be read"):
        outlines(plugins)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 'A'\n", "course.toml: the course has no topics"),
        ("[[topics]]\nname = 't'\n", "course.toml, line 1: the topic 't' needs a name and a list of exercises"),
        ("[[topics]]\nexercises = ['f']\n", "course.toml, line 1: the topic None needs a name"),
    ],
)
def test_a_topic_without_its_facts_is_the_authors_error(place: Path, text: str, said: str) -> None:
    plugins = plugins_of(course(place, "outline_one", '["f"]', "f"))
    (place / "outline_one" / "course.toml").write_text(text)
    with pytest.raises(CourseError, match=said):
        outlines(plugins)


@pytest.mark.parametrize("key", ["title", "signature", "section"])
def test_an_exercise_without_one_of_its_facts_is_told_which(place: Path, key: str) -> None:
    plugins = plugins_of(course(place, "outline_one", '["f"]', "f"))
    file = place / "outline_one" / "t" / "f" / "exercise.toml"
    lines = file.read_text().splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith(key)))
    with pytest.raises(CourseError, match=rf"exercise.toml: the exercise 'f' has no {key}; add {key} ="):
        outlines(plugins)


def test_two_courses_with_one_exercise_exclude_each_other(place: Path) -> None:
    one, two = course(place, "outline_one", '["f"]', "f"), course(place, "outline_two", '["f"]', "f")
    with pytest.raises(CourseError, match="Two courses define the exercise 'f'"):
        outlines(plugins_of(one, two))


@pytest.mark.parametrize(
    ("signature", "parameters"),
    [
        ("f(X)", ("X",)),
        ("f(net, data_iter, loss)", ("net", "data_iter", "loss")),
        ("f()", ()),
        ("f( X ,y )", ("X", "y")),
        ("f(imgs, n=6, titles = None)", ("imgs", "n", "titles")),
    ],
)
def test_parameters_are_those_of_the_signature(signature: str, parameters: tuple[str, ...]) -> None:
    outline = ExerciseOutline(name="f", course="c", topic="t", package="p", title="F", signature=signature, section="1")

    assert outline.parameters == parameters


def test_the_installed_course_has_its_exercises() -> None:
    assert {"softmax", "data_iter", "train_ch3"} <= {outline.name for outline in outlines(Plugins())}
