"""Command ``torchgrade list``: contents of the installed courses, and whether they can be graded. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from msgspec import Struct, structs

from torchgrade.cli.language import language_of_record, language_option
from torchgrade.cli.options import assignment_option, installed_assignments, installed_exercises
from torchgrade.cli.progress_text import ProgressText
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.solved import Progress, find_progress
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.installed import Assignment, CourseOutline, courses
from torchgrade.courses.marks import read_marks
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.solutions import hidden_checks, solutions
from torchgrade.courses.titles import assignment_entry, course_entry, exercise_entry, topic_entry
from torchgrade.errors import ExitCode
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value, listed
from torchgrade.model.showable import show
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import SolutionSource, folder
from torchgrade.reports.sentences import Sentences

SCHEMA_VERSION = 1


class ListedCheck(Struct, frozen=True, kw_only=True):
    """One visible check."""

    check: str
    """Id of the check, as ``check`` takes it."""
    title: str
    """Title of one to four words."""
    points: float
    """Points of the check."""


class ListedExercise(Struct, frozen=True, kw_only=True):
    """One exercise."""

    exercise: str
    """Id of the exercise, which is the name of the function."""
    title: str
    """Title of the exercise on a page."""
    signature: str
    """Call with the names of the chapter: ``f(X)``."""
    section: str
    """Section of the chapter that explains the exercise."""
    visible_points: float
    """Points of the checks that run on a student's machine."""
    hidden_points: float | None
    """Points of the hidden checks; null if no hidden checks are installed, because their points are then unknown."""
    reference: bool
    """Whether a reference solution is installed, so that ``grade`` works without ``--without-hidden``."""
    checks: tuple[ListedCheck, ...]
    """Visible checks, in the order of the text."""
    progress: Progress | None = None
    """Progress in the folder; null if the command was run outside a folder with a student's files."""


class ListedTopic(Struct, frozen=True, kw_only=True):
    """One topic."""

    topic: str
    """Id of the topic."""
    title: str
    """Title of the topic."""
    exercises: tuple[ListedExercise, ...]
    """Exercises in the order of the course."""


class ListedCourse(Struct, frozen=True, kw_only=True):
    """One course."""

    course: str
    """Id of the course."""
    title: str
    """Title of the course."""
    topics: tuple[ListedTopic, ...]
    """Topics in the order of the course."""
    assignments: tuple[Assignment, ...]
    """Names for several exercises of the course: each with ``name``, ``title`` and ``exercises``."""


class CourseList(Struct, frozen=True, kw_only=True):
    """JSON object of ``list --json``."""

    schema_version: int
    """Version, which rises when a field changes its meaning."""
    courses: tuple[ListedCourse, ...]
    """Courses in the order in which plugins were found."""


@click.command("list")
@click.argument("place", required=False, metavar="[FILE|FOLDER]", type=click.Path(path_type=Path))
@assignment_option
@language_option
@click.option("--json", "as_json", is_flag=True)
def list_exercises(place: Path | None, assignment: str | None, lang: str, as_json: bool) -> int:
    """List the installed courses, and the progress in a folder with a student's files."""
    plugins = Plugins()
    if as_json:
        lang = language_of_record(lang)
    catalogue = catalogue_for([outline.package for outline in outlines(plugins)], lang)
    found = list_courses(plugins, Sentences(catalogue))
    if assignment is not None:
        found = only_assignment(found, assignment, installed_assignments(plugins)[assignment])
    found = with_progress(found, place, plugins, catalogue)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        write_list(found, Screen(), catalogue, assignment, place)
    return ExitCode.OK


def list_courses(plugins: Plugins, sentences: Sentences) -> CourseList:
    """Return the installed courses.

    :param sentences: sentences with the titles.
    :raises UsageError: no course is installed.
    :raises CourseError: a course does not keep its contract.
    """
    installed_exercises(plugins)
    known = solutions(plugins)
    return CourseList(
        schema_version=SCHEMA_VERSION,
        courses=tuple(_course(course, known, sentences) for course in courses(plugins)),
    )


def only_assignment(found: CourseList, name: str, exercises: Sequence[str]) -> CourseList:
    """Return the list with only one assignment and its exercises, without the topics and courses that are then empty.

    :param exercises: exercises of the assignment, as the installed courses name them.
    """
    kept = []
    for course in found.courses:
        topics = [
            structs.replace(topic, exercises=tuple(one for one in topic.exercises if one.exercise in exercises))
            for topic in course.topics
        ]
        assignments = tuple(one for one in course.assignments if one.name == name)
        if assignments:
            topics = [topic for topic in topics if topic.exercises]
            kept.append(structs.replace(course, topics=tuple(topics), assignments=assignments))
    return structs.replace(found, courses=tuple(kept))


