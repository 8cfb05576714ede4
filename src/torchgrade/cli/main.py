"""Group of all commands, and the only place that turns an exception into an exit code."""

from __future__ import annotations

import importlib.metadata
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from functools import cached_property
from gettext import gettext

import click

from torchgrade.cli.help import translated
from torchgrade.cli.language import choose_language, keep_language, preferred_language, with_language
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.languages import LANGUAGES, known_languages
from torchgrade.errors import CourseError, ExitCode, TorchgradeError
from torchgrade.model.catalogue import Catalogue, Told
from torchgrade.model.told import in_language, told
from torchgrade.plugins.manager import PluginFailure, Plugins
from torchgrade.plugins.resources import CommandSource, resolve

INTERRUPTED = 130
"""Exit code after Ctrl-C, by the convention of shells: 128 plus the number of the signal."""


class CommandGroup(click.Group):
    """Group whose commands are from the hook ``torchgrade_commands``.

    A command's module is imported when the command is called, because help needs neither torch nor numpy.
    """

    def __init__(self, sources: Mapping[str, CommandSource], failures: Sequence[PluginFailure], language: str) -> None:
        super().__init__(name="torchgrade", context_settings={"help_option_names": ["-h", "--help"]})
        self.sources = sources
        self.failures = failures
        self.language = language

    @cached_property
    def catalogue(self) -> Catalogue:
        """Sentences in the language of the command."""
        return catalogue_for(language=self.language)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments before the name of a command; tell the command its language."""
        keep_language(ctx, self.language)
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
        return translated(with_language(command), self.catalogue)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line for each command, with the help text from its plugin."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, self._summary(name)) for name in self.list_commands(ctx)])

    def _summary(self, name: str) -> str:
        entry = f"help.{name}.summary"
        return self.catalogue.gettext(entry) if entry in self.catalogue else self.sources[name].help


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
    group = CommandGroup(sources, plugins.failures, language)
    return translated(with_language(version(group)), group.catalogue)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code (DESIGN.md section 12)."""
    _never_fail_to_print()
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = LANGUAGES[0]
    try:
        # Tolerate a broken plugin, because `doctor` must run to name it; the other commands load all plugins
        # themselves.
        plugins = Plugins(tolerant=True)
        known = known_languages(plugins)
        language = preferred_language(known)
        language = choose_language(given, known)
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
    """Return an error of click that torchgrade raised with its message in a language; return another one unchanged."""
    if not isinstance(error.message, Told):
        return error
    message = catalogue_for(language=language).words(error.message.phrase)
    if isinstance(error, click.BadParameter):
        return click.BadParameter(message, error.ctx, error.param, error.param_hint)
    return click.UsageError(message, error.ctx if isinstance(error, click.UsageError) else None)


def _never_fail_to_print() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese must not end a run of 300 submissions, so escape these characters.
            stream.reconfigure(errors="backslashreplace")
