"""Course modules that replace installed ones, and the names that a notebook has without an import."""

from __future__ import annotations

import builtins
import importlib
import sys
import types
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib.abc import Loader as ModuleLoader
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

from torchgrade.protocol.messages import StandIn

_BUILT_IN = {"get_ipython": "IPython", "display": "IPython.display"}
"""Names that a notebook has without an import, each with its module."""


class StandIns(MetaPathFinder, ModuleLoader):
    """Finder of the course's modules, before any installed ones. A module that is not imported is not compiled."""

    def __init__(self, stand_ins: Sequence[StandIn], wanted: Sequence[str] = (), undo: ExitStack | None = None) -> None:
        """Keep the stand-ins.

        :param wanted: exercises of the submission. A stand-in finds their names as ``__wanted__`` and may ignore them.
        :param undo: receives the way back from each change; None if nobody goes back.
        """
        self.wanted = wanted
        self.stand_ins = {name: stand_in for stand_in in stand_ins for name in stand_in.modules}
        self.undo = undo or ExitStack()

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Return the spec of a module if the course replaces that module."""
        return ModuleSpec(fullname, self) if fullname in self.stand_ins else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """Execute the stand-in, once for all its names, and return the module that it registered under this name."""
        module = self.install(self.stand_ins[spec.name])
        return sys.modules.get(spec.name, module)

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing, because a module is executed when it is created."""

    def install(self, stand_in: StandIn) -> types.ModuleType:
        """Make the course's module importable, and replace the targets that it names by its attributes."""
        module = types.ModuleType(stand_in.modules[0])
        module.__file__ = None
        module.__dict__["__wanted__"] = tuple(self.wanted)
        for name in stand_in.modules:
            register(name, module, self.undo)
        exec(compile(stand_in.source, f"<{stand_in.modules[0]}>", "exec"), module.__dict__)  # noqa: S102
        for target, attribute in stand_in.replaces.items():
            parent, _, name = target.rpartition(".")
            owner = sys.modules.get(parent)
            if owner is not None:
                _replace(owner, name, getattr(module, attribute), self.undo)
        return module


def stand_in_for(
    stand_ins: Sequence[StandIn], sources: Sequence[str], wanted: Sequence[str] = (), undo: ExitStack | None = None
) -> None:
    """Make the stand-ins importable, and install those whose targets the submission's text mentions."""
    undo = undo or ExitStack()
    finder = StandIns(stand_ins, wanted, undo)
    sys.meta_path.insert(0, finder)
    undo.callback(sys.meta_path.remove, finder)
    for stand_in in stand_ins:
        names = [target.rpartition(".")[2] for target in stand_in.replaces]
        if any(name in source for name in names for source in sources):
            finder.install(stand_in)
    known = {name for stand_in in stand_ins for name in stand_in.modules}
    for name, module in _BUILT_IN.items():
        if module.partition(".")[0] in known:
            _replace(builtins, name, _later(module, name), undo)


def register(name: str, module: types.ModuleType, undo: ExitStack) -> None:
    """Make a module importable under a name."""
    undo.callback(_put_back, sys.modules, name, sys.modules.get(name))
    sys.modules[name] = module


def _replace(owner: types.ModuleType, name: str, value: object, undo: ExitStack) -> None:
    undo.callback(_put_back, vars(owner), name, vars(owner).get(name))
    setattr(owner, name, value)


def _put_back(space: dict[str, Any], name: str, value: Any) -> None:
    """Restore a value; None removes the name."""
    if value is None:
        space.pop(name, None)
    else:
        space[name] = value


def _later(module: str, name: str) -> Callable[..., Any]:
    """Return a function that imports the real function at its first call."""

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*arguments, **options)

    return call
