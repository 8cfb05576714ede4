"""The configuration of a class run (ruling 9)."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel

SEED_BITS = 63
"""Bits of a run's seed."""


class RunConfig(Struct, frozen=True, kw_only=True):
    """What must stay the same from the start of a run to its end."""

    exercises: tuple[str, ...]
    """Ids of the exercises graded, in the order of the course."""
    data: str
    """Name of the data set that trainings use."""
    data_root: str
    """Where it lies; empty for one that is shipped."""
    seed: int
    """Draws the inputs of the visible checks (ruling 6)."""
    hidden_seed: int
    """Draws the inputs of the hidden checks; stands in ``run.sqlite`` only."""
    limits: Limits = Limits()
    """Bounds of a check."""
    sandbox: SandboxLevel = SandboxLevel.NONE
    """How far the worker is confined."""
    hidden_checks: bool = True
    """False where ``--without-hidden`` accepted a grading without them."""
