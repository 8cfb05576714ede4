"""The choice of an executor."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from torchgrade.errors import CourseError
from torchgrade.grading.executors import Cluster, Making, make_executor
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExecutorSource

CONFIG = RunConfig(exercises=("f",), data="d", data_root="", seed=1, hidden_seed=2)
CLUSTER = Cluster(scheduler="tls://host:8786")


class Two:
    """Plugin with an executor for this machine, and one for others."""

    @hookimpl
    def torchgrade_executors(self) -> list[ExecutorSource]:
        make = "executors_of_tests:make"
        return [ExecutorSource(name="near", make=make), ExecutorSource(name="far", make=make, is_remote=True)]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setitem(sys.modules, "executors_of_tests", SimpleNamespace(make=lambda *given: calls.append(given)))
    return calls


def making(name: str) -> Making:
    return Making(name, 3, CLUSTER, print)


def test_an_executor_of_this_machine_gets_the_number_of_jobs(made: list[Any]) -> None:
    make_executor(making("near"), CONFIG, Plugins([Two()], entry_points=False))

    assert made == [(CONFIG, 3)]


def test_an_executor_for_other_machines_gets_the_cluster_and_a_voice(made: list[Any]) -> None:
    make_executor(making("far"), CONFIG, Plugins([Two()], entry_points=False))

    assert made == [(CONFIG, CLUSTER, print)]


def test_an_executor_that_no_plugin_has_is_named() -> None:
    with pytest.raises(CourseError, match="No plugin provides the executor 'none'"):
        make_executor(making("none"), CONFIG, Plugins([Two()], entry_points=False))
