"""Verdicts of earlier audits, one file an exercise, so that an interrupted audit continues.

Every entry has a key that covers all that the verdict depends on, so a stale entry is never found. A file that was
written for another environment is replaced, because none of its entries can be used again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import platformdirs
from msgspec import Struct

from torchgrade.audit.declared import Declared
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.verdicts import Verdict
from torchgrade.model.exercises import Limits

_MOST_BYTES = 64 << 20
_FORMAT = 1


class _Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the file."""

    environment: str = ""
    verdict: Verdict | None = None
    declared: Declared | None = None
    key: str = ""


class Kept:
    """The verdicts of one exercise in the user's cache folder."""

    def __init__(self, exercise: AuditedExercise, place: Path | None = None) -> None:
        """Read the file of an exercise.

        :param place: folder of the files; the user's cache folder if it is None.
        """
        root = place or Path(platformdirs.user_cache_dir("torchgrade", appauthor=False)) / "audit"
        self.file = root / f"{exercise.outline.course}.{exercise.name}.jsonl"
        self._environment = f"{_FORMAT} {exercise.environment}"
        self._verdicts: dict[str, Verdict] = {}
        self._declared: Declared | None = None
        if not self._read():
            self._verdicts.clear()
            self._declared = None
            self._begin()

    def _read(self) -> bool:
        """Read all entries; return whether the file belongs to this environment and is whole."""
        try:
            if self.file.stat().st_size > _MOST_BYTES:
                return False
            data = self.file.read_bytes()
            entries = msgspec.json.Decoder(_Entry).decode_lines(data)
        except (OSError, msgspec.DecodeError, ValueError):
            return False
        if not entries or entries[0].environment != self._environment or not data.endswith(b"\n"):
            return False
        for entry in entries:
            if entry.verdict is not None:
                self._verdicts[entry.key] = entry.verdict
            if entry.declared is not None:
                self._declared = entry.declared
        return True

    def _begin(self) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_bytes(b"")
        except OSError:
            # Without a cache folder every audit grades everything.
            return
        self._append(_Entry(environment=self._environment))

    def _append(self, entry: _Entry) -> None:
        try:
            with self.file.open("ab") as stream:
                stream.write(msgspec.json.encode(entry) + b"\n")
        except OSError:
            return

    def key(self, name: str, data: bytes, seed: int, limits: Limits) -> str:
        """Return the key of a submission.

        :param name: name of its one file.
        :param seed: number that makes its inputs differ from those of the same file under another number.
        """
        parts = (self._environment.encode(), name.encode(), str(seed).encode(), msgspec.json.encode(limits), data)
        digest = hashlib.sha256()
        for part in parts:
            digest.update(len(part).to_bytes(8) + part)
        return digest.hexdigest()

    def find(self, key: str) -> Verdict | None:
        """Return the verdict of an earlier audit, or None."""
        return self._verdicts.get(key)

    def keep(self, key: str, verdict: Verdict) -> None:
        """Keep a verdict at once; an error of torchgrade is not kept, so that the next audit tries it again."""
        if verdict.is_error:
            return
        self._verdicts[key] = verdict
        self._append(_Entry(key=key, verdict=verdict))

    @property
    def declared(self) -> Declared | None:
        """What ``mistakes.py`` declared, if an earlier audit read it."""
        return self._declared

    def keep_declared(self, found: Declared) -> None:
        """Keep what ``mistakes.py`` declares, because its import takes seconds."""
        self._declared = found
        self._append(_Entry(declared=found))
