"""Help of a command in the language of the user."""

from __future__ import annotations

import copy

import click

from torchgrade.model.catalogue import Catalogue


def translated(command: click.Command, catalogue: Catalogue) -> click.Command:
    """Return a copy of a command whose help is in the language of a catalogue.

    The entry ``help.<command>.text`` describes the command and ``help.<command>.<option>`` an option;
    ``help.option.<option>`` describes an option of several commands. A plugin's command keeps a text without an entry.
    """
    return _translated(command, command.name or "", catalogue)


def _translated(command: click.Command, path: str, catalogue: Catalogue) -> click.Command:
    """Return the copy; ``path`` is the name of the command after those of its groups, as in ``new.course``."""
    made = copy.copy(command)
    made.help = _text(catalogue, command.help, f"help.{path}.text")
    made.params = [_option(param, path, catalogue) for param in command.params]
    if isinstance(made, click.Group):
        made.commands = {name: _translated(inner, f"{path}.{name}", catalogue) for name, inner in made.commands.items()}
    return made


def _option(param: click.Parameter, path: str, catalogue: Catalogue) -> click.Parameter:
    if not isinstance(param, click.Option):
        return param
    made = copy.copy(param)
    made.help = _text(catalogue, param.help, f"help.{path}.{param.name}", f"help.option.{param.name}")
    return made


def _text(catalogue: Catalogue, own: str | None, *entries: str) -> str | None:
    return next((catalogue.gettext(entry) for entry in entries if entry in catalogue), own)
