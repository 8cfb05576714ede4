"""Options for reading folders of submissions."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from torchgrade.cli.guess import require_known
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.installed import installed_layouts
from torchgrade.deliveries.layouts import INSIDE, PLAIN
from torchgrade.deliveries.names_inside import names_in
from torchgrade.deliveries.pattern import Pattern
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.roster import read_roster
from torchgrade.deliveries.wrappers import UnsureError
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.told import in_language, told
from torchgrade.plugins.manager import Plugins

FROM = "--from"
"""Option of ``regrade`` with the places of submissions, which are the argument of ``grade``."""


def delivery_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--layout``, ``--pattern``, ``--roster`` and ``--roster-encoding``."""
    for option in reversed(
        [
            click.option("--layout", metavar="NAME"),
            click.option("--pattern", metavar="REGEX"),
            click.option("--roster", metavar="FILE", type=click.Path(path_type=Path)),
            click.option("--roster-encoding", metavar="NAME"),
        ]
    ):
        command = option(command)
    return command


def settled(error: UnsureError, ctx: click.Context, catalogue: Catalogue) -> UsageError:
    """Return an error with two commands, of which one settles the unclear layout."""
    lines = [in_language(error, catalogue)]
    for layout in (INSIDE, PLAIN):
        message_id = f"dry_run.ask_{layout}_several" if error.several else f"dry_run.ask_{layout}"
        lines.append(catalogue.render(message_id, {}))
        place = error.place if layout == PLAIN else None
        lines.append(f"  {_command(ctx, place, '--layout', layout)}")
    return UsageError("\n".join(lines))


def _command(ctx: click.Context, place: Path | None, *further: str) -> str:
    """Return the given command with more options, quoted for a shell.

    :param place: another place for the only place of submissions in the command, or None.
    """
    words = ctx.command_path.split()
    recorded = [
        param
        for param in ctx.command.params
        if FROM in param.opts and ctx.get_parameter_source(param.name or "") is not ParameterSource.COMMANDLINE
    ]
    if recorded and place is not None:
        further = (FROM, str(place), *further)
    for param in ctx.command.params:
        if ctx.get_parameter_source(param.name or "") is not ParameterSource.COMMANDLINE:
            continue
        value = ctx.params[param.name]
        values = list(value) if isinstance(value, tuple) else [value]
        is_place = isinstance(value, tuple) and (isinstance(param, click.Argument) or FROM in param.opts)
        if is_place and place is not None and len(values) == 1:
            values = [place]
        if isinstance(param, click.Argument):
            words += map(str, values)
        elif isinstance(param, click.Option) and param.is_flag:
            words.append(param.opts[0])
        elif param.opts[0] not in further:
            words += [word for one in values for word in (param.opts[0], str(one))]
    return shlex.join([*words, *further])


def choose_delivery(
    *,
    layout: str | None,
    pattern: str | None,
    roster: Path | None,
    roster_encoding: str | None,
    all_attempts: bool = False,
    submissions: Sequence[Path],
    plugins: Plugins,
) -> Delivery:
    """Return the delivery that the options ask for.

    :raises UsageError: a layout is not known, a pattern is not valid, or a roster cannot be read.
    """
    layouts = installed_layouts(plugins)
    if layout is not None:
        if pattern is not None:
            raise UsageError(told("error.options.layout_and_pattern"))
        require_known(layout, [*(one.name for one in layouts), PLAIN, INSIDE], "layout")
    say = catalogue_for().note
    if roster is None and roster_encoding is not None:
        raise UsageError(told("roster.encoding_alone"))
    return Delivery(
        layouts=layouts,
        layout=layout,
        pattern=None if pattern is None else Pattern(pattern),
        roster=None if roster is None else read_roster(roster, say, lambda: names_in(submissions), roster_encoding),
        roster_file=roster,
        roster_encoding=roster_encoding,
        all_attempts=all_attempts,
    )
