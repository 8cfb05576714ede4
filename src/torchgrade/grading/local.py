"""The executor for this machine: one zygote with as many judges at a time as there are jobs, if it can fork."""

from __future__ import annotations

from torchgrade.grading.executors import Executor
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.fork_or_spawn import for_class


def make(config: RunConfig, jobs: int) -> Executor:
    """Return an engine of this machine with ``jobs`` slots."""
    return for_class(config, jobs)
