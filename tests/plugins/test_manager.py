"""Plugins are asked in order, and one that fails is named."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from importlib.metadata import EntryPoint
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest

from torchgrade.errors import CourseError, ExitCode
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import in_language
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


def install(monkeypatch: pytest.MonkeyPatch, *plugins: tuple[str, str]) -> None:
    """Install entry points of these names and modules, and no others."""
    found = [
        EntryPoint(name, module, "torchgrade")._for(SimpleNamespace(metadata={"name": f"dist-{i}"}))  # type: ignore[attr-defined]
        for i, (name, module) in enumerate(plugins)
    ]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: found)


def test_a_plugin_that_cannot_be_imported_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("moon", "no_such_module"))
    with pytest.raises(CourseError, match=r"'moon' .* failed to load.*no_such_module"):
        Plugins()


def entry_points_of(monkeypatch: pytest.MonkeyPatch, **plugins: object) -> None:
    """Make these the installed plugins; one that is an exception raises it on import."""

    class EntryPoint:
        def __init__(self, name: str) -> None:
            self.name = name
            self.dist = SimpleNamespace(metadata={"name": f"dist-{name}"})

        def load(self) -> object:
            plugin = plugins[self.name]
            if isinstance(plugin, BaseException):
                raise plugin
            return plugin

    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [EntryPoint(name) for name in plugins])


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
    assert any("'dist-leaving' failed to load: SystemExit(3)" in one.message for one in plugins.failures)
    assert set(plugins.names()) == {"failing", "odd", "fine"}


def test_a_failure_and_its_remedy_can_be_read_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    entry_points_of(monkeypatch, leaving=SystemExit(3), failing=plugin(torchgrade_readers=lambda: broken()))
    plugins = Plugins(tolerant=True)
    plugins.gather("torchgrade_readers")

    chinese = load_catalogue([files("torchgrade") / "catalogues"], "zh")
    assert {one.plugin: in_language(one.as_error(), chinese) for one in plugins.failures} == {
        "leaving": "无法加载发行包“dist-leaving”的插件“leaving”：SystemExit(3)。请卸载或修复它。",
        "failing": "插件“failing”在 torchgrade_readers 中出错：KeyError('oops')。",
    }


def test_a_plugin_is_known_by_its_distribution_and_its_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    both = plugin(torchgrade_datasets=lambda: [], torchgrade_commands=lambda: [])
    entry_points_of(monkeypatch, fine=both)
    plugins = Plugins()

    assert (plugins.distribution("fine"), plugins.hooks("fine")) == ("dist-fine", ["commands", "datasets"])
    assert plugins.distribution("other") is None


def test_plugins_are_asked_by_the_names_of_their_entry_points_the_built_in_one_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The order in which distributions lie on the disk decides nothing."""
    install(monkeypatch, ("b", "json"), ("builtin", "torchgrade.plugins.builtin"), ("a", "csv"))

    assert Plugins().names() == ["builtin", "a", "b"]


def test_two_plugins_of_one_name_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("a", "json"), ("a", "csv"))
    with pytest.raises(CourseError, match="Two installed plugins are called 'a'"):
        Plugins()


def test_a_plugin_is_asked_once() -> None:
    asked: list[int] = []
    plugins = Plugins([plugin(torchgrade_datasets=lambda: asked.append(1) or [source("a")])], entry_points=False)
    first, second = plugins.gather("torchgrade_datasets"), plugins.gather("torchgrade_datasets")

    assert first == second
    assert asked == [1]


def test_where_a_fault_must_not_end_the_command_the_others_are_asked_all_the_same() -> None:
    plugins = Plugins(
        [plugin(torchgrade_readers=lambda: broken()), plugin(torchgrade_readers=lambda: ["a reader"])],
        entry_points=False,
    )
    found, failures = plugins.gather_what_works("torchgrade_readers")

    assert found == ["a reader"]
    assert len(failures) == 1
    assert "KeyError('oops')" in failures[0]


def test_the_installed_plugins_are_found_by_their_entry_points() -> None:
    names = Plugins().names()

    assert {"builtin"} < set(names)
