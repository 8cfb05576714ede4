"""Settings of a user in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.settings import read_settings, settings_file, write_settings
from torchgrade.errors import UsageError


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def test_what_was_written_is_read() -> None:
    assert read_settings() == {}
    assert write_settings({"lang": "zh"}) == settings_file()
    assert read_settings() == {"lang": "zh"}

    write_settings({})
    assert read_settings() == {}


@pytest.mark.parametrize(
    "text", ["lang = ", "lang = 3", "\xff", "[lang]\na = 1", "lang", "other = 'zh'", "#" * 70_000 + "\nlang = 'zh'"]
)
def test_a_damaged_file_is_ignored(text: str) -> None:
    file = settings_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("latin-1"))

    assert read_settings() == {}


def test_a_folder_in_the_place_of_the_file_is_ignored() -> None:
    settings_file().mkdir(parents=True)

    assert read_settings() == {}


def test_an_unknown_setting_of_another_version_does_not_hide_the_known_ones() -> None:
    file = settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('colour = true\nlang = "zh"\n')

    assert read_settings() == {"lang": "zh"}


def test_a_file_that_cannot_be_written_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))

    with pytest.raises(UsageError, match=r"cannot write .*config\.toml: "):
        write_settings({"lang": "zh"})
