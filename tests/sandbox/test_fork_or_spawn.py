"""Processes are forked where that is safe, else started as fresh interpreters."""

from __future__ import annotations

import platform

import pytest
from msgspec import structs

from torchgrade.errors import UsageError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import fork_or_spawn

CONFIG = RunConfig(exercises=(), data="", data_root="", seed=1, hidden_seed=2)


@pytest.mark.parametrize(("forks", "chosen"), [(True, "fork 1 False"), (False, "spawn")])
def test_a_single_submission_is_started_in_the_way_that_works(
    forks: bool, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork_or_spawn, "can_fork", lambda: forks)
    monkeypatch.setattr(fork_or_spawn, "Engine", lambda config, jobs, full: f"fork {jobs} {full}")
    monkeypatch.setattr(fork_or_spawn, "SpawnEngine", lambda config: "spawn")

    assert str(fork_or_spawn.one_off(CONFIG)) == chosen


def test_a_class_is_graded_by_a_zygote_where_forking_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork_or_spawn, "can_fork", lambda: True)
    monkeypatch.setattr(fork_or_spawn, "Engine", lambda config, jobs: f"fork {jobs}")

    assert str(fork_or_spawn.for_class(CONFIG, 3)) == "fork 3"


@pytest.mark.parametrize("level", [SandboxLevel.A, SandboxLevel.B])
def test_where_it_is_not_a_class_is_refused_that_is_to_be_confined(
    level: SandboxLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork_or_spawn, "can_fork", lambda: False)
    with pytest.raises(UsageError, match=f"The run needs level {level}") as caught:
        fork_or_spawn.for_class(structs.replace(CONFIG, sandbox=level), 1)

    assert platform.system() in str(caught.value)
    assert "--sandbox=none" in str(caught.value)


def test_where_it_is_not_trusted_code_is_graded_by_fresh_interpreters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork_or_spawn, "can_fork", lambda: False)
    monkeypatch.setattr(fork_or_spawn, "SpawnedSeries", lambda config: "one after the other")

    assert str(fork_or_spawn.for_class(CONFIG, 1)) == "one after the other"