def with_progress(found: CourseList, place: Path | None, plugins: Plugins, catalogue: Catalogue) -> CourseList:
    """Return the list with the progress in a folder, or unchanged outside a folder with a student's files.

    :param place: file or folder that the user named; None for the working directory.
    :raises UsageError: the named place cannot be read.
    """
    points = {one.exercise: {check.check: check.points for check in one.checks} for one in _exercises(found)}
    progress = find_progress(place, points, plugins, catalogue)
    if progress is None:
        return found
    return structs.replace(
        found,
        courses=tuple(
            structs.replace(
                course,
                topics=tuple(
                    structs.replace(
                        topic,
                        exercises=tuple(
                            structs.replace(one, progress=progress[one.exercise]) for one in topic.exercises
                        ),
                    )
                    for topic in course.topics
                ),
            )
            for course in found.courses
        ),
    )


def _exercises(found: CourseList) -> list[ListedExercise]:
    return [one for course in found.courses for topic in course.topics for one in topic.exercises]


def _course(course: CourseOutline, known: dict[str, SolutionSource], sentences: Sentences) -> ListedCourse:
    return ListedCourse(
        course=course.name,
        title=sentences.named(course_entry(course.package), course.title),
        topics=tuple(
            ListedTopic(
                topic=topic.name,
                title=sentences.named(topic_entry(course.package, topic.name), topic.title),
                exercises=tuple(_exercise(one, known.get(one.name), sentences) for one in topic.exercises),
            )
            for topic in course.topics
        ),
        assignments=tuple(
            structs.replace(one, title=sentences.named(assignment_entry(one.name), one.title))
            for one in course.assignments
        ),
    )


def _exercise(outline: ExerciseOutline, solution: SolutionSource | None, sentences: Sentences) -> ListedExercise:
    hidden = hidden_checks(solution) if solution is not None else None
    checks = tuple(
        ListedCheck(check=check, title=sentences.title(check), points=mark.points)
        for mark in read_marks(folder(outline.package) / "checks.py")
        for check in (f"{outline.name}.{mark.name}",)
    )
    return ListedExercise(
        exercise=outline.name,
        title=sentences.named(exercise_entry(outline.name), outline.title),
        signature=outline.signature,
        section=sentences.named(exercise_entry(outline.name, "section"), outline.section),
        visible_points=sum(check.points for check in checks),
        hidden_points=sum(mark.points for mark in read_marks(hidden)) if hidden is not None else None,
        reference=solution is not None,
        checks=checks,
    )


def write_list(
    found: CourseList,
    screen: Screen,
    catalogue: Catalogue,
    assignment: str | None = None,
    place: Path | None = None,
) -> None:
    """Write every course, the progress in a folder, and the next step.

    :param assignment: the assignment that the next step names; None for all exercises.
    :param place: file or folder that the user named; None for the working directory.
    """
    progress = ProgressText(screen, catalogue, assignment, place)

    def say(entry: str, **values: Value) -> str:
        return catalogue.render(f"cli.list.{entry}", values)

    comma = catalogue.render("page.list.comma", {})
    for course in found.courses:
        screen.line((show(say("course", course=course.course, title=course.title)), "bold"))
        for topic in course.topics:
            screen.line("")
            screen.line((show(topic.title), "bold"))
            for exercise in topic.exercises:
                screen.line((show(exercise.signature), "cyan"), indent=2)
                if exercise.progress is not None:
                    progress.exercise(
                        exercise.exercise, exercise.progress, exercise.visible_points, len(exercise.checks)
                    )
                screen.entry("", _facts(exercise, catalogue), indent=4)
                screen.entry("", say("checks", titles=comma.join(check.title for check in exercise.checks)), indent=4)
        if course.assignments:
            screen.line("")
            screen.line((say("assignments"), "bold"))
        exercises = {one.exercise: one for topic in course.topics for one in topic.exercises}
        for one in course.assignments:
            named = [exercises[name] for name in one.exercises]
            entry = "assignment_unknown" if any(each.hidden_points is None for each in named) else "assignment"
            about = say(entry, title=show(one.title), exercises=len(named), points=sum(map(_points, named)))
            screen.entry((f"{one.name}  ", "cyan"), about, indent=2)
            screen.entry("", comma.join(one.exercises), indent=4)
        screen.line("")
    screen.line(say("hidden"))
    if progress.write_total():
        return
    screen.line(say("next" if assignment is None else "next_assignment"))
    option = "" if assignment is None else f" --assignment {assignment}"
    screen.line(f"torchgrade start work{option}", indent=2, wrap=False)


def _points(exercise: ListedExercise) -> float:
    """Return the points of all checks that are known here."""
    return exercise.visible_points + (exercise.hidden_points or 0.0)


def _facts(exercise: ListedExercise, catalogue: Catalogue) -> str:
    """Return points, section and whether the exercise can be graded, as one line."""
    visible, hidden = exercise.visible_points, exercise.hidden_points
    values: dict[str, Value] = {
        "section": show(exercise.section),
        "visible": visible,
        "hidden": hidden,
        "points": _points(exercise),
    }
    parts = [
        catalogue.render("cli.list.points" if hidden is not None else "cli.list.points_unknown", values),
        catalogue.render("cli.list.section", values),
        catalogue.render("cli.list.can_grade" if exercise.reference else "cli.list.can_check", values),
    ]
    return catalogue.words(listed(parts, "semicolon"))
