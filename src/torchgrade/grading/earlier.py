"""Jobs for the earlier attempts of a delivery (``--all-attempts``): their results are history from the start."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from torchgrade.deliveries.found import Found, Listing
from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.grading.store import Made, Store
from torchgrade.model.catalogue import Catalogue


class EarlierJob(Struct, frozen=True, kw_only=True):
    """An earlier attempt that is still to grade."""

    found: Found
    """Submission with the files of the attempt."""
    digest: str
    """Digest of the files."""
    number: int
    """Place of the attempt in the delivery, from 1."""
    at: str
    """Time of submission according to the delivery; empty if it is not known."""
    generation: int | None
    """Grading after which the attempt is placed if a later attempt was graded before; None for the present one."""


class EarlierJobs:
    """Earlier attempts that a start of the command grades, and the times of the attempts that count."""

    def __init__(self, listing: Listing, store: Store, catalogue: Catalogue) -> None:
        """Find the attempts without a result of the same files.

        Only bytes of submissions with earlier attempts are read here. They are not kept, so that a class of any size
        fits into memory.
        """
        self._times = {one.submission: one.at for one in listing.found}
        self._catalogue = catalogue
        self._jobs: dict[tuple[str, str], EarlierJob] = {}
        for one in listing.found:
            if one.earlier:
                known = {attempt.digest for attempt in store.history.attempts_of(one.submission)}
                self._add(one, store.origin(one.submission), known)

    def __len__(self) -> int:
        return len(self._jobs)

    def requests(self) -> Iterator[JudgeRequest]:
        """Read one attempt after another, each when it is asked for; the oldest attempt of a submission is first."""
        for job in list(self._jobs.values()):
            yield read_request(job.found, self._catalogue)

    def of(self, request: JudgeRequest) -> EarlierJob | None:
        """Return the earlier attempt that a request judges, or None for the attempt that counts."""
        return self._jobs.get((request.submission, request.digest))

    def at(self, submission: str) -> str:
        """Return the time of the attempt that counts; empty if it is not known."""
        return self._times.get(submission, "")

    def _add(self, found: Found, kept: Made | None, known: set[str]) -> None:
        attempts = [structs.replace(found, files=one.files, entries=(), earlier=()) for one in found.earlier]
        digests = [read_request(one, self._catalogue).digest for one in attempts]
        last = read_request(found, self._catalogue).digest
        order = [*digests, last]
        # The same files again are no new attempt, and a graded attempt is not graded again.
        done = {*known, last, *([kept.digest] if kept is not None else [])}
        place = order.index(kept.digest) if kept is not None and kept.digest in order else -1
        for number, (one, digest) in enumerate(zip(attempts, digests, strict=True), 1):
            if digest in done:
                continue
            done.add(digest)
            before_kept = kept is not None and number - 1 < place
            self._jobs[found.submission, digest] = EarlierJob(
                found=one,
                digest=digest,
                number=number,
                at=found.earlier[number - 1].at,
                generation=kept.generation if kept is not None and before_kept else None,
            )
