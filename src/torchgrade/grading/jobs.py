"""From the found submissions to the jobs that are still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from torchgrade.deliveries.found import Found, Listing
from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.grading.configuration import job_key
from torchgrade.grading.store import Kept, Store
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Note


def notes_of(listing: Listing) -> dict[str, list[Note]]:
    """Return the notes of each submission by its id, if it has any; each becomes a problem of its result."""
    by_id = {one.submission: [*one.remarks, *one.problems] for one in listing.found}
    return {submission: notes for submission, notes in by_id.items() if notes}


def still_to_do(found: Sequence[Found], store: Store, kept: Kept, catalogue: Catalogue) -> list[Found]:
    """Return the submissions without a complete result of the same files (ruling 9).

    Only the bytes of submissions with a result are read here, to find changes. The bytes are not kept, so that a class
    of any size fits into memory. :func:`make_jobs` reads a submission again when a slot is free.
    """
    return [one for one in found if not (store.has_complete(one.submission) and _is_done(one, store, kept, catalogue))]


def make_jobs(
    found: Sequence[Found], catalogue: Catalogue, noticed: Mapping[str, Sequence[Note]]
) -> Iterator[JudgeRequest]:
    """Read one submission after another, each when it is asked for."""
    for one in found:
        yield read_request(one, catalogue, noticed.get(one.submission, ()))


def _is_done(found: Found, store: Store, kept: Kept, catalogue: Catalogue) -> bool:
    digest = read_request(found, catalogue).digest
    return store.is_complete(found.submission, job_key(digest, kept.config, kept.course.environment), digest)
