"""The group of commands, and what an exception becomes."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from torchgrade.cli import main as cli
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.told import told
from torchgrade.plugins import builtin, hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CommandSource


def install(monkeypatch: pytest.MonkeyPatch, command: object, messages: str = "") -> None:
    """Make the program know one command, ``act``.

    :param messages: package of its catalogues.
    """

    class Plugin:
        @hookimpl
        def torchgrade_commands(self) -> list[CommandSource]:
            return [CommandSource(name="act", help="Act.", command="commands_of_tests:act", messages=messages)]

    monkeypatch.setitem(sys.modules, "commands_of_tests", SimpleNamespace(act=command))
    monkeypatch.setattr(cli, "Plugins", lambda tolerant: Plugins([Plugin()], entry_points=False, tolerant=tolerant))


def raising(error: BaseException) -> click.Command:
    def act() -> None:
        raise error

    return click.Command("act", callback=act)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("There is no file."), 2),
        (CourseError("The check is wrong."), 3),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
        (click.UsageError("No such option."), 2),
    ],
)
def test_each_kind_of_error_has_its_exit_code_and_no_traceback(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, raising(error))
    monkeypatch.setattr(cli.os, "dup2", lambda *_: None)

    assert cli.main(["act"]) == code
    shown = capfd.readouterr()
    assert "Traceback" not in shown.err
    assert shown.out == ""
    if isinstance(error, UsageError | CourseError):
        assert shown.err == f"error: {error}\n"


def test_a_fault_of_ours_is_called_so_and_shows_its_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, raising(ZeroDivisionError("oh")))

    assert cli.main(["act"]) == 3
    shown = capsys.readouterr().err
    assert "ZeroDivisionError: oh" in shown
    assert "torchgrade failed, not a submission" in shown


@pytest.mark.parametrize(("answer", "code"), [(None, 0), (0, 0), (1, 1)])
def test_what_a_command_returns_is_the_exit_code(
    answer: int | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, click.Command("act", callback=lambda: answer))

    assert cli.main(["act"]) == code


def test_help_names_commands_without_importing_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, None)
    monkeypatch.delitem(sys.modules, "commands_of_tests")

    assert cli.main(["--help"]) == 0
    assert "Act." in capsys.readouterr().out


def test_help_begins_with_what_the_program_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    assert "Grade from-scratch PyTorch exercises, and explain what is wrong and why." in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plugin_s_command_is_described_by_its_own_catalogues(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"en": ("Act now.", "Act page.", "Loudly."), "zh": ("现在行动。", "行动的页面。", "大声地。")}
    package = tmp_path / "words_of_tests"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for code, (summary, text, loud) in words.items():
        entries = f'[help.act]\nsummary = "{summary}"\ntext = "{text}"\nloud = "{loud}"\n'
        (package / f"act.{code}.toml").write_text(entries, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    command = click.Command("act", params=[click.Option(["--loud"], is_flag=True)])
    install(monkeypatch, command, messages="words_of_tests")

    assert cli.main(["--lang", language, "--help"]) == 0
    assert words[language][0] in capsys.readouterr().out
    assert cli.main(["--lang", language, "act", "--help"]) == 0
    shown = capsys.readouterr().out
    assert [text for text in words[language][1:] if text not in shown] == []


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (UsageError(told("error.options.no_exercise")), "错误：--exercises 没有给出练习。请写成 --exercises a,b。\n"),
        (
            click.UsageError(told("error.options.no_exercise")),
            "错误：--exercises 没有给出练习。请写成 --exercises a,b。\n",
        ),
        (KeyboardInterrupt(), "已停止。\n"),
        (UsageError("A text of a plugin."), "错误：A text of a plugin.\n"),
    ],
)
def test_an_error_is_in_the_language_of_the_command(
    error: BaseException,
    shown: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    install(monkeypatch, raising(error))

    cli.main(["--lang", "zh", "act"])
    assert capsys.readouterr().err.endswith(shown)


def test_a_plugin_s_command_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, "not a command")

    assert cli.main(["act"]) == 3
    assert "commands_of_tests:act" in capsys.readouterr().err


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["graed"]) == 2
    assert "graed" in capsys.readouterr().err


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"torchgrade {importlib.metadata.version('torchgrade')}\n"


def test_a_broken_plugin_does_not_take_help_and_doctor_away_and_is_named_where_a_command_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    group = cli.make_group(Plugins([builtin], entry_points=False, tolerant=True))

    class Broken:
        @hookimpl
        def torchgrade_commands(self) -> list[CommandSource]:
            raise ZeroDivisionError("oops")

    def plugins(tolerant: bool) -> Plugins:
        return Plugins([builtin, Broken()], entry_points=False, tolerant=tolerant)

    monkeypatch.setattr(cli, "Plugins", plugins)

    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in group.list_commands(click.Context(group)))
    assert cli.main(["act"]) == 3
    assert "ZeroDivisionError('oops')" in capsys.readouterr().err
