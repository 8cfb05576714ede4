"""From the submissions that were found to the jobs that are still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from torchgrade.deliveries.found import Found, Listing
from torchgrade.deliveries.jobs import Job, read_job
from torchgrade.grading.configuration import job_key
from torchgrade.grading.store import Kept, Store
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Note


class Noticed(Struct, frozen=True, kw_only=True):
    """What was noticed while the inputs were listed, by whom it concerns."""

    submissions: dict[str, list[Note]]
    """By id of the submission; each becomes a problem of its result."""
    run: list[Note]
    """What belongs to no submission."""


def sort_notes(listing: Listing) -> Noticed:
    """Give each note of a listing to its submission; inputs that are none are left out."""
    owned = {id(note) for one in listing.found for note in one.problems}
    owned |= {id(note) for one in listing.not_understood for note in (one.note, *one.further)}
    by_id = {one.submission: [*one.remarks, *one.problems] for one in listing.found}
    return Noticed(
        submissions={submission: notes for submission, notes in by_id.items() if notes},
        run=[note for note in listing.problems if id(note) not in owned],
    )


def still_to_do(found: Sequence[Found], store: Store, kept: Kept, catalogue: Catalogue) -> list[Found]:
    """Return the submissions without a result that stands (ruling 9).

    Bytes are read to know whether they changed and given back at once, so that a class of any size
    fits into memory; :func:`make_jobs` reads them again when there is room for the job.
    """
    return [one for one in found if not _is_done(one, store, kept, catalogue)]


def make_jobs(found: Sequence[Found], catalogue: Catalogue, noticed: Mapping[str, Sequence[Note]]) -> Iterator[Job]:
    """Read one submission after another, each when it is asked for."""
    for number, one in enumerate(found, start=1):
        yield read_job(one, number, catalogue, noticed.get(one.submission, ()))


def _is_done(found: Found, store: Store, kept: Kept, catalogue: Catalogue) -> bool:
    digest = read_job(found, 0, catalogue).digest
    return store.is_complete(found.submission, job_key(digest, kept.config, kept.course.environment))
