"""History of a run in ``run.sqlite``: gradings, earlier results, and the decisions of a person."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct, structs

from torchgrade.grading.database import encoded, transaction
from torchgrade.grading.replaced import ResultsBefore, ResultsOf
from torchgrade.grading.streams import Source
from torchgrade.model.history import Attempt, Generation, GradingKind, Override
from torchgrade.model.results import SubmissionResult


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class EarlierRow(Struct, frozen=True, kw_only=True):
    """An earlier result as a run keeps it."""

    generation: int
    """Number of the grading that made it; larger than every number if the result never was a mark."""
    key: str
    """Key of its job."""
    attempt: Attempt
    """Short form of the result."""
    result: SubmissionResult
    """The result."""


class Decision(Struct, frozen=True, kw_only=True):
    """Points that a person decided, or took back."""

    who: str
    """Key of the row, or id of the submission of a group."""
    points: float | None
    """Points that count; None if an earlier decision was taken back."""
    why: str
    """Reason, as the person wrote it."""
    at: str
    """Time of the decision in UTC."""


class History:
    """Gradings of a run, and what a person decided about its marks."""

    def __init__(self, database: sqlite3.Connection, source: Source) -> None:
        self._database = database
        self._source = source

    def begin(self, kind: GradingKind, exercises: Sequence[str] = (), checks: Sequence[str] = ()) -> Generation:
        """Return the grading that a command starts; an interrupted grading of the same kind and checks goes on.

        The exercises of a grading that goes on are joined, because a part of its results may be up to date already.
        """
        found = self.interrupted(kind, checks)
        last = self._last()
        if found is not None:
            further = [name for name in exercises if name not in found.exercises]
            new = structs.replace(found, exercises=(*found.exercises, *further))
        else:
            number = 1 if last is None else last[0].number + 1
            new = Generation(number=number, kind=kind, at=now(), exercises=tuple(exercises), checks=tuple(checks))
        with transaction(self._database):
            self._database.execute("INSERT OR REPLACE INTO generations VALUES (?, 0, ?)", (new.number, encoded(new)))
        return new

    def interrupted(self, kind: GradingKind, checks: Sequence[str] = ()) -> Generation | None:
        """Return the last grading if it was not completed and has this kind and these checks."""
        last = self._last()
        if last is None:
            return None
        found, is_finished = last
        is_same = found.kind is kind and found.checks == tuple(checks)
        return found if is_same and not is_finished else None

    def finish(self, generation: Generation) -> None:
        """Mark a grading as complete, so that the next command starts another one."""
        with transaction(self._database):
            self._database.execute("UPDATE generations SET finished = 1 WHERE number = ?", (generation.number,))

    def _last(self) -> tuple[Generation, bool] | None:
        row = self._database.execute("SELECT record, finished FROM generations ORDER BY number DESC LIMIT 1").fetchone()
        return None if row is None else (msgspec.json.decode(row[0], type=Generation), bool(row[1]))

    def generations(self) -> tuple[Generation, ...]:
        """Return the gradings in their order."""
        rows = self._database.execute("SELECT record FROM generations ORDER BY number")
        return tuple(msgspec.json.decode(text, type=Generation) for (text,) in rows)

    def attempts(self) -> tuple[Attempt, ...]:
        """Return the short forms of the earlier results of all submissions, in the order in which they were made."""
        rows = self._database.execute("SELECT attempt FROM earlier ORDER BY position")
        return tuple(msgspec.json.decode(text, type=Attempt) for (text,) in rows)

    def attempts_of(self, submission: str) -> tuple[Attempt, ...]:
        """Return the short forms of the earlier results of one submission, in the order in which they were made."""
        rows = self._database.execute(
            "SELECT attempt FROM earlier WHERE submission = ? ORDER BY position", (submission,)
        )
        return tuple(msgspec.json.decode(text, type=Attempt) for (text,) in rows)

    def places_of(self, submission: str) -> Iterator[tuple[int, str, Attempt]]:
        """Yield the grading, the key and the short form of each earlier result of one submission."""
        rows = self._database.execute(
            "SELECT generation, key, attempt FROM earlier WHERE submission = ?", (submission,)
        )
        for generation, key, attempt in rows:
            yield generation, key, msgspec.json.decode(attempt, type=Attempt)

    def results_of(self, generation: int) -> ResultsOf:
        """Return the results that a grading made, by submission, even if a later grading replaced them."""
        return ResultsOf(self._source, generation)

    def results_before(self, generation: int) -> ResultsBefore:
        """Return the result that each submission had before a grading, if that grading replaced it."""
        return ResultsBefore(self._source, generation)

    def earlier(self, submission: str) -> list[SubmissionResult]:
        """Return the earlier results of one submission, the oldest first."""
        rows = self._database.execute(
            "SELECT result FROM earlier WHERE submission = ? ORDER BY position", (submission,)
        )
        return [msgspec.json.decode(text, type=SubmissionResult) for (text,) in rows]

    def rows(self, submission: str | None = None) -> Iterator[EarlierRow]:
        """Yield the earlier results of one submission or of all, one at a time, the oldest first."""
        only = "" if submission is None else "WHERE submission = ?1"
        rows = self._database.execute(
            f"SELECT generation, key, attempt, result FROM earlier {only} ORDER BY position",  # noqa: S608 - a constant
            () if submission is None else (submission,),
        )
        for generation, key, attempt, result in rows:
            yield EarlierRow(
                generation=generation,
                key=key,
                attempt=msgspec.json.decode(attempt, type=Attempt),
                result=msgspec.json.decode(result, type=SubmissionResult),
            )

    def keep(self, row: EarlierRow) -> None:
        """Write an earlier result of another run."""
        values = (row.attempt.submission, row.generation, row.key, encoded(row.attempt), encoded(row.result))
        with transaction(self._database):
            self._database.execute(
                "INSERT INTO earlier (submission, generation, key, attempt, result) VALUES (?, ?, ?, ?, ?)", values
            )

    def records(self) -> list[tuple[Generation, bool]]:
        """Return the gradings in their order, each with whether it was completed."""
        rows = self._database.execute("SELECT record, finished FROM generations ORDER BY number")
        return [(msgspec.json.decode(text, type=Generation), bool(finished)) for text, finished in rows]

    def keep_records(self, records: Sequence[tuple[Generation, bool]]) -> None:
        """Write gradings of several runs; a grading with the same number is replaced."""
        rows = [(one.number, finished, encoded(one)) for one, finished in records]
        with transaction(self._database):
            self._database.executemany("INSERT OR REPLACE INTO generations VALUES (?, ?, ?)", rows)

    def decisions(self) -> list[Decision]:
        """Return everything that a person decided, in the order of the decisions."""
        rows = self._database.execute("SELECT who, points, why, at FROM overrides ORDER BY position")
        return [Decision(who=who, points=points, why=why, at=at) for who, points, why, at in rows]

    def keep_decisions(self, decisions: Sequence[Decision]) -> None:
        """Write the decisions of several runs in place of those that are there."""
        with transaction(self._database):
            self._database.execute("DELETE FROM overrides")
            self._database.executemany(
                "INSERT INTO overrides (who, points, why, at) VALUES (?, ?, ?, ?)",
                ((one.who, one.points, one.why, one.at) for one in decisions),
            )

    def decide(self, who: str, points: float | None, why: str) -> None:
        """Write the points that a person decided for a row; None takes an earlier decision back."""
        with transaction(self._database):
            self._database.execute(
                "INSERT INTO overrides (who, points, why, at) VALUES (?, ?, ?, ?)", (who, points, why, now())
            )

    def overrides(self) -> dict[str, Override]:
        """Return the last decision on each row or submission, unless it was taken back."""
        rows = self._database.execute("SELECT who, points, why, at FROM overrides ORDER BY position")
        found: dict[str, Override] = {}
        for who, points, why, at in rows:
            found.pop(who, None)
            if points is not None:
                found[who] = Override(who=who, points=points, why=why, at=at)
        return found
