"""Choose how processes are started: by fork where it is safe, else as fresh interpreters."""

from __future__ import annotations

import os
import sys

from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.single import SpawnEngine


def can_fork() -> bool:
    """Return whether a zygote works here; ``TORCHGRADE_START=spawn`` says no."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and os.environ.get("TORCHGRADE_START") != "spawn"


def one_off(config: RunConfig) -> Engine | SpawnEngine:
    """Return an engine for a single submission, started as quickly as this platform allows."""
    return Engine(config, jobs=1, full=False) if can_fork() else SpawnEngine(config)
