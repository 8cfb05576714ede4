"""Languages of pages that a command writes again."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from torchgrade.cli.instructor.pages import languages_to_write
from torchgrade.cli.language import pages_language_option


def asked(folder: Path, *arguments: str) -> str:
    @click.command()
    @pages_language_option
    def command(lang: str) -> None:
        click.echo(",".join(languages_to_write(lang, click.get_current_context(), folder)))

    return CliRunner().invoke(command, arguments).output.strip()


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text('<!doctype html>\n<html lang="zh">', "utf-8")
    (tmp_path / "index.en.html").write_text('<!doctype html>\n<html lang="en">', "utf-8")
    return tmp_path


def test_pages_that_are_there_keep_their_languages(run: Path) -> None:
    assert asked(run) == "zh,en"


def test_a_language_that_the_user_names_counts(run: Path) -> None:
    assert asked(run, "--lang", "en") == "en"


def test_a_run_without_pages_has_the_language_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert asked(tmp_path) == "zh"
