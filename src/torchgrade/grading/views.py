"""People, groups and attempts of a run as collections that look each item up in ``run.sqlite``.

A class may be as large as a country's. So a page that asks for one student reads the rows of this student alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from torchgrade.grading.streams import Source, Stream
from torchgrade.model.history import Attempt, attempt_of
from torchgrade.model.people import Delivered, Enrolled
from torchgrade.model.results import SubmissionResult

_PLACED = "SELECT submission, generation, position, attempt FROM earlier WHERE submission"
# SQLite compares three columns with an index of two by reading all rows that are equal in these two.
_EARLIER = (
    f"{_PLACED} = ?1 AND generation = ?2 AND position > ?3"
    f" UNION ALL {_PLACED} = ?1 AND generation > ?2"
    f" UNION ALL {_PLACED} > ?1"
    " ORDER BY submission, generation, position LIMIT {limit}"
)
_LATEST = (
    "SELECT submission, generation, digest, at, brief FROM results WHERE submission > {keys}"
    " ORDER BY submission LIMIT {limit}"
)


class Gone(Set[str]):
    """Ids of the results whose submission was no longer found."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __contains__(self, submission: object) -> bool:
        return bool(self._source.rows("SELECT 1 FROM results WHERE submission = ? AND gone", submission))

    def __iter__(self) -> Iterator[str]:
        query = "SELECT submission FROM results WHERE submission > {keys} AND gone ORDER BY submission LIMIT {limit}"
        return (name for (name,) in self._source.walk(query))

    def __len__(self) -> int:
        return self._source.number("SELECT count(*) FROM results WHERE gone")

    @classmethod
    def _from_iterable(cls, names: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(names)


class Groups(Mapping[str, tuple[str, ...]]):
    """Ids of the members of each submission of a group."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __getitem__(self, submission: str) -> tuple[str, ...]:
        rows = self._source.rows("SELECT members FROM groups WHERE submission = ?", submission)
        if not rows:
            raise KeyError(submission)
        return msgspec.json.decode(rows[0][0], type=tuple[str, ...])

    def __iter__(self) -> Iterator[str]:
        query = "SELECT submission FROM groups WHERE submission > {keys} ORDER BY submission LIMIT {limit}"
        return (name for (name,) in self._source.walk(query))

    def __len__(self) -> int:
        return self._source.number("SELECT count(*) FROM groups")

    def by_member(self) -> Iterator[tuple[str, str]]:
        """Yield each member with the id of the group's submission, sorted by both."""
        # The database sorts, because it can use a file.
        query = "SELECT one.value, submission FROM groups, json_each(members) AS one ORDER BY one.value, submission"
        with self._source.open() as database:
            yield from database.execute(query)


class People(Stream[Enrolled]):
    """Students of the rows of the gradebook, in the order of the register."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __len__(self) -> int:
        return self._source.number("SELECT count(*) FROM enrolled")

    def __iter__(self) -> Iterator[Enrolled]:
        query = "SELECT position, record FROM enrolled WHERE position > {keys} ORDER BY position LIMIT {limit}"
        return (_enrolled(text) for _, text in self._source.walk(query, first=(-1,)))

    def by_key(self, key: str) -> Enrolled | None:
        """Return the last row with this key; None if there is none."""
        rows = self._source.rows("SELECT record FROM enrolled WHERE key = ? ORDER BY position DESC LIMIT 1", key)
        return _enrolled(rows[0][0]) if rows else None

    def of(self, submission: str) -> Sequence[Enrolled]:
        """Return the rows of a submission."""
        rows = self._source.rows("SELECT record FROM enrolled WHERE submission = ? ORDER BY position", submission)
        return [_enrolled(text) for (text,) in rows]


class Deliveries(Stream[Delivered]):
    """Names of the submissions in their deliveries, sorted by id."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __len__(self) -> int:
        return self._source.number("SELECT count(*) FROM delivered")

    def __iter__(self) -> Iterator[Delivered]:
        query = "SELECT submission, record FROM delivered WHERE submission > {keys} ORDER BY submission LIMIT {limit}"
        return (msgspec.json.decode(text, type=Delivered) for _, text in self._source.walk(query))

    def of(self, submission: str) -> Delivered | None:
        """Return the names of a submission; None if they are not known."""
        rows = self._source.rows("SELECT record FROM delivered WHERE submission = ?", submission)
        return msgspec.json.decode(rows[0][0], type=Delivered) if rows else None


class Attempts(Stream[Attempt]):
    """All results in short form, the oldest of each submission first; empty if no submission has two results."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __len__(self) -> int:
        earlier = self._source.number("SELECT count(*) FROM earlier")
        return earlier + self._source.number("SELECT count(*) FROM results") if earlier else 0

    def __bool__(self) -> bool:
        return bool(self._source.number("SELECT EXISTS (SELECT 1 FROM earlier)"))

    def __iter__(self) -> Iterator[Attempt]:
        if not self:
            return iter(())
        return heapq.merge(self._earlier(), self._latest(), key=_order)

    def of(self, submission: str) -> Sequence[Attempt]:
        """Return the attempts of a submission."""
        if not self:
            return ()
        earlier = self._source.rows("SELECT attempt FROM earlier WHERE submission = ? ORDER BY position", submission)
        latest = self._source.rows(
            "SELECT submission, generation, digest, at, brief FROM results WHERE submission = ?", submission
        )
        return sorted((*(_attempt(text) for (text,) in earlier), *map(_made, latest)), key=_order)

    def _earlier(self) -> Iterator[Attempt]:
        found = (_attempt(text) for *_, text in self._source.walk(_EARLIER, first=("", -1, -1)))
        for _, attempts in groupby(found, attrgetter("submission")):
            # Equal places keep the order in which the attempts were made.
            yield from sorted(attempts, key=_order)

    def _latest(self) -> Iterator[Attempt]:
        return map(_made, self._source.walk(_LATEST))


def _order(attempt: Attempt) -> tuple[str, int, bool, int]:
    """Return the place of an attempt: an attempt that counted is the last one of its grading."""
    return attempt.submission, attempt.generation, not attempt.number, attempt.number


def _enrolled(text: str) -> Enrolled:
    return msgspec.json.decode(text, type=Enrolled)


def _attempt(text: str) -> Attempt:
    return msgspec.json.decode(text, type=Attempt)


def _made(row: tuple[Any, ...]) -> Attempt:
    """Return the short form of a row of the results."""
    _, generation, digest, at, brief = row
    return attempt_of(msgspec.json.decode(brief, type=SubmissionResult), generation, digest, at)
