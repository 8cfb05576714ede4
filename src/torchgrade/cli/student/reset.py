"""Command ``torchgrade reset``: put back the stub of one exercise, after a copy of the file. Imports no torch."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click
import msgspec
from click.core import ParameterSource
from msgspec import Struct

from torchgrade.cli.guess import require_known
from torchgrade.cli.language import language_option
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.copies import Work, keep_copy, put_back, read_work
from torchgrade.cli.student.restoring import RefusedError, Restored, Stubs, restore
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.texts import read_stub, read_stubs
from torchgrade.errors import ExitCode, UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import reason_of
from torchgrade.plugins.manager import Plugins

_YES = frozenset({"y", "yes", "是"})


class Reset(Struct, frozen=True, kw_only=True):
    """JSON object of ``reset --json``."""

    file: str
    """File, as the user named it."""
    part: str
    """Part that is the stub again: whole ``file``, ``definition`` or ``cell``; empty if the file is unchanged."""
    kept: str
    """Copy of the old file; empty if the file is unchanged."""


@click.command()
@click.argument("exercise")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True)
@language_option
@click.option("--json", "as_json", is_flag=True)
def reset(exercise: str, file: Path | None, yes: bool, lang: str, as_json: bool) -> int:
    """Put the stub of an exercise back into a file, after a copy."""
    known = {outline.name: outline for outline in outlines(Plugins())}
    require_known(exercise, list(known), "exercise")
    catalogue = catalogue_for(language=lang)
    place = file or Path()
    work = _read(place / f"{exercise}.py" if place.is_dir() and not place.is_symlink() else place, exercise, catalogue)
    new = _restored(work, exercise, _stubs(known[exercise], lang), catalogue)
    done = Reset(file=str(work.path), part="", kept="")
    if new.data == work.data:
        said = "already"
    elif not (yes or _agreed(work, exercise, new, catalogue)):
        said = "nothing"
    else:
        said = f"done_{new.part}"
        done = Reset(file=str(work.path), part=new.part, kept=_replace(work, exercise, new, catalogue))
    if as_json:
        click.echo(msgspec.json.encode(done))
        return ExitCode.OK
    screen = Screen()
    values: dict[str, Value] = {"name": show_name(done.file), "exercise": exercise}
    screen.line(catalogue.render(f"cli.reset.{said}", values))
    if done.kept:
        screen.line(catalogue.render("cli.reset.kept", {"kept": show_name(done.kept)}))
        screen.line(show(shlex.join(["mv", done.kept, done.file])), indent=2, wrap=False)
    return ExitCode.OK


def _read(path: Path, exercise: str, catalogue: Catalogue) -> Work:
    values: dict[str, Value] = {"name": show_name(str(path)), "exercise": exercise}
    try:
        return read_work(path)
    except FileNotFoundError as error:
        raise UsageError(catalogue.render("cli.reset.no_such_file", values)) from error
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(catalogue.render("cli.reset.unreadable", {**values, "reason": reason})) from error


def _stubs(outline: ExerciseOutline, language: str) -> Stubs:
    """Return the stub in the language of ``--lang``; without the option, let the language of the file decide."""
    if click.get_current_context().get_parameter_source("lang") is ParameterSource.COMMANDLINE:
        return Stubs({language: read_stub(outline, language)}, language)
    return Stubs(read_stubs(outline, language), language)


def _restored(work: Work, exercise: str, stubs: Stubs, catalogue: Catalogue) -> Restored:
    name = work.path.name
    notebook = name.lower().endswith(".ipynb")
    try:
        return restore(work.data, exercise, stubs, own=name == f"{exercise}.py", notebook=notebook)
    except RefusedError as error:
        reason = show(str(error.values.pop("reason", "")), limit=200)
        values: dict[str, Value] = {"name": show_name(str(work.path)), "exercise": exercise, "reason": reason}
        raise UsageError(catalogue.render(f"cli.reset.{error.entry}", {**values, **error.values})) from error


def _agreed(work: Work, exercise: str, new: Restored, catalogue: Catalogue) -> bool:
    """Ask on stderr, so that stdout stays machine-readable; return whether the answer is yes.

    :raises UsageError: stdin is at its end, so there is no answer.
    """
    values: dict[str, Value] = {"name": show_name(str(work.path)), "exercise": exercise}
    click.echo(catalogue.render(f"cli.reset.ask_{new.part}", values), nl=False, err=True)
    answer = sys.stdin.readline() if sys.stdin is not None else ""
    if not answer:
        click.echo("", err=True)
        raise UsageError(catalogue.render("cli.reset.nobody", values))
    return answer.strip().lower() in _YES


def _replace(work: Work, exercise: str, new: Restored, catalogue: Catalogue) -> str:
    """Keep a copy, then change the file; return the path of the copy.

    :raises UsageError: the file changed during the question, or a file cannot be written.
    """
    values: dict[str, Value] = {"name": show_name(str(work.path))}
    if _read(work.path, exercise, catalogue).data != work.data:
        raise UsageError(catalogue.render("cli.reset.changed", values))
    try:
        kept = keep_copy(work)
        put_back(work, new.data)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(catalogue.render("cli.reset.unwritable", {**values, "reason": reason})) from error
    return str(kept)
