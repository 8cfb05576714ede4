"""Options of several commands: exercises, a data set and cores, checked against the installation."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from torchgrade.cli.guess import require_known
from torchgrade.courses.installed import courses
from torchgrade.courses.outline import outlines
from torchgrade.datasets.files import Availability
from torchgrade.errors import UsageError
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource, resolve

DATA = "synthetic-fashion"
"""Default data set, because it needs no network."""


def data_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--data`` and ``--data-root``."""
    data = click.option("--data", metavar="NAME")
    root = click.option("--data-root", default=None, metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
    return data(root(function))


def assignment_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--assignment``, the name of one assignment or None."""
    return click.option("--assignment", metavar="NAME", callback=_require_assignment)(function)


def _require_assignment(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name is not None:
        require_known(name, tuple(installed_assignments(Plugins())), "assignment")
    return name


def installed_exercises(plugins: Plugins) -> tuple[str, ...]:
    """Return the ids of all exercises, in the order of their courses.

    :raises UsageError: no course is installed.
    """
    names = tuple(outline.name for outline in outlines(plugins))
    if not names:
        empty = [source.name for source in plugins.gather("torchgrade_exercises")]
        if empty:
            raise UsageError(told("error.options.empty_course", name=empty[0]))
        raise UsageError(told("error.options.no_course"))
    return names


def installed_assignments(plugins: Plugins) -> dict[str, tuple[str, ...]]:
    """Return the exercises of each assignment, by its name."""
    return {one.name: one.exercises for course in courses(plugins) for one in course.assignments}


def read_exercises(text: str | None, assignment: str | None, plugins: Plugins) -> tuple[str, ...]:
    """Return the exercises that ``--exercises`` or ``--assignment`` names, or all exercises without these options.

    :raises UsageError: both options are there, or ``--exercises`` names no exercise or an unknown one.
    """
    if text is not None and assignment is not None:
        raise UsageError(told("error.options.both", assignment=assignment, exercises=text))
    if assignment is not None:
        return choose_exercises([assignment], plugins)
    asked = [name.strip() for name in (text or "").split(",") if name.strip()]
    if text is not None and not asked:
        raise UsageError(told("error.options.no_exercise"))
    return choose_exercises(asked, plugins)


def choose_exercises(asked: Sequence[str], plugins: Plugins) -> tuple[str, ...]:
    """Return the requested exercises, with assignments expanded, in course order.

    Return all exercises if ``asked`` is empty.

    :raises UsageError: a name is unknown.
    """
    known = installed_exercises(plugins)
    groups = installed_assignments(plugins)
    for name in asked:
        require_known(name, (*known, *groups), "exercise")
    chosen = {exercise for name in asked for exercise in groups.get(name, (name,))}
    return tuple(name for name in known if name in chosen) if asked else known


def default_data(plugins: Plugins) -> str:
    """Return the default data set.

    If no course adds the usual data set, return the first data set, because exercises without training never load it.
    """
    known = [source.name for source in plugins.gather("torchgrade_datasets")]
    return DATA if DATA in known else next(iter(known), DATA)


def choose_data(name: str | None, root: Path | None, plugins: Plugins) -> tuple[str, str]:
    """Return the name of the data set and its absolute folder; the folder is empty if it is not known.

    :raises UsageError: no plugin adds this data set.
    """
    name = default_data(plugins) if name is None else name
    require_known(name, [source.name for source in plugins.gather("torchgrade_datasets")], "data_set")
    return name, str(root.absolute()) if root is not None else _own_folder(name, plugins)


def _own_folder(name: str, plugins: Plugins) -> str:
    """Return the folder into which an earlier ``--download`` put a data set."""
    source: DatasetSource | None = plugins.first("torchgrade_datasets", name)
    if source is None or source.fetch is None or source.available is None:
        return ""
    found: Availability = resolve(source.available)("")
    return found.root if found.there else ""


def usable_cores() -> int:
    """Return the number of cores that this process may use, because a container may limit it."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
