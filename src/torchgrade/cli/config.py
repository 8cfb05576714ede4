"""Command ``torchgrade config``: the settings of a user. Imports no torch."""

from __future__ import annotations

import click

from torchgrade.cli.guess import require_known
from torchgrade.cli.language import language_option
from torchgrade.cli.screen import Screen
from torchgrade.cli.settings import SETTINGS, read_settings, settings_file, write_settings
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.languages import known_languages
from torchgrade.errors import ExitCode, UsageError
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins


@click.command()
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--unset", is_flag=True)
@language_option
def config(name: str | None, value: str | None, unset: bool, lang: str) -> int:
    """Show the settings, or change one."""
    if unset and (name is None or value is not None):
        raise UsageError(told("error.config.unset"))
    if name is not None:
        require_known(name, SETTINGS, "setting")
    settings = read_settings()
    screen = Screen()
    if name is not None and (unset or value is not None):
        settings.pop(name, None)
        if value is not None:
            known = known_languages(Plugins(tolerant=True))
            require_known(value, tuple(known), "language")
            settings[name] = value
            # Answer in the new language, because the setting is about it.
            lang = value
        file = write_settings(settings)
        screen.line(catalogue_for(language=lang).render("cli.config.written", {"name": show_name(str(file))}))
    catalogue = catalogue_for(language=lang)
    for one in (name,) if name is not None else SETTINGS:
        if one in settings:
            screen.line(catalogue.render("cli.config.value", {"setting": one, "value": show(settings[one])}))
        else:
            values = {"setting": one, "file": show_name(str(settings_file()))}
            screen.line(catalogue.render("cli.config.unset", values))
    return ExitCode.OK
