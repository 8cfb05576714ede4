"""Choose how to start processes: by fork if it is safe, otherwise as fresh interpreters."""

from __future__ import annotations

import platform

from torchgrade.errors import UsageError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.single import SpawnedSeries, SpawnEngine
from torchgrade.sandbox.zygote_start import can_fork


def for_class(config: RunConfig, jobs: int) -> Engine | SpawnedSeries:
    """Return an engine for a class.

    :raises UsageError: submissions cannot be confined here at the level that the run needs.
    """
    if can_fork():
        return Engine(config, jobs=jobs)
    if config.sandbox is not SandboxLevel.NONE:
        raise UsageError(told("error.sandbox.no_fork", system=platform.system(), level=str(config.sandbox)))
    return SpawnedSeries(config)


def one_off(config: RunConfig) -> Engine | SpawnEngine:
    """Return an engine for a single submission, started as quickly as this platform allows."""
    return Engine(config, jobs=1, full=False) if can_fork() else SpawnEngine(config)
