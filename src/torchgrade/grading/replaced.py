"""Results of one grading, and those that it replaced, looked up one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from torchgrade.grading.streams import Source
from torchgrade.model.results import SubmissionResult


class _Results(Mapping[str, SubmissionResult]):
    """Results by submission, sorted by id."""

    _names: str
    """Query for the submissions, as :meth:`torchgrade.grading.streams.Source.walk` takes it."""
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
        query = self._names.replace("{generation}", str(self._generation))
        return (name for (name,) in self._source.walk(query))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class ResultsOf(_Results):
    """Results that a grading made, even if a later grading replaced them."""

    _names = (
        "SELECT submission FROM (SELECT submission FROM earlier WHERE generation = {generation}"
        " UNION SELECT submission FROM results WHERE generation = {generation})"
        " WHERE submission > {keys} ORDER BY submission LIMIT {limit}"
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
        "SELECT DISTINCT submission FROM earlier AS one WHERE generation < {generation} AND ("
        " EXISTS (SELECT 1 FROM earlier WHERE submission = one.submission AND generation = {generation})"
        " OR EXISTS (SELECT 1 FROM results WHERE submission = one.submission AND generation = {generation}))"
        " AND submission > {keys} ORDER BY submission LIMIT {limit}"
    )
    # Only the last result before the grading counted.
    _one = (
        "SELECT result FROM earlier WHERE submission = ?1 AND generation < ?2 AND ("
        " EXISTS (SELECT 1 FROM earlier WHERE submission = ?1 AND generation = ?2)"
        " OR EXISTS (SELECT 1 FROM results WHERE submission = ?1 AND generation = ?2))"
        " ORDER BY position DESC LIMIT 1"
    )
