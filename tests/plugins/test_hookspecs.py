"""Every hook says when it is called, what the built-in plugin does, what it is given and returns, and what a fault does."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from torchgrade.plugins import PROJECT, hookspecs

HOOKS: dict[str, Callable[..., Any]] = {
    name: function for name, function in vars(hookspecs).items() if name.startswith(f"{PROJECT}_")
}


def test_there_is_a_hook_for_each_thing_that_a_plugin_may_bring() -> None:
    assert set(HOOKS) == {
        f"{PROJECT}_{name}"
        for name in (
            "exercises", "solutions", "misconceptions", "datasets", "readers", "deliveries", "exporters", "languages",
            "executors", "report_sections", "commands", "run_started", "submission_graded", "run_finished",
        )
    }  # fmt: skip


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_the_five_parts_of_its_docstring(name: str) -> None:
    text = inspect.getdoc(HOOKS[name]) or ""

    assert "Called " in text
    assert "The built-in plugin " in text
    assert ":return:" in text
    assert "If it raises" in text
    for parameter in inspect.signature(HOOKS[name]).parameters:
        assert f":param {parameter}:" in text


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_a_specification(name: str) -> None:
    assert hasattr(HOOKS[name], f"{PROJECT}_spec")
