"""Plugins are asked in order, and one that fails is named."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from typing import Any

import pytest

from torchgrade.errors import CourseError, ExitCode
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource, ReaderSource

CONFIG = RunConfig(exercises=(), data="", data_root="", seed=1, hidden_seed=2)


def plugin(**hooks: Callable[..., Any]) -> object:
    """Return a plugin with these hooks."""
    return type("Plugin", (), {name: staticmethod(hookimpl(function)) for name, function in hooks.items()})()


def source(name: str, load: str = "m:load") -> DatasetSource:
    return DatasetSource(name=name, load=load, describe="")


def test_what_all_plugins_name_is_joined() -> None:
    plugins = Plugins(
        [
            plugin(torchgrade_datasets=lambda: [source("a"), source("b")]),
            plugin(torchgrade_datasets=lambda: [source("c")]),
            plugin(torchgrade_datasets=lambda: None),
        ],
        entry_points=False,
    )

    assert sorted(s.name for s in plugins.gather("torchgrade_datasets")) == ["a", "b", "c"]
    assert plugins.gather("torchgrade_readers") == []


def test_a_mapping_is_joined_as_its_entries() -> None:
    plugins = Plugins([plugin(torchgrade_misconceptions=lambda: {"f": "m:LIST"})], entry_points=False)

    assert dict(plugins.gather("torchgrade_misconceptions")) == {"f": "m:LIST"}


def test_the_first_source_of_a_name_counts() -> None:
    one, two = (plugin(torchgrade_datasets=lambda load=load: [source("a", load)]) for load in ("m:one", "m:two"))
    plugins = Plugins([one, two], entry_points=False)

    assert plugins.first("torchgrade_datasets", "a") == plugins.gather("torchgrade_datasets")[0]
    assert plugins.first("torchgrade_datasets", "b") is None


def broken(*_: object) -> list[ReaderSource]:
    raise KeyError("oops")


def test_a_plugin_that_fails_while_it_names_things_is_named() -> None:
    plugins = Plugins([plugin(torchgrade_readers=lambda: broken())], entry_points=False)
    with pytest.raises(CourseError, match=r"torchgrade_readers: KeyError\('oops'\)") as caught:
        plugins.gather("torchgrade_readers")

    assert caught.value.exit_code is ExitCode.INTERNAL


def test_an_event_reaches_every_plugin_whatever_the_others_do() -> None:
    heard: list[str] = []
    plugins = Plugins(
        [
            plugin(torchgrade_run_started=lambda submissions: heard.extend(submissions)),
            plugin(torchgrade_run_started=lambda config: broken()),
            plugin(torchgrade_run_started=lambda config, submissions: heard.append(config.data)),
        ],
        entry_points=False,
    )
    failures = plugins.tell("torchgrade_run_started", config=CONFIG, submissions=["ada"])

    assert sorted(heard) == ["", "ada"]
    assert len(failures) == 1
    assert "KeyError('oops')" in failures[0]


def test_a_hook_that_is_not_known_is_an_error_of_its_plugin() -> None:
    with pytest.raises(CourseError, match="torchgrade_future"):
        Plugins([plugin(torchgrade_future=lambda: [])], entry_points=False)


def test_a_hook_with_an_argument_that_is_not_known_is_an_error_of_its_plugin() -> None:
    with pytest.raises(CourseError, match="moon"):
        Plugins([plugin(torchgrade_readers=lambda moon: [])], entry_points=False)


def test_a_plugin_that_cannot_be_imported_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class EntryPoint:
        group, name, value = "torchgrade", "broken", "no_such_module"

        def load(self) -> object:
            raise ImportError("no_such_module")

    class Distribution:
        entry_points = (EntryPoint(),)
        metadata = {"name": "broken"}

    monkeypatch.setattr(importlib.metadata, "distributions", lambda: [Distribution()])
    with pytest.raises(CourseError, match="no_such_module"):
        Plugins()


def entry_points_of(monkeypatch: pytest.MonkeyPatch, **plugins: object) -> None:
    """Make these the installed plugins; one that is an exception raises it on import."""

    class EntryPoint:
        group = "torchgrade"

        def __init__(self, name: str) -> None:
            self.name = name

        def load(self) -> object:
            plugin = plugins[self.name]
            if isinstance(plugin, BaseException):
                raise plugin
            return plugin

    class Distribution:
        def __init__(self, name: str) -> None:
            self.entry_points = (EntryPoint(name),)
            self.metadata = {"name": f"dist-{name}"}

    monkeypatch.setattr(importlib.metadata, "distributions", lambda: [Distribution(name) for name in plugins])


def test_a_tolerant_manager_names_what_is_broken_and_keeps_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    entry_points_of(
        monkeypatch,
        leaving=SystemExit(3),
        future=plugin(torchgrade_future=lambda: []),
        failing=plugin(torchgrade_readers=lambda: broken()),
        odd=plugin(torchgrade_readers=lambda: 7),
        fine=plugin(torchgrade_datasets=lambda: [source("a")]),
    )
    plugins = Plugins(tolerant=True)

    assert plugins.gather("torchgrade_readers") == []
    assert [one.name for one in plugins.gather("torchgrade_datasets")] == ["a"]
    assert sorted(failure.plugin for failure in plugins.failures) == ["failing", "future", "leaving", "odd"]
    assert "'dist-leaving' could not be loaded: SystemExit(3)" in plugins.failures[0].message
    assert set(plugins.names()) == {"failing", "odd", "fine"}


def test_a_plugin_is_known_by_its_distribution_and_its_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    both = plugin(torchgrade_datasets=lambda: [], torchgrade_commands=lambda: [])
    entry_points_of(monkeypatch, fine=both)
    plugins = Plugins()

    assert (plugins.distribution("fine"), plugins.hooks("fine")) == ("dist-fine", ["commands", "datasets"])
    assert plugins.distribution("other") is None


def test_the_installed_plugins_are_found_by_their_entry_points() -> None:
    names = Plugins().names()

    assert {"builtin"} < set(names)
