"""Command ``torchgrade start``: stubs and statements for a student, as files or one notebook. Imports no torch."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from torchgrade.cli.language import language_option
from torchgrade.cli.options import assignment_option, read_exercises
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.stubs import Material, make_folder, read_materials, write_new
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.installed import courses
from torchgrade.courses.outline import outlines
from torchgrade.errors import ExitCode
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import listed
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins


class Started(Struct, frozen=True, kw_only=True):
    """JSON object of ``start --json``."""

    folder: str
    """Folder, as the user named it."""
    written: tuple[str, ...]
    """Names of the written files in the folder."""
    left: tuple[str, ...]
    """Names of existing files, which were kept unchanged."""
    next: tuple[str, ...]
    """Words of a command that checks the first exercise."""


@click.command()
@click.argument("place", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--exercises", metavar="A,B")
@assignment_option
@language_option
@click.option("--notebook", is_flag=True)
@click.option("--html", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def start(
    place: Path, exercises: str | None, assignment: str | None, lang: str, notebook: bool, html: bool, as_json: bool
) -> int:
    """Write the stub and the statement of each exercise into a folder, or one notebook."""
    plugins = Plugins()
    catalogue = catalogue_for(language=lang)
    chosen = read_exercises(exercises, assignment, plugins)
    found = [outline for outline in outlines(plugins) if outline.name in chosen]
    materials = read_materials(found, lang, catalogue)
    name = f"{notebook_name(assignment or exercises, chosen, plugins)}.ipynb" if notebook else ""
    pages = _pages(materials, name, catalogue) if html else {}
    files = _notebook(materials, name, catalogue) | pages if notebook else _files(materials, pages)
    make_folder(place, catalogue)
    written = [name for name, text in files.items() if write_new(place / name, text, catalogue)]
    started = Started(
        folder=str(place),
        written=tuple(written),
        left=tuple(name for name in files if name not in written),
        # Name the exercise, because otherwise the answer lists every exercise that is not in the file.
        next=("torchgrade", "check", str(place / next(iter(files))), materials[0].exercise),
    )
    if as_json:
        click.echo(msgspec.json.encode(started))
    else:
        screen = Screen()
        write_started(started, screen, catalogue, step="notebook" if notebook else "pages" if html else "files")
        english = [one.exercise for one in materials if one.language != lang]
        if english:
            screen.entry("", catalogue.render("cli.start.english", {"exercises": listed(english)}))
    return ExitCode.OK


def notebook_name(asked: str | None, chosen: Sequence[str], plugins: Plugins) -> str:
    """Return the name of the requested assignment if it is the only word, otherwise the name of the course.

    Exercises of several courses get the names of all these courses.
    """
    known = courses(plugins)
    word = (asked or "").strip()
    if any(assignment.name == word for course in known for assignment in course.assignments):
        return word
    return "-".join(
        course.name
        for course in known
        if any(outline.name in chosen for topic in course.topics for outline in topic.exercises)
    )


def write_started(started: Started, screen: Screen, catalogue: Catalogue, *, step: str) -> None:
    """Write the names of the written and the kept files, and the next step.

    :param step: entry of the next step, ``cli.start.next_<step>``.
    """
    for label, names in (("written", started.written), ("left", started.left)):
        if names:
            screen.line((catalogue.render(f"cli.start.{label}", {}), "bold"))
        for name in names:
            screen.line(show_name(str(Path(started.folder) / name)), indent=2, wrap=False)
    if not started.written:
        screen.line(catalogue.render("cli.start.nothing", {}))
    screen.entry("", catalogue.render(f"cli.start.next_{step}", {}))
    for words in (started.next, ("torchgrade", "check", started.folder), ("torchgrade", "watch", started.folder)):
        screen.line(show(shlex.join(words)), indent=2, wrap=False)


def _files(materials: Sequence[Material], pages: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each file by its name; the files of an exercise are together."""
    files: dict[str, str] = {}
    for material in materials:
        files[f"{material.exercise}.py"] = material.stub
        files[f"{material.exercise}.md"] = material.statement
        files |= {name: text for name, text in pages.items() if name == f"{material.exercise}.html"}
    return files


def _notebook(materials: Sequence[Material], name: str, catalogue: Catalogue) -> dict[str, str]:
    # Import this here, because only a notebook needs nbformat.
    from torchgrade.cli.student.starter_notebook import make_notebook

    return {name: make_notebook(materials, name, catalogue)}


def _pages(materials: Sequence[Material], notebook: str, catalogue: Catalogue) -> dict[str, str]:
    # Import this here, because only pages need jinja2.
    from torchgrade.cli.student.statement_pages import make_pages

    return make_pages(materials, notebook, catalogue)
