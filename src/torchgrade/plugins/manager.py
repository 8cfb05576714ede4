"""Registry of the installed plugins, through which other rooms ask them."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Sequence
from typing import Any

import pluggy
from msgspec import Struct

from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Told
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show
from torchgrade.model.told import told
from torchgrade.plugins import PROJECT, hookspecs

BUILTIN = "builtin"
"""Name of torchgrade's own entry point."""


class PluginFailure(Struct, frozen=True, kw_only=True):
    """A plugin that could not be loaded, or that failed in a hook."""

    plugin: str
    """Name of the plugin."""
    message: Told
    """Description of the failure, in one sentence."""
    mend: Told | None = None
    """Remedy, in one sentence."""

    def as_error(self) -> CourseError:
        """Return the error that reports the failure and its remedy."""
        if self.mend is None:
            return CourseError(self.message)
        return CourseError(told("error.plugin.failure", message=self.message.phrase, mend=self.mend.phrase))


class Plugins:
    """Plugins of this process, with one method for each way of asking a hook.

    All plugins are found through the entry point group ``torchgrade``. The built-in one is registered first, then those
    of third parties by the names of their entry points. So "the first plugin" is the same one everywhere.
    """

    def __init__(self, extra: Iterable[object] = (), *, entry_points: bool = True, tolerant: bool = False) -> None:
        """Find and register plugins.

        :param tolerant: keep errors in ``failures`` and continue with the other plugins, for ``--help`` and ``doctor``.
            Otherwise the first error is a :class:`CourseError`.
        """
        self.manager = pluggy.PluginManager(PROJECT)
        self.manager.add_hookspecs(hookspecs)
        self.failures: list[PluginFailure] = []
        self._tolerant = tolerant
        self._named: dict[str, list[Any]] = {}
        self._distributions: dict[str, str] = {}
        if entry_points:
            for point, distribution in _installed():
                self._load(point, distribution)
        for plugin in extra:
            self._register(plugin)

    def _load(self, point: importlib.metadata.EntryPoint, distribution: str) -> None:
        if point.name in self._distributions:
            self._fail(point.name, "error.plugin.twice", name=point.name)
            return
        self._distributions[point.name] = distribution
        try:
            plugin = point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - every error of a plugin must be named
            values: dict[str, Value] = {"distribution": distribution, "reason": repr(error)}
            self._fail(point.name, "error.plugin.load", error, name=point.name, **values)
        else:
            self._register(plugin, point.name)

    def _register(self, plugin: object, name: str | None = None) -> None:
        try:
            self.manager.register(plugin, name)
            self.manager.check_pending()
        except pluggy.PluginValidationError as error:
            shown = name or self.manager.get_canonical_name(plugin)
            if self.manager.is_registered(plugin):
                self.manager.unregister(plugin)
            reason = " ".join(str(error).split())
            self._fail(shown, "error.plugin.unknown_hook", error, name=shown, reason=reason)

    def _fail(self, plugin: str, entry: str, error: BaseException | None = None, **values: Value) -> None:
        """Keep or raise a failure that an entry describes and the entry ``<entry>_mend`` helps to fix."""
        self._keep(PluginFailure(plugin=plugin, message=told(entry, **values), mend=told(f"{entry}_mend")), error)

    def _keep(self, failure: PluginFailure, error: BaseException | None) -> None:
        if not self._tolerant:
            raise failure.as_error() from error
        self.failures.append(failure)

    def gather(self, hook: str) -> list[Any]:
        """Join the answers of all plugins to a hook that names things, in the order of registration.

        Each plugin is asked once; its answer stays valid as long as this object.

        :raises CourseError: a plugin failed, and this object is not tolerant.
        """
        if hook not in self._named:
            found, failures = self._ask(hook)
            for plugin, error in failures:
                self._keep(PluginFailure(plugin=plugin, message=_failed(plugin, hook, error)), error)
            self._named[hook] = found
        return list(self._named[hook])

    def gather_what_works(self, hook: str) -> tuple[list[Any], list[Told]]:
        """Return the same as :meth:`gather` without the plugins that fail, and a line for each failure."""
        if hook in self._named:
            return list(self._named[hook]), []
        found, failures = self._ask(hook)
        if not failures:
            self._named[hook] = found
        return list(found), [_failed(plugin, hook, error) for plugin, error in failures]

    def _ask(self, hook: str) -> tuple[list[Any], list[tuple[str, Exception]]]:
        found: list[Any] = []
        failures: list[tuple[str, Exception]] = []
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            try:
                answer = implementation.function()
                found.extend(answer.items() if isinstance(answer, dict) else answer or ())
            except Exception as error:  # noqa: BLE001 - the caller reports a plugin's error
                failures.append((implementation.plugin_name, error))
        return found, failures

    def tell(self, hook: str, **arguments: Any) -> list[Told]:
        """Tell all plugins about an event, and return a line for each failure."""
        failures = []
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            given = {name: arguments[name] for name in implementation.argnames}
            try:
                implementation.function(**given)
            except Exception as error:  # noqa: BLE001 - a plugin's error must not end the run
                failures.append(_failed(implementation.plugin_name, hook, error))
        return failures

    def first(self, hook: str, name: str) -> Any:
        """Return the first source of that name, or None."""
        return next((source for source in self.gather(hook) if source.name == name), None)

    def names(self) -> Sequence[str]:
        """Return the names of all plugins, in the order of registration."""
        return [name for name, _ in self.manager.list_name_plugin()]

    def distribution(self, plugin: str) -> str | None:
        """Return the distribution of a plugin, or None if the plugin was passed as an object."""
        return self._distributions.get(plugin)

    def hooks(self, plugin: str) -> list[str]:
        """Return the hooks that a plugin implements, sorted, without their common prefix."""
        callers = self.manager.get_hookcallers(self.manager.get_plugin(plugin)) or []
        return sorted(caller.name.removeprefix(f"{PROJECT}_") for caller in callers)


def _installed() -> list[tuple[importlib.metadata.EntryPoint, str]]:
    """Return the entry points of our group, each with the name of its distribution, in the order of registration."""
    # Read the metadata of these distributions only, because those of all take most of the time of `--help`.
    found = importlib.metadata.entry_points(group=PROJECT)
    points = [(point, point.dist.metadata["name"] if point.dist is not None else "") for point in found]
    return sorted(points, key=lambda found: (found[0].name != BUILTIN, found[0].name))


def _failed(plugin: str, hook: str, error: Exception) -> Told:
    return told("error.plugin.hook", name=plugin, hook=hook, reason=show(repr(error), limit=500))
