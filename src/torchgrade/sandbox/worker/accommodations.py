"""Replacements for functions that honest students call and a worker cannot run. The judge is told of each use.

These replacements do not confine a submission. Some acts change no value, as loading data in two processes or writing a
figure's file. Refusing them would only cost an honest student points.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import sys
from collections.abc import Callable, Collection
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from msgspec import Struct

from torchgrade.protocol.messages import Noted

_MOST_NOTES = 50
_NOT_FOUND = 127 << 8
"""Return value of ``os.system`` if the shell finds no such command."""

Function = Callable[..., Any]
Note = Callable[[], None]


def _nothing(_original: Function, note: Note) -> Function:
    def nothing(*_arguments: object, **_options: object) -> None:
        note()

    return nothing


def _itself(_original: Function, note: Note) -> Function:
    def itself(self: object, *_arguments: object, **_options: object) -> object:
        note()
        return self

    return itself


def _in_place(_original: Function, note: Note) -> Function:
    def device(device: object) -> contextlib.nullcontext[None]:  # noqa: ARG001 - the name belongs to the signature
        note()
        return contextlib.nullcontext()

    return device


def _to_cpu(original: Function, note: Note) -> Function:
    def to(self: object, *arguments: Any, **options: Any) -> Any:
        if arguments and _is_gpu(arguments[0]):
            note()
            arguments = ("cpu", *arguments[1:])
        elif "device" in options and _is_gpu(options["device"]):
            note()
            options["device"] = "cpu"
        return original(self, *arguments, **options)

    return to


def _is_gpu(device: object) -> bool:
    """Return whether a device does not exist here. It may be a number, its name, or torch's object of that name."""
    if type(device) is int:
        return True
    kind = device.partition(":")[0] if isinstance(device, str) else getattr(device, "type", "")
    return kind in ("cuda", "mps")


def _one_thread(_original: Function, note: Note) -> Function:
    # With more than one, torch's libraries would end the process, because no thread can be started.
    def set_threads(number: int) -> None:
        if number != 1:
            note()

    return set_threads


def _uncompiled(_original: Function, note: Note) -> Function:
    def uncompiled(model: Any = None, **_options: object) -> Any:
        note()
        return model if model is not None else lambda function: function

    return uncompiled


def _no_command(_original: Function, note: Note) -> Function:
    def no_command(command: object) -> int:  # noqa: ARG001 - the name belongs to the signature
        note()
        return _NOT_FOUND

    return no_command


def _no_file(original: Function, note: Note) -> Function:
    def save(self: object, fname: object, *arguments: object, **options: object) -> Any:
        if not isinstance(fname, str | os.PathLike):
            return original(self, fname, *arguments, **options)
        note()
        return None

    return save


_ONLY_WITH_WORKERS = ("prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout")


def _no_workers(original: Function, note: Note) -> Function:
    def init(self: object, *arguments: Any, **options: Any) -> None:
        try:
            bound = inspect.signature(original).bind(self, *arguments, **options)
        except TypeError:
            # The class raises a better error for these arguments.
            original(self, *arguments, **options)
            return
        workers = bound.arguments.get("num_workers", 0)
        if isinstance(workers, int) and workers > 0:
            note()
            bound.arguments["num_workers"] = 0
            for name in _ONLY_WITH_WORKERS:
                bound.arguments.pop(name, None)
        original(*bound.args, **bound.kwargs)

    return init


class Replacement(Struct, frozen=True):
    """Replacement of one function."""

    module: str
    name: str
    """Dotted name inside the module."""
    reason: str
    """Entry ``accommodated.<reason>`` of the catalogue."""
    make: Callable[[Function, Note], Function]

    def owner(self) -> tuple[Any, str]:
        """Return the owner (module or class) of the function, and the attribute's name. The module must be imported."""
        path, _, name = self.name.rpartition(".")
        owner: Any = sys.modules[self.module]
        return (getattr(owner, path) if path else owner), name


REPLACEMENTS = (
    Replacement("torch", "set_num_threads", "threads", _one_thread),
    Replacement("torch", "set_num_interop_threads", "threads", _one_thread),
    Replacement("torch", "compile", "compile", _uncompiled),
    Replacement("torch", "Tensor.cuda", "device", _itself),
    Replacement("torch", "Tensor.to", "device", _to_cpu),
    Replacement("torch.nn", "Module.to", "device", _to_cpu),
    Replacement("torch", "Tensor.pin_memory", "device", _itself),
    Replacement("torch.nn", "Module.cuda", "device", _itself),
    Replacement("torch.cuda", "synchronize", "device", _nothing),
    Replacement("torch.cuda", "set_device", "device", _nothing),
    Replacement("torch.cuda", "device", "device", _in_place),
    Replacement("torch.utils.data", "DataLoader.__init__", "workers", _no_workers),
    Replacement("os", "system", "command", _no_command),
    Replacement("matplotlib.pyplot", "show", "display", _nothing),
    Replacement("matplotlib.figure", "Figure.savefig", "figure", _no_file),
)


class Accommodations(MetaPathFinder):
    """Finder that replaces functions that would fail by functions that work, and remembers each use."""

    def __init__(self) -> None:
        self._own: Collection[str] = ()
        self._noted: dict[tuple[str, str, int], Noted] = {}
        self._waiting: dict[str, list[Replacement]] = {}

    def install(self, own: Collection[str]) -> None:
        """Replace functions of imported modules now, and of other modules at their import. Do it once in a worker.

        :param own: names of the submission's files, as its code objects have them.
        """
        self._own = own
        if self in sys.meta_path:
            return
        for replacement in REPLACEMENTS:
            if replacement.module in sys.modules:
                self._replace(replacement)
            else:
                self._waiting.setdefault(replacement.module, []).append(replacement)
        sys.meta_path.insert(0, self)

    def _replace(self, replacement: Replacement) -> None:
        owner, name = replacement.owner()
        original = getattr(owner, name)
        made = replacement.make(original, functools.partial(self._note, replacement.reason))
        setattr(owner, name, functools.wraps(original)(made))

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the module's own spec with one more step in its loading, or None for a module without replacements."""
        if fullname not in self._waiting:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_replace(module: ModuleType) -> None:
            execute(module)
            for replacement in self._waiting.pop(fullname, ()):
                self._replace(replacement)

        spec.loader.exec_module = execute_and_replace  # type: ignore[method-assign]
        return spec

    def _note(self, reason: str) -> None:
        """Remember the student's line that is being executed. Ignore a use that only a library made."""
        frame = inspect.currentframe()
        while frame is not None and frame.f_code.co_filename not in self._own:
            frame = frame.f_back
        if frame is not None and len(self._noted) < _MOST_NOTES:
            file, line = frame.f_code.co_filename, frame.f_lineno
            self._noted.setdefault((reason, file, line), Noted(file=file, line=line, reason=reason))

    def taken(self) -> list[Noted]:
        """Return the uses since the last call."""
        noted, self._noted = list(self._noted.values()), {}
        return noted
