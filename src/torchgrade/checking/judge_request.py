"""Request sent to a judge. In its own module so that the command can build it without importing torch."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.results import Note


class JudgeRequest(Struct, frozen=True, kw_only=True):
    """One submission to judge."""

    submission: str
    """Id of the submission."""
    digest: str
    """Digest of names and bytes of the files."""
    files: tuple[SubmittedBytes, ...]
    """Files as they were read; names are not safe to show yet."""
    problems: tuple[Note, ...] = ()
    """Problems that the command found while it listed and read the files."""
    only: tuple[str, ...] = ()
    """Ids of the requested checks; the checks that they depend on run as well. All checks if empty."""
    check_seed: int | None = None
    """Seed instead of the derived one (``check --check-seed``)."""
