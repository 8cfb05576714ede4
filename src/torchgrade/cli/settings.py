"""Settings of a user, in one file of the user's configuration folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

import platformdirs

from torchgrade.errors import UsageError
from torchgrade.model.files import write_atomically
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told

SETTINGS = ("lang",)
"""Names of all settings."""
_BYTES = 1 << 16


def settings_file() -> Path:
    """Return the path of the user's settings."""
    return Path(platformdirs.user_config_dir("torchgrade", appauthor=False)) / "config.toml"


def read_settings() -> dict[str, str]:
    """Return the settings that the user made; empty if the file is missing or unreadable.

    A damaged file must not stop a student's check, because every setting has a default.
    """
    try:
        with settings_file().open("rb") as file:
            found = tomllib.loads(file.read(_BYTES).decode("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in found.items() if name in SETTINGS and isinstance(value, str)}


def write_settings(settings: dict[str, str]) -> Path:
    """Replace the user's settings; return the path of the file.

    :raises UsageError: the file cannot be written.
    """
    file = settings_file()
    # Import this here, because nearly every command only reads.
    import json

    # A JSON string without escapes beyond ASCII is a TOML string too.
    text = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in sorted(settings.items()))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return write_atomically(file, text.encode())
    except OSError as error:
        reason = show(error.strerror or str(error))
        raise UsageError(told("error.config.unwritable", name=show_name(str(file)), reason=reason)) from error
