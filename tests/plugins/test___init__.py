"""The mark of a plugin's hooks belongs to this project."""

from __future__ import annotations

from torchgrade.plugins import PROJECT, hookimpl
from torchgrade.plugins.manager import Plugins


def test_a_marked_function_is_the_implementation_of_a_hook() -> None:
    class Plugin:
        @hookimpl
        def torchgrade_readers(self) -> list[str]:
            return ["a reader"]

        def torchgrade_datasets(self) -> list[str]:
            return ["not marked"]

    plugins = Plugins([Plugin()], entry_points=False)

    assert PROJECT == "torchgrade"
    assert plugins.gather("torchgrade_readers") == ["a reader"]
    assert plugins.gather("torchgrade_datasets") == []
