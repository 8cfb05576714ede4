"""A run's configuration survives its JSON, so that the same command can go on."""

from __future__ import annotations

import msgspec

from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig


def test_a_configuration_survives_its_json() -> None:
    config = RunConfig(
        exercises=("f", "g"), data="d", data_root="/r", seed=2**63 - 1, hidden_seed=2, limits=Limits(cpu_seconds=1.0),
        sandbox=SandboxLevel.B, hidden_checks=False,
    )  # fmt: skip

    assert msgspec.json.decode(msgspec.json.encode(config), type=RunConfig) == config


def test_the_marks_of_a_run_are_not_isolated_unless_it_says_so() -> None:
    config = RunConfig(exercises=(), data="d", data_root="", seed=1, hidden_seed=2)

    assert (config.sandbox, config.hidden_checks, config.limits) == (SandboxLevel.NONE, True, Limits())
