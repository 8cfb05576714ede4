"""Jobs: submissions with the bytes of their files, ready to be judged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec import Struct

from torchgrade.deliveries.found import Found, SubmittedBytes
from torchgrade.deliveries.listing import read_bytes
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Note


class Job(Struct, frozen=True, kw_only=True):
    """One submission to grade."""

    number: int
    """Counts the jobs of this start of the command, from 1."""
    submission: str
    """Id of the submission."""
    files: tuple[SubmittedBytes, ...]
    """Its files, as they were read."""
    problems: tuple[Note, ...]
    """What was already noticed while it was read."""
    digest: str
    """Of names and bytes of the files."""


def read_job(found: Found, number: int, catalogue: Catalogue, noticed: Sequence[Note] = ()) -> Job:
    """Read the bytes of one submission; what cannot be read is a problem of its result."""
    files, problems = read_bytes(found, catalogue.note)
    return Job(
        number=number,
        submission=found.submission,
        files=tuple(files),
        problems=(*noticed, *problems),
        digest=digest_of(files),
    )


def digest_of(files: Sequence[SubmittedBytes]) -> str:
    """Return the digest of names and bytes; times do not count, since copying changes them."""
    digest = hashlib.blake2b(digest_size=20)
    for file in files:
        for part in (file.name.encode(), file.data):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
