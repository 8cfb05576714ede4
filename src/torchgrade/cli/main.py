"""Group of all commands, and the only place that turns an exception into an exit code."""

from __future__ import annotations

import importlib.metadata
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence

import click

from torchgrade.errors import CourseError, ExitCode, TorchgradeError
from torchgrade.plugins.manager import PluginFailure, Plugins
from torchgrade.plugins.resources import CommandSource, resolve

INTERRUPTED = 130
"""Exit code after Ctrl-C, by the convention of shells: 128 plus the number of the signal."""


class CommandGroup(click.Group):
    """Group whose commands are from the hook ``torchgrade_commands``.

    A command's module is imported when the command is called, because help needs neither torch nor numpy.
    """

    def __init__(self, sources: Mapping[str, CommandSource], failures: Sequence[PluginFailure] = ()) -> None:
        super().__init__(
            name="torchgrade",
            help="Grade from-scratch PyTorch exercises, and explain what is wrong and why.",
            context_settings={"help_option_names": ["-h", "--help"]},
        )
        self.sources = sources
        self.failures = failures

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
                failure = self.failures[0]
                raise CourseError(f"{failure.message} {failure.mend}".strip())
            return None
        command = resolve(source.command)
        if not isinstance(command, click.Command):
            raise CourseError(f"A plugin names {source.command!r}, which is not a click command.")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line for each command, with the help text from its plugin."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.sources[name].help) for name in self.list_commands(ctx)])


def make_group(plugins: Plugins) -> click.Group:
    """Return the group of the plugins' commands; of two commands with one name the first counts."""
    sources: dict[str, CommandSource] = {}
    for source in plugins.gather("torchgrade_commands"):
        sources.setdefault(source.name, source)
    version = click.version_option(
        importlib.metadata.version("torchgrade"),
        prog_name="torchgrade",
        message="%(prog)s %(version)s",
    )
    return version(CommandGroup(sources, plugins.failures))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code (DESIGN.md section 12)."""
    _never_fail_to_print()
    try:
        # Tolerate a broken plugin, because `doctor` must run to name it; the other commands load all plugins
        # themselves.
        group = make_group(Plugins(tolerant=True))
        answer = group.main(
            None if arguments is None else list(arguments),
            prog_name="torchgrade",
            standalone_mode=False,
        )
        sys.stdout.flush()
        return answer if isinstance(answer, int) else ExitCode.OK
    except TorchgradeError as error:
        click.echo(f"error: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe has ended. Replace stdout, because Python would report a second error at its last
        # flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception:  # noqa: BLE001 - the outermost handler: any other exception is an error of torchgrade
        traceback.print_exc()
        click.echo(
            "error: torchgrade failed, not a submission. Report this with the lines above.",
            err=True,
        )
        return ExitCode.INTERNAL


def _never_fail_to_print() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese must not end a run of 300 submissions, so escape these characters.
            stream.reconfigure(errors="backslashreplace")
