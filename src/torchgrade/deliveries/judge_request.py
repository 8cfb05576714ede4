"""Requests to a judge: submissions with the bytes of their files. The command builds them without torch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec import Struct

from torchgrade.deliveries.found import Found, SubmittedBytes
from torchgrade.deliveries.listing import read_bytes
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Note


class JudgeRequest(Struct, frozen=True, kw_only=True):
    """One submission to judge: a job of a class run, or a student's own check."""

    submission: str
    """Id of the submission."""
    digest: str
    """Digest of names and bytes of the files."""
    files: tuple[SubmittedBytes, ...]
    """Files of the submission as read; names are not safe to show yet."""
    problems: tuple[Note, ...] = ()
    """Notes made while the files were listed and read."""
    only: tuple[str, ...] = ()
    """Ids of the requested checks (the checks that they require run too); all if empty."""
    check_seed: int | None = None
    """Seed in place of the derived one (``check --check-seed``)."""


def read_request(found: Found, catalogue: Catalogue, noticed: Sequence[Note] = ()) -> JudgeRequest:
    """Read the bytes of one submission; report unreadable files as problems of its result."""
    files, problems = read_bytes(found, catalogue.note)
    return JudgeRequest(
        submission=found.submission, digest=digest_of(files), files=tuple(files), problems=(*noticed, *problems)
    )


def digest_of(files: Sequence[SubmittedBytes]) -> str:
    """Return the digest of names and bytes; ignore times, because copying changes them."""
    digest = hashlib.blake2b(digest_size=20)
    for file in files:
        for part in (file.name.encode(), file.data):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
