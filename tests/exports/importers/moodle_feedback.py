"""Moodle's import of a zip of feedback files, written from the rules of importers.md section 5."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection

PLUGINS = {("assignsubmission", "file"), ("assignsubmission", "onlinetext"), ("assignfeedback", "file")}

Areas = dict[int, dict[str, bytes]]
"""Files of the feedback area by participant and path."""


def upload(data: bytes, participants: Collection[int], areas: Areas) -> set[str]:
    """Import a zip; return the names in the zip that Moodle ignores without a message.

    :param participants: those of the group that is selected in Moodle.
    """
    ignored = set()
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for name in opened.namelist():
            target = _target(name, participants)
            if target is None:
                ignored.add(name)
                continue
            participant, path = target
            areas.setdefault(participant, {})[path] = opened.read(name)
    return ignored


def _target(name: str, participants: Collection[int]) -> tuple[int, str] | None:
    parts = ["", "import", *name.split("/")]
    if parts[-1].startswith((".", "~")) or not parts[-1]:
        return None
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdecimal() or int(info[1]) not in participants:
            continue
        if (info[2], info[3]) not in PLUGINS:
            continue
        path = "/".join([info[4] if len(info) == 5 else "", *parts])
        return int(info[1]), path.lstrip("/")
    return None
