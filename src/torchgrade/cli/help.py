"""Help of a command in the language of the user."""

from __future__ import annotations

import copy
from typing import Any

import click

from torchgrade.cli.formatting import HelpContext
from torchgrade.model.catalogue import Catalogue


def translated(command: click.Command, catalogue: Catalogue, name: str = "") -> click.Command:
    """Return a copy of a command whose help is in the language of a catalogue.

    The entry ``help.<command>.text`` describes the command and ``help.<command>.<option>`` an option;
    ``help.option.<option>`` describes an option of several commands. A plugin's command keeps a text without an entry.

    :param name: name of the command as the user types it; its own name if it is empty.
    """
    return _translated(command, name or command.name or "", catalogue)


def _translated(command: click.Command, path: str, catalogue: Catalogue) -> click.Command:
    """Return the copy; ``path`` is the name of the command after those of its groups, as in ``new.course``."""
    made = copy.copy(command)
    made.help = _text(catalogue, command.help, f"help.{path}.text")
    made.params = [_param(param, path, catalogue) for param in command.params]
    made.options_metavar = _text(catalogue, made.options_metavar, "help.usage.options")
    if made.context_class is click.Context:
        made.context_class = HelpContext
    if isinstance(made, click.Group):
        made.subcommand_metavar = _text(catalogue, made.subcommand_metavar, "help.usage.command") or ""
        made.commands = {name: _translated(inner, f"{path}.{name}", catalogue) for name, inner in made.commands.items()}
        for name, inner in made.commands.items():
            inner.short_help = _text(catalogue, inner.short_help, f"help.{path}.{name}.summary")
    return made


def _param(param: click.Parameter, path: str, catalogue: Catalogue) -> click.Parameter:
    made = copy.copy(param)
    kind = _text(catalogue, None, f"help.type.{_kind(param.type)}")
    if kind is not None:
        made.type = copy.copy(param.type)
        made.type.name = kind
    if isinstance(made, click.Option):
        made.help = _text(catalogue, made.help, f"help.{path}.{param.name}", f"help.option.{param.name}")
    return made


def _kind(kind: click.ParamType[Any]) -> str:
    """Return the entry of a type's name in an error; empty for a type whose errors do not name it.

    Click does not translate these names, or translates them when a command is imported.
    """
    if isinstance(kind, click.Path):
        return "path" if kind.file_okay and kind.dir_okay else "file" if kind.file_okay else "folder"
    names = {click.IntRange: "integer", click.FloatRange: "number", type(click.FLOAT): "number"}
    return names.get(type(kind), "")


def _text(catalogue: Catalogue, own: str | None, *entries: str) -> str | None:
    return next((catalogue.gettext(entry) for entry in entries if entry in catalogue), own)
