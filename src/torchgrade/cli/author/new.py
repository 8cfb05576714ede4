"""``torchgrade new``: the skeleton of a course, or of an exercise in it. Imports no torch."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from torchgrade.cli.author.names import check_course_name, check_exercise_name, check_topic_name, read_signature
from torchgrade.cli.author.places import CoursePlaces, find_course
from torchgrade.cli.author.refusing import RefusedError
from torchgrade.cli.author.registering import choose_topic, known_names, with_exercise
from torchgrade.cli.author.skeletons import render, write
from torchgrade.courses.holes import find_holes
from torchgrade.courses.installed import courses
from torchgrade.errors import CourseError, ExitCode, UsageError
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder

LANGUAGES = ("en", "zh")
Written = tuple[Iterable[Path], str, str]
"""Files of a skeleton, and the entry of the catalogue that says what is next with its field ``name``."""


@click.group()
def new() -> None:
    """Write the skeleton of a course, or of an exercise in a course."""


def _language(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Language of messages."
    )(function)


@new.command()
@click.argument("name")
@click.option("--title", metavar="TEXT", help="Title of the course [its name].")
@click.option(
    "--topic", metavar="NAME", default="basics", show_default=True, help="First topic: a folder of exercises."
)
@_language
def course(name: str, title: str | None, topic: str, lang: str) -> int:
    """Write the course NAME into a new folder of that name.

    The folder contains the package for students, the package with the solutions, and tests.
    """

    def make() -> Written:
        check_course_name(name)
        check_topic_name(topic)
        return _write_course(Path.cwd() / name, name, title or _titled(name), topic), "author.new.next_course", name

    return _answer(make, lang)


@new.command()
@click.argument("name")
@click.option("--signature", metavar='"f(X, y)"', help="Call of the function, with the names of its arguments.")
@click.option("--topic", metavar="NAME", help="Topic of the exercise; a new one is added to the course [the only one].")
@_language
def exercise(name: str, signature: str | None, topic: str | None, lang: str) -> int:
    """Write the exercise NAME into the course of the current folder.

    Fill in each place that is marked <<< ... >>>; `torchgrade audit NAME` lists the places that are left.
    """

    def make() -> Written:
        places = find_course(Path.cwd())
        check_exercise_name(name, [*known_names(places.course_file), *_installed_names()])
        parameters = read_signature(signature or f"{name}(X)", name)
        chosen = choose_topic(places.course_file, topic)
        check_topic_name(chosen)
        return _write_exercise(places, chosen, name, parameters), "author.new.next_exercise", name

    return _answer(make, lang)


def _answer(make: Callable[[], Written], language: str) -> int:
    """Write a skeleton, and tell what was written and what is next."""
    catalogue = load_catalogue([folder("torchgrade") / "catalogues"], language)
    try:
        files, following, name = make()
    except RefusedError as error:
        raise UsageError(catalogue.render(error.message_id, error.values)) from error
    for line in _lines(list(files), following, name, catalogue):
        click.echo(line)
    return ExitCode.OK


def _lines(files: list[Path], following: str, name: str, catalogue: Catalogue) -> Iterable[str]:
    yield catalogue.render("author.new.written", {})
    yield from (f"  {os.path.relpath(file)}" for file in files)
    count = sum(1 for file in files for _ in find_holes(file))
    if count:
        yield catalogue.render("author.new.holes", {"count": count})
    yield catalogue.render(following, {"name": name})


def _titled(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _write_course(place: Path, name: str, title: str, topic: str) -> list[Path]:
    fields = {
        "name": name,
        "dashed": name.replace("_", "-"),
        "title": title.replace("\\", "\\\\").replace('"', '\\"'),
        "topic": topic,
        "topic_title": _titled(topic),
    }
    own = {"package": name, "solutions/package": f"solutions/{name}_solutions"}
    files = {}
    for path, text in render("course", fields).items():
        head, _, tail = path.rpartition("/")
        files[place / own.get(head, head) / tail] = text
    files |= _topic(place / name, topic) | _topic(place / "solutions" / f"{name}_solutions", topic)
    write(files)
    return list(files)


def _topic(package: Path, topic: str) -> dict[Path, str]:
    """Return the file that makes a topic a package, if it is not there."""
    file = package / topic / "__init__.py"
    return {} if file.exists() else {file: f'"""Topic {topic}."""\n'}


def _write_exercise(places: CoursePlaces, topic: str, name: str, parameters: tuple[str, ...]) -> list[Path]:
    fields = {
        "name": name,
        "signature": f"{name}({', '.join(parameters)})",
        "parameters": parameters,
        "first": parameters[0],
        "arguments": ", ".join(parameters),
        "annotated": ", ".join(f"{one}: torch.Tensor" for one in parameters),
        "names": _tuple([f'"{one}"' for one in parameters]),
        "drawn": _tuple(["tensors.normal(n, q)"] * len(parameters)),
        "module": f"{places.package.name}.{topic}.{name}",
    }
    text = with_exercise(places.course_file, topic, name)
    own = {"course": places.package / topic / name, "solutions": places.solutions / topic / name}
    own["corpus"] = places.corpus / name
    files = {
        place / path: text for kind, place in own.items() for path, text in render(f"exercise/{kind}", fields).items()
    }
    write(_topic(places.package, topic) | _topic(places.solutions, topic) | files)
    # Last, because a name without its folder stops every command.
    places.course_file.write_text(text, "utf-8")
    return [*files, places.course_file]


def _tuple(parts: list[str]) -> str:
    """Return the text of a tuple."""
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _installed_names() -> list[str]:
    """Return the exercises and the assignments of all installed courses; none if one of them is broken."""
    names: list[str] = []
    with contextlib.suppress(CourseError):
        for one in courses(Plugins(tolerant=True)):
            names += [e.name for topic in one.topics for e in topic.exercises]
            names += [assignment.name for assignment in one.assignments]
    return names
