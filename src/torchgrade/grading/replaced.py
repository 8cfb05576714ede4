"""Results of one grading, and those that it replaced, looked up one at a time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from itertools import groupby

import msgspec

from torchgrade.grading.streams import Source
from torchgrade.model.results import SubmissionResult


class _Results(Mapping[str, SubmissionResult]):
    """Results by submission, sorted by id."""

    _names: tuple[str, ...]
    """Queries for the submissions, as :meth:`torchgrade.grading.streams.Source.walk` takes them."""
    _one: str
    """Query for the result of one submission, the one that counts first."""

    def __init__(self, source: Source, generation: int) -> None:
        self._source = source
        self._generation = generation

    def __getitem__(self, submission: str) -> SubmissionResult:
        rows = self._source.rows(self._one, submission, self._generation)
        if not rows:
            raise KeyError(submission)
        return msgspec.json.decode(rows[0][0], type=SubmissionResult)

    def __iter__(self) -> Iterator[str]:
        generation = str(self._generation)
        walks = [self._source.walk(query.replace("{generation}", generation)) for query in self._names]
        return (name for (name,), _ in groupby(heapq.merge(*walks)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class ResultsOf(_Results):
    """Results that a grading made, even if a later grading replaced them."""

    # A query of both tables would read the whole rest of one table for each few names in the other.
    _names = (
        (
            "SELECT DISTINCT submission FROM earlier WHERE generation = {generation}"
            " AND submission > {keys} ORDER BY submission LIMIT {limit}"
        ),
        (
            "SELECT submission FROM results WHERE generation = {generation}"
            " AND submission > {keys} ORDER BY submission LIMIT {limit}"
        ),
    )
    _one = (
        "SELECT result FROM (SELECT result, 1 AS counts, 0 AS position FROM results"
        " WHERE submission = ?1 AND generation = ?2"
        " UNION ALL SELECT result, 0, position FROM earlier WHERE submission = ?1 AND generation = ?2)"
        " ORDER BY counts DESC, position DESC LIMIT 1"
    )


class ResultsBefore(_Results):
    """Result that each submission had before a grading, if that grading replaced it."""

    _names = (
        (
            "SELECT DISTINCT submission FROM earlier AS one WHERE generation < {generation} AND ("
            " EXISTS (SELECT 1 FROM earlier WHERE submission = one.submission AND generation = {generation})"
            " OR EXISTS (SELECT 1 FROM results WHERE submission = one.submission AND generation = {generation}))"
            " AND submission > {keys} ORDER BY submission LIMIT {limit}"
        ),
    )
    # Only the last result before the grading counted.
    _one = (
        "SELECT result FROM earlier WHERE submission = ?1 AND generation < ?2 AND ("
        " EXISTS (SELECT 1 FROM earlier WHERE submission = ?1 AND generation = ?2)"
        " OR EXISTS (SELECT 1 FROM results WHERE submission = ?1 AND generation = ?2))"
        " ORDER BY position DESC LIMIT 1"
    )
