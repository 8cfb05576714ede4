"""Command ``torchgrade new``: the skeleton of a course, or of an exercise in a course. Imports no torch."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from torchgrade.cli.author.names import check_course_name, check_exercise_name, check_topic_name, read_signature
from torchgrade.cli.author.places import find_course
from torchgrade.cli.author.refusing import RefusedError
from torchgrade.cli.author.registering import choose_topic, known_names
from torchgrade.cli.author.skeletons import write_course, write_exercise
from torchgrade.cli.language import language_option
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.holes import find_holes
from torchgrade.courses.installed import courses
from torchgrade.courses.languages import LANGUAGES
from torchgrade.errors import CourseError, ExitCode, UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.plugins.manager import Plugins


@click.group()
def new() -> None:
    """Contain the commands that write skeletons."""


@new.command()
@click.argument("name")
@click.option("--title", metavar="TEXT")
@click.option("--topic", metavar="NAME", default="basics", show_default=True)
@click.option("--languages", type=click.Choice(("en", "en,zh")), default=",".join(LANGUAGES), show_default=True)
@language_option
def course(name: str, title: str | None, topic: str, languages: str, lang: str) -> int:
    """Write a course into a new folder."""

    def make() -> list[Path]:
        check_course_name(name)
        check_topic_name(topic)
        return write_course(Path.cwd() / name, title or "", topic, languages.split(","))

    return _answer(make, "author.new.next_course", name, lang)


@new.command()
@click.argument("name")
@click.option("--signature", metavar='"f(X, y)"')
@click.option("--topic", metavar="NAME")
@language_option
def exercise(name: str, signature: str | None, topic: str | None, lang: str) -> int:
    """Write an exercise into the course of the current folder."""

    def make() -> list[Path]:
        places = find_course(Path.cwd())
        check_exercise_name(name, [*known_names(places.course_file), *_installed_names()])
        parameters = read_signature(signature or f"{name}(X)", name)
        chosen = choose_topic(places.course_file, topic)
        check_topic_name(chosen)
        return write_exercise(places, chosen, name, parameters)

    return _answer(make, "author.new.next_exercise", name, lang)


def _answer(make: Callable[[], list[Path]], following: str, name: str, language: str) -> int:
    """Write a skeleton; print the written files and the next step."""
    catalogue = catalogue_for(language=language)
    try:
        files = make()
    except RefusedError as error:
        raise UsageError(catalogue.render(error.message_id, error.values)) from error
    for line in _lines(files, catalogue):
        click.echo(line)
    click.echo(catalogue.render(following, {"name": name}))
    return ExitCode.OK


def _lines(files: list[Path], catalogue: Catalogue) -> Iterable[str]:
    yield catalogue.render("author.new.written", {})
    yield from (f"  {os.path.relpath(file)}" for file in files)
    count = sum(1 for file in files for _ in find_holes(file))
    if count:
        yield catalogue.render("author.new.holes", {"count": count})


def _installed_names() -> list[str]:
    """Return the exercises and the assignments of all installed courses; return no names if a course is broken."""
    names: list[str] = []
    with contextlib.suppress(CourseError):
        for one in courses(Plugins(tolerant=True)):
            names += [exercise.name for topic in one.topics for exercise in topic.exercises]
            names += [assignment.name for assignment in one.assignments]
    return names
