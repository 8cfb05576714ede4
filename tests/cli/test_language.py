"""How the language of a command is chosen."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from torchgrade.cli.language import (
    choose_language,
    keep_language,
    language_of,
    page_languages,
    preferred_language,
    with_language,
)
from torchgrade.cli.main import main
from torchgrade.cli.settings import write_settings
from torchgrade.courses.languages import NAMES
from torchgrade.errors import UsageError

COMMANDS = (
    "audit",
    "check",
    "config",
    "demo",
    "doctor",
    "grade",
    "hint",
    "list",
    "new course",
    "new exercise",
    "report",
    "reset",
    "start",
    "watch",
)
PAGES = ("demo", "grade", "report")
"""Commands that write pages."""


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


def locale(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "zh_TW@stroke"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LC_MESSAGES": "zh_CN", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        ({"LANG": "en_US", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN", "LANGUAGE": "en"}, "en"),
        ({"LANG": "zh_CN", "LANGUAGE": "de:fr"}, "zh"),
        ({"LANG": "zh_CN", "LANGUAGE": ""}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C", "LANGUAGE": "zh"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "zh_CN"}, "en"),
        ({"LANG": "../zh"}, "en"),
    ],
)
def test_the_locale_is_read_as_gettext_reads_it(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    locale(monkeypatch, **variables)

    assert preferred_language(NAMES) == language


@pytest.mark.parametrize(("code", "language"), [(0x0804, "zh"), (0x0409, "en"), (0, "en")])
def test_windows_has_no_variables_but_a_language_of_its_own(
    code: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    locale(monkeypatch)
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: code)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")

    assert preferred_language(NAMES) == language


def test_the_option_counts_before_the_setting_and_the_setting_before_the_locale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    locale(monkeypatch, LANG="zh_CN.UTF-8")
    assert choose_language([], NAMES) == "zh"

    write_settings({"lang": "en"})
    assert choose_language([], NAMES) == "en"
    assert choose_language(["check", "--lang", "zh"], NAMES) == "zh"


def test_a_setting_of_a_language_that_is_not_known_any_more_means_english(monkeypatch: pytest.MonkeyPatch) -> None:
    locale(monkeypatch, LANG="zh_CN.UTF-8")
    write_settings({"lang": "fr"})

    assert preferred_language(NAMES) == "en"
    assert preferred_language({**NAMES, "fr": "Français"}) == "fr"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "zh", "check"], "zh"),
        (["check", "--lang=zh"], "zh"),
        (["check", "a.py", "--lang", "zh", "--json"], "zh"),
        (["--lang", "en", "check", "--lang", "zh"], "zh"),
        (["--lang", "zh", "grade", "--lang", "both"], "zh"),
        (["grade", "--lang", "both"], "en"),
        (["check", "--", "--lang", "zh"], "en"),
        (["check", "--lang", "zh", "--", "--lang", "en"], "zh"),
        (["check", "--lang"], "en"),
        (["check", "--language", "zh"], "en"),
    ],
)
def test_the_option_is_read_wherever_it_is(arguments: list[str], language: str) -> None:
    assert choose_language(arguments, NAMES) == language


@pytest.mark.parametrize("value", ["fr", "", "ZH", "zh_CN", "--json"])
def test_an_unknown_language_is_refused_with_the_known_ones(value: str) -> None:
    with pytest.raises(UsageError, match=r"Available: en, zh\."):
        choose_language(["--lang", value], NAMES)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", ["before", "after"])
def test_an_unknown_language_ends_every_command_in_the_user_s_language(
    command: str, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    words = command.split()

    assert main(["--lang", "fr", *words] if place == "before" else [*words, "--lang", "fr"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "错误：没有语言 fr。可用的有：en、zh。\n"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", ["before", "after"])
def test_every_command_takes_the_option_before_and_after_its_name(
    command: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = command.split()

    assert main(["--lang", "zh", *words, "--help"] if place == "before" else [*words, "--lang", "zh", "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"用法：torchgrade {command} [选项]")


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in PAGES])
def test_both_languages_are_refused_where_no_page_is_written(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    needed = {
        "hint": ["softmax"],
        "new course": ["nets"],
        "new exercise": ["f"],
        "reset": ["softmax"],
        "start": ["work"],
    }

    assert main([*command.split(), "--lang", "both", *needed.get(command, [])]) == 2
    assert "There is no language both. Available: en, zh." in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", PAGES)
def test_both_languages_are_known_to_commands_that_write_pages(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--lang", "both", "--help"]) == 0
    assert "LANG|both" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "user", "languages"), [("en", "zh", ("en",)), ("both", "zh", ("zh", "en")), ("both", "en", ("en", "zh"))]
)
def test_of_both_languages_that_of_the_user_is_first(value: str, user: str, languages: tuple[str, ...]) -> None:
    context = click.Context(click.Command("grade"))
    keep_language(context, user, NAMES)

    assert page_languages(value, context) == languages


def test_a_command_without_a_group_uses_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    assert language_of(click.Context(click.Command("check"))) == "zh"


def test_a_plugin_s_command_gets_the_option_once() -> None:
    command = click.Command("act")

    assert [param.name for param in with_language(with_language(command)).params] == ["lang"]


@pytest.mark.parametrize("place", ["none", "before", "after"])
def test_a_record_for_a_program_is_english_unless_the_option_asks_for_a_language(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    option = ["--lang", "zh"]
    before, after = (option if place == one else [] for one in ("before", "after"))

    for words in (["list"], ["hint", "softmax", "--level", "1"]):
        assert main([*before, *words, "--json", *after]) == 0
        shown = capsys.readouterr().out
        json.loads(shown)
        assert shown.isascii() == (place == "none")


def test_the_locale_of_the_machine_counts_in_a_process_of_its_own(tmp_path: Path) -> None:
    environment = {"PATH": "", "LANG": "zh_CN.UTF-8", "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "torchgrade", "chekc"], env=environment, capture_output=True, check=False, cwd=tmp_path
    )

    assert done.returncode == 2
    assert "错误：没有命令 'chekc'。" in done.stderr.decode()
