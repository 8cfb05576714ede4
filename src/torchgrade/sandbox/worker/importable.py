"""Modules that a confined worker cannot read behave as if they were not installed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class Importable(MetaPathFinder):
    """Stands before other finders, and finds nothing where they would meet what the kernel refuses.

    Without it an optional import of a library would raise PermissionError, for which no library is prepared. It
    takes the place of the others, since one that only stood first could not say that there is no such module.
    """

    def __init__(self, modules: Collection[str], finders: Sequence[Any]) -> None:
        self.modules = frozenset(modules) | sys.stdlib_module_names
        self.finders = tuple(finders)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what the other finders find of the modules that may be imported; None for everything else."""
        if fullname.partition(".")[0] not in self.modules:
            return None
        found = (finder.find_spec(fullname, path, target) for finder in self.finders)
        return next((spec for spec in found if spec is not None), None)

    def find_distributions(self, *arguments: Any) -> Iterator[Any]:
        """Yield what the other finders know of installed distributions, as ``importlib.metadata`` asks for it."""
        for finder in self.finders:
            if hasattr(finder, "find_distributions"):
                yield from finder.find_distributions(*arguments)

    def invalidate_caches(self) -> None:
        """Let the other finders look anew."""
        for finder in self.finders:
            if hasattr(finder, "invalidate_caches"):
                finder.invalidate_caches()
