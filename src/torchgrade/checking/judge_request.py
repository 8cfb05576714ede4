"""What a judge is asked to do; apart from the rest so that the command can say it without torch."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.results import Note


class JudgeRequest(Struct, frozen=True, kw_only=True):
    """One submission to judge."""

    submission: str
    """Id."""
    digest: str
    """Of names and bytes of the files."""
    files: tuple[SubmittedBytes, ...]
    """As they were read; names are not safe to show yet."""
    problems: tuple[Note, ...] = ()
    """What was noticed while they were listed and read."""
    only: tuple[str, ...] = ()
    """Ids of the checks wanted (those that they rest on run too); all where empty."""
    check_seed: int | None = None
    """Takes the place of the derived seed (``check --check-seed``)."""
