"""Group of all commands, and the only place that turns an exception into an exit code."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from gettext import gettext

import click

from torchgrade.cli.click_words import click_words
from torchgrade.cli.formatting import HelpContext
from torchgrade.cli.help import translated
from torchgrade.cli.language import choose_language, keep_language, preferred_language, with_language
from torchgrade.courses.catalogues import catalogue_for, help_for
from torchgrade.courses.languages import LANGUAGES, known_languages
from torchgrade.errors import CourseError, ExitCode, TorchgradeError
from torchgrade.model.catalogue import Told
from torchgrade.model.told import in_language, told
from torchgrade.plugins.manager import PluginFailure, Plugins
from torchgrade.plugins.resources import CommandSource, resolve

INTERRUPTED = 130
"""Exit code after Ctrl-C, by the convention of shells: 128 plus the number of the signal."""


class CommandGroup(click.Group):
    """Group whose commands are from the hook ``torchgrade_commands``.

    A command's module is imported when the command is called, because help needs neither torch nor numpy.
    """

    context_class = HelpContext

    def __init__(
        self,
        sources: Mapping[str, CommandSource],
        failures: Sequence[PluginFailure],
        language: str,
        languages: Mapping[str, str],
    ) -> None:
        super().__init__(name="torchgrade", context_settings={"help_option_names": ["-h", "--help"]})
        self.sources = sources
        self.failures = failures
        self.language = language
        self.languages = languages

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments before the name of a command; tell the command its language."""
        keep_language(ctx, self.language, self.languages)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Return the names of all commands, sorted."""
        return sorted(self.sources)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - as above
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return one command."""
        source = self.sources.get(cmd_name)
        if source is None:
            if self.failures:
                # A broken plugin may contain the command, so report the plugin.
                raise self.failures[0].as_error()
            return None
        command = resolve(source.command)
        if not isinstance(command, click.Command):
            raise CourseError(told("error.plugin.not_command", name=source.command))
        return translated(with_language(command), help_for(self.language, source.messages), cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line for each command: the summary of a catalogue, or the text of its plugin."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, self._summary(name)) for name in self.list_commands(ctx)])

    def _summary(self, name: str) -> str:
        source, entry = self.sources[name], f"help.{name}.summary"
        texts = help_for(self.language, source.messages)
        return texts.gettext(entry) if entry in texts else source.help


def make_group(plugins: Plugins, language: str = LANGUAGES[0]) -> click.Command:
    """Return the group of the plugins' commands; of two commands with one name the first counts."""
    sources: dict[str, CommandSource] = {}
    for source in plugins.gather("torchgrade_commands"):
        sources.setdefault(source.name, source)
    version = click.version_option(
        importlib.metadata.version("torchgrade"),
        prog_name="torchgrade",
        message="%(prog)s %(version)s",
    )
    group = CommandGroup(sources, plugins.failures, language, known_languages(plugins))
    return translated(with_language(version(group)), help_for(language))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code (DESIGN.md section 12)."""
    _never_fail_to_print()
    with contextlib.ExitStack() as stack:
        return _run(sys.argv[1:] if arguments is None else list(arguments), stack)


def _run(given: list[str], stack: contextlib.ExitStack) -> int:
    """Run one command.

    :param stack: keeps click's words in the language of the command until the last error is shown.
    """
    language = LANGUAGES[0]
    try:
        # Tolerate a broken plugin, because `doctor` must run to name it; the other commands load all plugins
        # themselves.
        plugins = Plugins(tolerant=True)
        known = known_languages(plugins)
        language = preferred_language(known)
        language = choose_language(given, known)
        stack.enter_context(click_words(language))
        answer = make_group(plugins, language).main(given, prog_name="torchgrade", standalone_mode=False)
        sys.stdout.flush()
        return answer if isinstance(answer, int) else ExitCode.OK
    except TorchgradeError as error:
        catalogue = catalogue_for(language=language)
        click.echo(catalogue.render("error.label", {"message": in_language(error, catalogue)}), err=True)
        return error.exit_code
    except click.ClickException as error:
        _translated(error, language).show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(catalogue_for(language=language).gettext("error.stopped"), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe has ended. Replace stdout, because Python would report a second error at its last
        # flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception:  # noqa: BLE001 - the outermost handler: any other exception is an error of torchgrade
        traceback.print_exc()
        catalogue = catalogue_for(language=language)
        click.echo(catalogue.render("error.label", {"message": catalogue.gettext("error.ours")}), err=True)
        return ExitCode.INTERNAL


def _translated(error: click.ClickException, language: str) -> click.ClickException:
    """Return an error of click with a message in a language; return it unchanged if its words are all click's own."""
    catalogue = catalogue_for(language=language)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.MissingParameter):
        # Click ends this sentence itself, with the full stop of English.
        missing = error.format_message().removesuffix(".")
        return click.UsageError(catalogue.render("error.missing", {"missing": missing}), context)
    if not isinstance(error.message, Told):
        return error
    message = catalogue.words(error.message.phrase)
    if isinstance(error, click.BadParameter):
        return click.BadParameter(message, context, error.param, error.param_hint)
    return click.UsageError(message, context)


def _never_fail_to_print() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese must not end a run of 300 submissions, so escape these characters.
            stream.reconfigure(errors="backslashreplace")
