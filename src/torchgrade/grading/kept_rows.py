"""Results of a run with their keys and origins, as a merge copies them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from torchgrade.model.results import SubmissionResult

_ROWS = "SELECT key, generation, digest, at, versions, result FROM results"


class KeptRow(Struct, frozen=True, kw_only=True):
    """A kept result with everything that the run knows about it."""

    key: str
    """Key of the job (:func:`torchgrade.grading.configuration.job_key`)."""
    generation: int
    """Number of the grading that made it."""
    digest: str
    """Digest of the submitted files; empty for a result of an earlier version of torchgrade."""
    at: str
    """Time of submission according to the delivery; empty if it is not known."""
    versions: Mapping[str, str]
    """Digest of each graded exercise; empty for a result of an earlier version of torchgrade."""
    result: SubmissionResult
    """The result."""


class KeptRows:
    """Table of the results of a run."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __iter__(self) -> Iterator[KeptRow]:
        """Yield every result, one at a time, sorted by id."""
        for row in self._database.execute(f"{_ROWS} ORDER BY submission"):
            yield _row(*row)

    def incomplete(self) -> Iterator[KeptRow]:
        """Yield every result without points, one at a time, sorted by id."""
        for row in self._database.execute(f"{_ROWS} WHERE NOT complete ORDER BY submission"):
            yield _row(*row)

    def of(self, submission: str) -> KeptRow | None:
        """Return the result of one submission; None if there is none."""
        row = self._database.execute(f"{_ROWS} WHERE submission = ?", (submission,)).fetchone()
        return None if row is None else _row(*row)


def _row(key: str, generation: int, digest: str, at: str, versions: str, result: str) -> KeptRow:
    return KeptRow(
        key=key,
        generation=generation,
        digest=digest,
        at=at,
        versions=msgspec.json.decode(versions, type=dict[str, str]),
        result=msgspec.json.decode(result, type=SubmissionResult),
    )
