"""Language of a command: its option ``--lang``, otherwise the user's setting, otherwise the locale."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click
from click.core import ParameterSource

from torchgrade.cli.guess import require_known
from torchgrade.cli.settings import read_settings
from torchgrade.courses.languages import LANGUAGES, RECORDS, known_languages
from torchgrade.plugins.manager import Plugins

BOTH = "both"
"""Value of ``--lang`` of a command that writes pages: English and Chinese."""
_KEY, _KNOWN = "torchgrade.language", "torchgrade.languages"
_OPTION = "--lang"
_LOCALE = re.compile(r"(?P<code>[A-Za-z]{2,3})(?:[_.@-].*)?")


def choose_language(arguments: Sequence[str], known: Mapping[str, str]) -> str:
    """Return the language of a command line.

    Read the arguments before click does, because help and errors of the arguments are in the language too.

    :param known: name of each language by its code.
    :raises UsageError: ``--lang`` names a language that no plugin has.
    """
    asked = _asked(arguments)
    if asked is None:
        return preferred_language(known)
    require_known(asked, tuple(known), "language")
    return asked


def preferred_language(known: Mapping[str, str]) -> str:
    """Return the language of the user's setting, otherwise that of the locale; English if neither is known."""
    setting = read_settings().get("lang")
    candidates = [setting] if setting is not None else _locales()
    return next((code for code in candidates if code in known), LANGUAGES[0])


def _asked(arguments: Sequence[str]) -> str | None:
    """Return the last language that ``--lang`` names; None without one."""
    found = []
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == _OPTION and place + 1 < len(arguments):
            found.append(arguments[place + 1])
        elif argument.startswith(f"{_OPTION}="):
            found.append(argument.removeprefix(f"{_OPTION}="))
    return next((one for one in reversed(found) if one != BOTH), None)


def _locales() -> list[str]:
    """Return the languages of the locale's variables, in the order in which programs read them."""
    first = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), _windows())
    if first.partition(".")[0] in ("", "C", "POSIX"):
        # LANGUAGE has no effect in the locale C, as gettext documents.
        return []
    names = [*os.environ.get("LANGUAGE", "").split(":"), first]
    return [found["code"].lower() for name in names if (found := _LOCALE.fullmatch(name)) is not None]


def _windows() -> str:
    """Return the locale of Windows, which sets no variables; empty on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


def keep_language(context: click.Context, language: str, known: Mapping[str, str]) -> None:
    """Let the commands under a context use a language, and know all languages."""
    context.meta[_KEY] = language
    context.meta[_KNOWN] = dict(known)


def language_of(context: click.Context) -> str:
    """Return the language of a command; that of the user if no group has chosen one."""
    found = context.meta.get(_KEY)
    return found if isinstance(found, str) else preferred_language(_known(context))


def language_of_record(language: str) -> str:
    """Return the language of a record for a program: that of ``--lang``, otherwise English.

    A program must read the same words on every machine, so setting and locale do not count.

    :param language: language of the current command.
    """
    context: click.Context | None = click.get_current_context()
    while context is not None:
        if context.get_parameter_source("lang") is ParameterSource.COMMANDLINE:
            return language
        context = context.parent
    return RECORDS


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang``, the language of all that the command says."""
    return click.option(_OPTION, metavar="LANG", callback=_language)(function)


def pages_language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang`` to a command that writes pages, which accepts ``both``."""
    return click.option(_OPTION, metavar="LANG|both", callback=_pages_language)(function)


def page_languages(language: str, context: click.Context) -> tuple[str, ...]:
    """Return the languages of pages, that of the user first, for a value of ``--lang``."""
    if language != BOTH:
        return (language,)
    first = language_of(context)
    return tuple(sorted(LANGUAGES, key=lambda code: code != first))


def with_language(command: click.Command) -> click.Command:
    """Return the command of a plugin, with ``--lang`` if its author gave it none."""
    if all(_OPTION not in param.opts for param in command.params):
        command.params.append(click.Option([_OPTION], metavar="LANG", expose_value=False, callback=_language))
    return command


def _language(context: click.Context, _: click.Parameter, value: str | None) -> str:
    if value is None:
        return language_of(context)
    require_known(value, tuple(_known(context)), "language")
    return value


def _known(context: click.Context) -> dict[str, str]:
    """Return the name of each language by its code; find the plugins only if no group did."""
    if _KNOWN not in context.meta:
        context.meta[_KNOWN] = known_languages(Plugins(tolerant=True))
    known: dict[str, str] = context.meta[_KNOWN]
    return known


def _pages_language(context: click.Context, option: click.Parameter, value: str | None) -> str:
    return BOTH if value == BOTH else _language(context, option, value)
