"""Modules that a confined worker cannot read behave as if they were not installed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class Importable(MetaPathFinder):
    """Finder in front of all others that finds no module that the kernel would refuse to read.

    Without this finder, an optional import of a library would raise PermissionError, and libraries do not expect that.
    It replaces the other finders, because a finder that is only the first cannot end the search.
    """

    def __init__(self, modules: Collection[str], finders: Sequence[Any]) -> None:
        self.modules = frozenset(modules) | sys.stdlib_module_names
        self.finders = tuple(finders)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what the other finders return for a module that may be imported.

        Return None for every other module.
        """
        if fullname.partition(".")[0] not in self.modules:
            return None
        found = (finder.find_spec(fullname, path, target) for finder in self.finders)
        return next((spec for spec in found if spec is not None), None)

    def find_distributions(self, *arguments: Any) -> Iterator[Any]:
        """Yield the installed distributions that the other finders know, as ``importlib.metadata`` asks for them."""
        for finder in self.finders:
            if hasattr(finder, "find_distributions"):
                yield from finder.find_distributions(*arguments)

    def invalidate_caches(self) -> None:
        """Let the other finders look again."""
        for finder in self.finders:
            if hasattr(finder, "invalidate_caches"):
                finder.invalidate_caches()
