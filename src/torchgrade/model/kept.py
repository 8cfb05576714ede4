"""Results of a run as its database keeps them: in order, found by their id, and with a brief form of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import msgspec

from torchgrade.model.results import SubmissionResult


@runtime_checkable
class KeptResults(Protocol):
    """Results of a run of any size; each pass reads them anew, one after another, sorted by id."""

    def __len__(self) -> int:
        """Return the number of results."""

    def __iter__(self) -> Iterator[SubmissionResult]:
        """Yield the results."""

    def digests(self) -> Iterator[tuple[str, str]]:
        """Yield the submission of each result with a digest of the result; this reads no result."""

    def of(self, submission: str, /) -> SubmissionResult | None:
        """Return the result of a submission; None if there is none."""

    def briefs(self) -> Sequence[SubmissionResult]:
        """Return the same results without evidence, pictures and files."""


def in_order(results: Sequence[SubmissionResult]) -> Sequence[SubmissionResult]:
    """Return results sorted by id; those of a run are."""
    return results if isinstance(results, KeptResults) else sorted(results, key=lambda result: result.submission)


def briefs_of(results: Sequence[SubmissionResult]) -> Sequence[SubmissionResult]:
    """Return the brief form of the results of a run, or other results as they are."""
    return results.briefs() if isinstance(results, KeptResults) else results


def finder(results: Sequence[SubmissionResult]) -> Callable[[str], SubmissionResult | None]:
    """Return a function that gives the result of a submission, or None."""
    if isinstance(results, KeptResults):
        return results.of
    by_id = {result.submission: result for result in results}
    return by_id.get


def submissions_of(results: Sequence[SubmissionResult]) -> Iterator[str]:
    """Yield the submission of each result, in the order of the results."""
    if isinstance(results, KeptResults):
        return (submission for submission, _ in results.digests())
    return (result.submission for result in results)


def digests_of(results: Sequence[SubmissionResult]) -> Iterator[tuple[str, str]]:
    """Yield the submission of each result with a digest of the result."""
    if isinstance(results, KeptResults):
        return results.digests()
    return ((result.submission, digest(msgspec.json.encode(result))) for result in results)


def digest(data: bytes) -> str:
    """Return the digest of a result's JSON."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
