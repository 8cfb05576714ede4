"""Shards of a class: each machine grades one of them into a run folder of its own (``grade --shard``)."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable

from msgspec import structs

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.found import Listing
from torchgrade.errors import UsageError
from torchgrade.model.people import Enrolled
from torchgrade.model.results import Note
from torchgrade.model.runs import SEED_BITS, Shard
from torchgrade.model.showable import show
from torchgrade.model.told import told

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
PART = "shard.part"
"""Catalogue entry for a run that has only a part of the class."""
LEAST_SEED = 10**15
"""Smallest seed of a shard. A student who knows a smaller one by trying could compute the hidden inputs."""


def read_shard(text: str) -> Shard:
    """Return the shard that ``--shard`` names, such as ``2/4``.

    :raises UsageError: the text is not of this form, or the number is not from 1 to the number of shards.
    """
    found = _WRITTEN.fullmatch(text)
    number, of = map(int, found.groups()) if found else (0, 0)
    if not 1 <= number <= of:
        raise UsageError(told("error.shard.form", text=show(text)))
    return Shard(number=number, of=of)


def require_seed(seed: int | None) -> None:
    """Refuse to start a shard without a seed that all shards share and no student can guess.

    A seed that is drawn here would differ between the shards. Pages show seeds that are derived from the run's seed,
    so a student could find a small one by trying.

    :raises UsageError: there is no seed, or it is small.
    """
    drawn = secrets.randbits(SEED_BITS - 1) | 1 << (SEED_BITS - 1)
    if seed is None:
        raise UsageError(told("error.shard.no_seed", seed=str(drawn)))
    if seed < LEAST_SEED:
        raise UsageError(told("error.shard.small_seed", given=str(seed), seed=str(drawn)))


def shard_of(submission: str, of: int) -> int:
    """Return the number of the shard, from 1, to which a submission belongs; other submissions do not matter."""
    digest = hashlib.blake2b(submission.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % of + 1


def is_in(shard: Shard | None, submission: str) -> bool:
    """Return whether a submission belongs to a shard; every submission belongs to a run without shards."""
    return shard is None or shard_of(submission, shard.of) == shard.number


def part_of(listing: Listing, shard: Shard | None) -> Listing:
    """Return a listing with the submissions of a shard alone."""
    return structs.replace(listing, found=[one for one in listing.found if is_in(shard, one.submission)])


def shard_note(shard: Shard | None, enrolled: Iterable[Enrolled]) -> list[Note]:
    """Return the note that a run has only a part of the class; empty for a run without shards."""
    if shard is None:
        return []
    names = {one.submission for one in enrolled if one.submission}
    here = sum(is_in(shard, name) for name in names)
    return [catalogue_for().note(PART, number=shard.number, of=shard.of, here=here, all=len(names))]
