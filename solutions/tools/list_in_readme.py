"""Program that writes the list of exercises into README.md.

Run ``python solutions/tools/list_in_readme.py`` when a test reports that the list is out of date.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from torchgrade.cli.list import CourseList, ListedExercise, list_courses
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.model.numbers import shown
from torchgrade.plugins.manager import Plugins
from torchgrade.reports.sentences import Sentences

README = Path(__file__).parents[2] / "README.md"
FIRST, LAST = "<!-- exercises: written by solutions/tools/list_in_readme.py -->", "<!-- end of the exercises -->"
WIDTH = 160
COURSE = "d2l"


def installed() -> CourseList:
    """Return the installed courses with the points of their exercises."""
    plugins = Plugins()
    packages = [outline.package for outline in outlines(plugins)]
    return list_courses(plugins, Sentences(catalogue_for(packages)))


def lines(found: CourseList) -> Iterator[str]:
    """Yield a line of Markdown for each topic with its exercises, and one for the assignments."""
    course = next(course for course in found.courses if course.course == COURSE)
    exercises = {one.exercise: one for topic in course.topics for one in topic.exercises}
    for topic in course.topics:
        listed = ", ".join(f"`{one.exercise}` {shown(points(one))}" for one in topic.exercises)
        yield f"- **{topic.title}** ({total(topic.exercises)}): {listed}"
    named = [f"`{one.name}` ({total([exercises[name] for name in one.exercises])})" for one in course.assignments]
    yield f"- **Assignments**: {', '.join(named)}"


def points(exercise: ListedExercise) -> float:
    """Return the points of an exercise, including those of hidden checks."""
    return exercise.visible_points + (exercise.hidden_points or 0.0)


def total(exercises: list[ListedExercise] | tuple[ListedExercise, ...]) -> str:
    """Return the number of exercises and the sum of their points."""
    return f"{len(exercises)} exercises, {shown(sum(map(points, exercises)))} points"


def with_list(text: str) -> str:
    """Return a text with the current list between its two marks."""
    before, _, rest = text.partition(FIRST)
    _, _, after = rest.partition(LAST)
    wrapped = [
        textwrap.fill(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in lines(installed())
    ]
    return f"{before}{FIRST}\n" + "\n".join(wrapped) + f"\n{LAST}{after}"


if __name__ == "__main__":
    README.write_text(with_list(README.read_text("utf-8")), "utf-8")
