"""Memory of the last checks: in the user's state folder, one small file for each checked text of an exercise.

A file has the digest of what it belongs to as its name, so two folders and two commands never write the same file with
different meanings. A file is replaced as a whole. A damaged file counts as no memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec
import platformdirs
from msgspec import Struct

_MOST_BYTES = 1 << 16
"""Most bytes that are read of one file, because a damaged file may have any size."""
MOST_FILES, _FEWER = 1000, 800
"""Most files in the memory; if there are more, the oldest ones are removed until so many are left."""


class Verdict(Struct, frozen=True, kw_only=True):
    """Outcomes of the checks of one text of an exercise."""

    text: str
    """Digest of the checked text."""
    version: str
    """Version of the exercise whose checks ran."""
    passed: tuple[str, ...] = ()
    """Ids of the checks that passed when they ran last."""
    not_passed: tuple[str, ...] = ()
    """Ids of the checks that did not pass when they ran last."""


class Verdicts:
    """Verdicts in a folder of the user."""

    def __init__(self, place: Path | None = None) -> None:
        """Use a folder; by default use the user's state folder of the system."""
        self.folder = (place or Path(platformdirs.user_state_dir("torchgrade", appauthor=False))) / "checked"

    def of_text(self, exercise: str, text: str, version: str) -> Verdict | None:
        """Return the verdict on a text of an exercise, or None if it was not checked with this version."""
        found = self._read(_key("text", exercise, text, version))
        return found if found is not None and (found.text, found.version) == (text, version) else None

    def last(self, exercise: str, work: Path) -> Verdict | None:
        """Return the last verdict on an exercise in a folder of work, or None if it was not checked there."""
        return self._read(_key("folder", exercise, os.path.realpath(work)))

    def keep(self, exercise: str, work: Path, verdict: Verdict) -> None:
        """Remember the outcomes of some checks; those of the other checks of the same text stay.

        A folder that cannot be written is left alone, because the student has seen the verdict.
        """
        before = self.of_text(exercise, verdict.text, verdict.version)
        if before is not None:
            now = {*verdict.passed, *verdict.not_passed}
            verdict = msgspec.structs.replace(
                verdict,
                passed=(*(check for check in before.passed if check not in now), *verdict.passed),
                not_passed=(*(check for check in before.not_passed if check not in now), *verdict.not_passed),
            )
        data = msgspec.json.encode(verdict)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(_key("text", exercise, verdict.text, verdict.version), data)
            self._write(_key("folder", exercise, os.path.realpath(work)), data)
            self._forget_the_oldest()

    def _read(self, name: str) -> Verdict | None:
        try:
            with (self.folder / name).open("rb") as file:
                return msgspec.json.decode(file.read(_MOST_BYTES), type=Verdict)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def _write(self, name: str, data: bytes) -> None:
        """Replace one file. The temporary name is new, because another command may write the same file now."""
        handle, temporary = tempfile.mkstemp(prefix=".", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(temporary, self.folder / name)
        except OSError:
            os.unlink(temporary)
            raise

    def _forget_the_oldest(self) -> None:
        files = list(os.scandir(self.folder))
        if len(files) <= MOST_FILES:
            return
        ages: list[tuple[int, str]] = []
        for file in files:
            # Another command may have removed the file meanwhile.
            with contextlib.suppress(OSError):
                ages.append((file.stat(follow_symlinks=False).st_mtime_ns, file.path))
        for _, path in sorted(ages)[: len(ages) - _FEWER]:
            with contextlib.suppress(OSError):
                os.unlink(path)


def _key(*parts: str) -> str:
    """Return the name of a file for some words."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape")
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{digest.hexdigest()}.json"
