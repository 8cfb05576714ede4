"""Results of a run as sequences that decode one result after another from ``run.sqlite``."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

import msgspec

from torchgrade.grading.database import DATABASE, connect_reading
from torchgrade.model.results import SubmissionResult

_AT_ONCE = 64
"""Short rows of one query. No query stays open, because an open one stops every writer where there is no log."""
_WHOLE_AT_ONCE = 4
"""Whole results of one query."""
_WALK = "SELECT {columns} FROM results WHERE submission > {{keys}} ORDER BY submission LIMIT {{limit}}"
_ONE = "SELECT {columns} FROM results WHERE submission = ?"
Item_co = TypeVar("Item_co", covariant=True)


class Source:
    """Database of a run folder: the connection of the store, and short ones after the store was closed."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self._folder = folder
        self._database: sqlite3.Connection | None = database

    def close(self) -> None:
        """Use the store's connection no longer."""
        self._database = None

    @contextlib.contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading."""
        if self._database is not None:
            yield self._database
            return
        with contextlib.ExitStack() as opened:
            yield connect_reading(self._folder / DATABASE, opened)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self.open() as database:
            return database.execute(query, values).fetchall()

    def number(self, query: str, *values: object) -> int:
        """Return the number in the only row of a query."""
        with self.open() as database:
            return int(database.execute(query, values).fetchone()[0])

    def walk(self, query: str, first: tuple[object, ...] = ("",), at_once: int = _AT_ONCE) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, a few at a time, in the order of its first columns.

        :param query: with the condition ``> ({keys})`` on the columns of the order, and ``LIMIT {limit}``; it may
            compare each column with ``?1`` and so on instead.
        :param first: values of these columns that are less than those of every row.
        """
        asked = query.format(keys=", ".join("?" * len(first)), limit=at_once)
        last = first
        with self.open() as database:
            while True:
                rows = database.execute(asked, last).fetchall()
                yield from rows
                if len(rows) < at_once:
                    return
                last = rows[-1][: len(first)]


class Stream(Sequence[Item_co]):
    """Sequence whose items are read anew by each pass, one after another."""

    @abstractmethod
    def __iter__(self) -> Iterator[Item_co]:
        """Read the items and yield them."""

    @overload
    def __getitem__(self, place: int) -> Item_co: ...

    @overload
    def __getitem__(self, place: slice) -> list[Item_co]: ...

    def __getitem__(self, place: int | slice) -> Item_co | list[Item_co]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step > 0:
                return list(itertools.islice(self, start, stop, step))
            return list(self)[place]
        number = place + len(self) if place < 0 else place
        found = list(itertools.islice(self, number, number + 1)) if number >= 0 else []
        if not found:
            raise IndexError(place)
        return found[0]


class Results(Stream[SubmissionResult]):
    """Results of a run, sorted by id, whole or brief."""

    def __init__(self, source: Source, column: Literal["result", "brief"]) -> None:
        self._source = source
        self._column = column
        self._at_once = _AT_ONCE if column == "brief" else _WHOLE_AT_ONCE
        self._decode: Callable[[str], SubmissionResult] = msgspec.json.Decoder(SubmissionResult).decode

    def __len__(self) -> int:
        return self._source.number("SELECT count(*) FROM results")

    def __iter__(self) -> Iterator[SubmissionResult]:
        query = _WALK.format(columns=f"submission, {self._column}")
        return (self._decode(text) for _, text in self._source.walk(query, at_once=self._at_once))

    def digests(self) -> Iterator[tuple[str, str]]:
        """Yield the submission of each result with the digest of the whole result."""
        query = _WALK.format(columns="submission, text_digest")
        return ((submission, digest) for submission, digest in self._source.walk(query))

    def of(self, submission: str) -> SubmissionResult | None:
        """Return the result of a submission; None if there is none."""
        rows = self._source.rows(_ONE.format(columns=self._column), submission)
        return self._decode(rows[0][0]) if rows else None

    def briefs(self) -> Results:
        """Return the brief form of the results."""
        return Results(self._source, "brief")


class ByName(Mapping[str, SubmissionResult]):
    """The same results by their submission."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def __getitem__(self, submission: str) -> SubmissionResult:
        found = self._results.of(submission)
        if found is None:
            raise KeyError(submission)
        return found

    def __iter__(self) -> Iterator[str]:
        return (submission for submission, _ in self._results.digests())

    def __len__(self) -> int:
        return len(self._results)
