"""Command ``torchgrade demo``: write a sample class and grade it, so that an instructor sees the output."""

from __future__ import annotations

import shlex
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

from torchgrade.cli.language import language_of, pages_language_option
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import reason_of
from torchgrade.plugins.resources import resolve

SUBMISSIONS, RUN = "submissions", "run"
MESSAGES = "torchgrade_d2l_solutions.messages"
"""Package of the sentences of the command."""


def write_class(folder: Path, catalogue: Catalogue) -> Path:
    """Copy the sample class into a folder, but keep existing files; return its place.

    :raises UsageError: the folder cannot be written.
    """
    place = folder / SUBMISSIONS
    try:
        with as_file(files("torchgrade_d2l_solutions") / "sample_class") as source:
            for file in sorted(path for path in source.rglob("*") if path.is_file()):
                inside = file.relative_to(source)
                if "__pycache__" in inside.parts or (place / inside).exists():
                    continue
                (place / inside).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place / inside)
    except OSError as error:
        values: dict[str, Value] = {"place": show_name(str(place)), "reason": reason_of(error)}
        raise UsageError(catalogue.render("demo.unwritable", values)) from error
    return place


@click.command()
@click.argument("folder", default="torchgrade-demo", type=click.Path(path_type=Path, file_okay=False))
@pages_language_option
@click.option("--sandbox", metavar="LEVEL")
@click.pass_context
def demo(context: click.Context, folder: Path, lang: str, sandbox: str | None) -> int:
    """Write a sample class into a folder and grade it."""
    catalogue = catalogue_for([MESSAGES], language_of(context))
    place = write_class(folder, catalogue)
    click.echo(catalogue.render("demo.written", {"place": show_name(str(place))}))
    click.echo(f"  {show(shlex.join(['torchgrade', 'grade', str(place), '--out', str(folder / RUN)]))}")
    grade = resolve("torchgrade.cli.instructor.grade:grade")
    arguments = [str(place), "--out", str(folder / RUN), "--lang", lang, *(["--sandbox", sandbox] if sandbox else [])]
    with grade.make_context("grade", arguments, parent=context) as inner:
        code: int = grade.invoke(inner)
        return code
