"""Configuration of a class run (ruling 9)."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel

SEED_BITS = 63
"""Bits of a run's seed."""


class Shard(Struct, frozen=True, kw_only=True):
    """Part of a class that one machine grades."""

    number: int
    """Number of the shard, from 1."""
    of: int
    """Number of shards."""

    def __str__(self) -> str:
        """Return the shard as ``--shard`` takes it."""
        return f"{self.number}/{self.of}"


class RunConfig(Struct, frozen=True, kw_only=True):
    """Settings that must not change from the start of a run to its end."""

    exercises: tuple[str, ...]
    """Ids of the graded exercises, in the order of the course."""
    data: str
    """Name of the data set that trainings use."""
    data_root: str
    """Folder of the data set; empty if the data set is shipped."""
    seed: int
    """Seed for the inputs of the visible checks (ruling 6)."""
    hidden_seed: int
    """Seed for the inputs of the hidden checks; only ``run.sqlite`` contains this seed."""
    limits: Limits = Limits()
    """Limits of one check."""
    sandbox: SandboxLevel = SandboxLevel.NONE
    """Confinement of the worker."""
    hidden_checks: bool = True
    """False if ``--without-hidden`` accepted a grading without hidden checks."""
    shard: Shard | None = None
    """Part of the class that this run grades; None for the whole class."""
