"""Help of every command in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from torchgrade.cli.author.audit import CORPUS
from torchgrade.cli.help import translated
from torchgrade.cli.language import with_language
from torchgrade.cli.main import main, make_group
from torchgrade.cli.options import DATA
from torchgrade.cli.wrapping import cells
from torchgrade.courses.catalogues import help_for
from torchgrade.courses.languages import LANGUAGES
from torchgrade.model.catalogue import Catalogue
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CommandSource, resolve

ROOT = Path(__file__).parents[2]
SOURCES: list[CommandSource] = Plugins().gather("torchgrade_commands")


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and those below it, each with its path, ``new.course``."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path}.{name}")


EVERY = [
    (path, command, source.messages)
    for source in SOURCES
    for path, command in commands(with_language(resolve(source.command)), source.name)
]
GROUP = make_group(Plugins(tolerant=True))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "command", "package"), [*EVERY, ("torchgrade", GROUP, "")], ids=lambda one: str(one))
def test_every_command_and_every_option_has_its_text_in_each_language(
    path: str, command: click.Command, package: str, language: str
) -> None:
    texts = help_for(language, package)
    needed = [(f"help.{path}.text",), *([] if path == "torchgrade" else [(f"help.{path}.summary",)])]
    needed += [
        (f"help.{path}.{param.name}", f"help.option.{param.name}")
        for param in command.params
        if isinstance(param, click.Option)
    ]

    assert [names for names in needed if not any(name in texts for name in names)] == []
    assert [name for name in texts.english if name.startswith("help.")] == []


@pytest.mark.parametrize("package", ["", *{source.messages for source in SOURCES if source.messages}])
def test_no_entry_belongs_to_an_option_that_is_gone(package: str) -> None:
    known = {"usage.options", "usage.command", "torchgrade.text"}
    known |= {f"type.{name}" for name in ("file", "folder", "path", "integer", "number")}
    for path, command, _ in [*EVERY, ("torchgrade", GROUP, "")]:
        known |= {f"{path}.text", f"{path}.summary"}
        known |= {f"{place}.{param.name}" for param in command.params for place in (path, "option")}

    names = {name.removeprefix("help.") for name in help_for("en", package).entries if name.startswith("help.")}

    assert names - known == set()


def test_the_languages_of_help_have_the_same_entries() -> None:
    for package in {"", *(source.messages for source in SOURCES)}:
        english, chinese = (help_for(language, package) for language in LANGUAGES)

        assert chinese.english == frozenset()
        assert set(chinese.entries) == set(english.entries)
        assert [
            name
            for name in english.entries
            if name.endswith((".text", ".summary")) and chinese.entries[name] == english.entries[name]
        ] == []


def test_no_text_of_help_is_in_the_code() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "solutions" / "torchgrade_d2l_solutions").glob("*.py")]
    found = [
        f"{file}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and any(word.arg in ("help", "short_help", "epilog") for word in node.keywords)
    ]

    assert len(files) > 300
    assert found == []


def test_defaults_that_the_texts_name_are_those_of_the_code() -> None:
    for language in LANGUAGES:
        texts = help_for(language).entries

        assert f"[{DATA}" in texts["help.option.data"]
        assert f"[{CORPUS.as_posix()}]" in texts["help.audit.corpus"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [[], *(path.split(".") for path, _, _ in EVERY)], ids=" ".join)
def test_a_page_keeps_to_80_columns_and_has_only_words_of_its_language(
    words: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", language, *words, "--help"]) == 0
    shown = capsys.readouterr().out

    assert max(cells(row) for row in shown.splitlines()) <= 80
    assert all(row == row.rstrip() for row in shown.splitlines())
    if language == "zh":
        english = re.findall(r"[A-Za-z]+(?: [A-Za-z]+){2,}", shown)
        assert [run for run in english if not run.startswith("torchgrade ")] == []


def test_a_command_of_a_plugin_without_catalogues_keeps_its_own_texts() -> None:
    command = click.Command("act", help="Act.", params=[click.Option(["--loud"], help="Loudly.")])

    made = translated(command, help_for("zh"))

    assert made.help == "Act."
    assert [param.help for param in made.params if isinstance(param, click.Option)] == ["Loudly."]


def test_the_command_itself_stays_as_it_is() -> None:
    command = click.Group("act", help="Act.", commands=[click.Command("inner")], params=[click.Option(["--loud"])])
    texts = Catalogue(
        {"help.act.text": "a", "help.act.loud": "b", "help.act.inner.text": "c", "help.act.inner.summary": "d"}
    )

    made = translated(command, texts)

    assert isinstance(made, click.Group)
    assert (made.help, made.params[0].help, made.commands["inner"].help) == ("a", "b", "c")  # type: ignore[attr-defined]
    assert made.commands["inner"].get_short_help_str() == "d"
    assert (command.help, command.params[0].help, command.commands["inner"].help) == ("Act.", None, None)  # type: ignore[attr-defined]


def test_a_command_is_found_by_the_name_that_the_user_types() -> None:
    texts = Catalogue({"help.act.text": "Act."})

    assert translated(click.Command("act-command"), texts, "act").help == "Act."
