"""The command that shows and changes settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.cli.settings import read_settings, settings_file


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


def shown(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["config", *words]) == code
    output = capsys.readouterr()
    return output.err if code else output.out


def test_a_language_is_set_and_every_later_command_uses_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "lang", "zh") == f"已写入：{settings_file()}\nlang = zh\n"
    assert shown(capsys) == "lang = zh\n"
    assert shown(capsys, "--help").startswith("用法：")


def test_without_a_value_the_setting_and_its_file_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert f"lang has no value in {settings_file()}." in shown(capsys)
    assert shown(capsys) == shown(capsys, "lang")


def test_a_setting_is_removed(capsys: pytest.CaptureFixture[str]) -> None:
    shown(capsys, "lang", "zh")
    shown(capsys, "lang", "--unset")

    assert read_settings() == {}
    assert "lang has no value" in shown(capsys)


def test_an_unknown_language_is_refused_and_the_old_one_kept(capsys: pytest.CaptureFixture[str]) -> None:
    shown(capsys, "lang", "zh")

    assert shown(capsys, "lang", "fr", code=2) == "错误：没有语言 fr。可用的有：en、zh。\n"
    assert read_settings() == {"lang": "zh"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["language"], "There is no setting language. Did you mean lang?"),
        (["--unset"], "Name one setting and no value with --unset."),
        (["lang", "zh", "--unset"], "Name one setting and no value with --unset."),
        (["lang", "both"], "There is no language both."),
    ],
)
def test_what_cannot_be_set_is_refused(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message in shown(capsys, *words, code=2)
    assert not settings_file().exists()


def test_a_damaged_file_stops_no_command_and_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("lang = = zh")

    assert "lang has no value" in shown(capsys)
    shown(capsys, "lang", "zh")
    assert settings_file().read_text() == 'lang = "zh"\n'
