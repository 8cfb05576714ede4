"""Find the installed plugins and ask them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pluggy

from torchgrade.errors import CourseError
from torchgrade.plugins import PROJECT, hookspecs


class Plugins:
    """The plugins of this process, behind one method a hook would need.

    Third parties are found through the entry point group ``torchgrade``; the built-in ones are registered
    through the same hooks.
    """

    def __init__(self, extra: Iterable[object] = (), *, entry_points: bool = True) -> None:
        self.manager = pluggy.PluginManager(PROJECT)
        self.manager.add_hookspecs(hookspecs)
        if entry_points:
            try:
                self.manager.load_setuptools_entrypoints(PROJECT)
            except Exception as error:
                # Whatever a plugin raises on import is its own; it must be named, not hidden.
                raise CourseError(f"A plugin could not be loaded: {error!r}. Uninstall or mend it.") from error
        try:
            for plugin in extra:
                self.manager.register(plugin)
            self.manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise CourseError(f"A plugin has a hook that is not known here: {error}. Update one of the two.") from error

    def gather(self, hook: str, **arguments: Any) -> list[Any]:
        """Join what all plugins return from a hook that names things, in the order of registration."""
        implementations = getattr(self.manager.hook, hook).get_hookimpls()
        found: list[Any] = []
        for implementation in implementations:
            try:
                answer = implementation.function(**arguments)
            except Exception as error:
                raise CourseError(f"The plugin {implementation.plugin_name!r} failed in {hook}: {error!r}.") from error
            found.extend(answer.items() if isinstance(answer, dict) else answer or ())
        return found

    def tell(self, hook: str, **arguments: Any) -> list[str]:
        """Tell all plugins of an event; return a line for each that failed."""
        failures = []
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            given = {name: arguments[name] for name in implementation.argnames}
            try:
                implementation.function(**given)
            except Exception as error:  # noqa: BLE001 - a plugin's fault must not end the run
                failures.append(f"The plugin {implementation.plugin_name!r} failed in {hook}: {error!r}.")
        return failures

    def first(self, hook: str, name: str) -> Any:
        """Return the first source of that name, or None."""
        return next((source for source in self.gather(hook) if source.name == name), None)

    def names(self) -> Sequence[str]:
        """Return the names of all plugins, in the order of registration."""
        return [name for name, _ in self.manager.list_name_plugin()]
