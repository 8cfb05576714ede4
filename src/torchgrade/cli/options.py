"""What several commands take: exercises and a data set, checked against what is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from torchgrade.cli.guess import require_known
from torchgrade.errors import UsageError
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.outline import outlines

DATA = "synthetic-fashion"
"""The default, since it needs no network."""


def data_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--data`` and ``--data-root``."""
    data = click.option("--data", default=DATA, show_default=True, metavar="NAME", help="Data set to train on.")
    root = click.option(
        "--data-root",
        default=None,
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder in which the data set lies.",
    )
    return data(root(function))


def installed_exercises(plugins: Plugins) -> tuple[str, ...]:
    """Return the ids of all exercises, in the order of their courses.

    :raises UsageError: no course is installed.
    """
    names = tuple(outline.name for outline in outlines(plugins))
    if not names:
        raise UsageError("No course is installed; install one, such as torchgrade-d2l.")
    return names


def choose_exercises(asked: Sequence[str], plugins: Plugins) -> tuple[str, ...]:
    """Return the exercises asked for in the order of the course; all of them where none was named.

    :raises UsageError: a name that no course has.
    """
    known = installed_exercises(plugins)
    for name in asked:
        require_known(name, known, "exercise")
    return tuple(name for name in known if name in asked) if asked else known


def choose_data(name: str, root: Path | None, plugins: Plugins) -> tuple[str, str]:
    """Return the name of the data set and where it lies, the folder absolute.

    :raises UsageError: a data set that no plugin brings.
    """
    known = [source.name for source in plugins.gather("torchgrade_datasets")]
    require_known(name, known, "data set")
    return name, str(root.absolute()) if root is not None else ""
