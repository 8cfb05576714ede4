"""State of a worker before it executed any code of a submission, and whether the worker still has it (ruling 46).

One worker serves the exercises of a submission one after another. If the code of one exercise changed something that
the next one could see, such as a default dtype or a function of torch, the next exercise gets a fresh worker.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import sys
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np
import torch

_OWNERS = (
    "builtins", "math", "random", "time", "itertools", "functools", "collections", "numpy", "numpy.random",
    "torch", "torch.Tensor", "torch.nn", "torch.nn.Module", "torch.nn.Parameter", "torch.nn.Linear", "torch.nn.Flatten",
    "torch.nn.Sequential", "torch.nn.CrossEntropyLoss", "torch.nn.MSELoss", "torch.nn.functional", "torch.nn.init",
    "torch.nn.modules.module", "torch.autograd", "torch.optim", "torch.optim.Optimizer", "torch.optim.SGD",
    "torch.random", "torch.special", "torch.utils.data", "torch.utils.data.DataLoader", "torch.utils.data.Dataset",
    "torch.utils.data.TensorDataset", "torchvision", "torchvision.datasets", "torchvision.transforms",
    "matplotlib.pyplot",
)  # fmt: skip
"""Modules and classes whose functions a submission may replace."""
_MOST_GROWTH = 128 << 20
"""Bytes by which the largest resident set of a worker may grow, so that each exercise has the memory of a run."""
_KIBIBYTES = 1024 if sys.platform == "linux" else 1


class Baseline:
    """Values to which the state of the worker is compared."""

    def __init__(self) -> None:
        self._modules = dict(sys.modules)
        self._spaces = [(owner, dict(vars(owner))) for owner in _owners()]
        self._settings = _settings()
        self._memory = _largest_memory()

    def holds(self) -> bool:
        """Return whether the worker still has this state. Code of a submission may run, and may raise anything."""
        try:
            _close_figures()
            return (
                all(sys.modules.get(name) is module for name, module in self._modules.items())
                and all(_is_unchanged(vars(owner), space) for owner, space in self._spaces)
                and _settings() == self._settings
                and _largest_memory() - self._memory < _MOST_GROWTH
            )
        except BaseException:  # noqa: BLE001 - a value of the submission may do anything when it is compared
            return False


def _owners() -> Iterator[Any]:
    """Yield the modules that are imported, and their classes."""
    for name in _OWNERS:
        parent, _, attribute = name.rpartition(".")
        if name in sys.modules:
            yield sys.modules[name]
        elif attribute[:1].isupper() and parent in sys.modules:
            yield getattr(sys.modules[parent], attribute)


def _is_unchanged(space: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Return whether a namespace has the same values. An import may have added modules to it."""
    if len(space) == len(before):
        return all(space.get(name, before) is value for name, value in before.items())
    added = space.keys() - before.keys()
    return all(isinstance(space[name], ModuleType) for name in added) and all(
        space.get(name, before) is value for name, value in before.items()
    )


def _settings() -> list[Any]:
    """Return what functions of the standard library, numpy, torch and matplotlib can set."""
    return [read() for read in _SETTINGS]


def _hooks() -> list[Any]:
    """Return the hooks that every module of a network calls."""
    return [dict(value) for value in vars(torch.nn.modules.module).values() if isinstance(value, OrderedDict)]


def _matplotlib() -> Any:
    library = sys.modules.get("matplotlib")
    return None if library is None else dict.copy(library.rcParams)


_SETTINGS: tuple[Callable[[], Any], ...] = (
    lambda: dict(os.environ),
    os.getcwd,
    lambda: list(sys.path),
    lambda: list(sys.meta_path),
    lambda: list(sys.path_hooks),
    lambda: (sys.stdin, sys.stdout, sys.stderr, sys.excepthook, sys.displayhook, sys.gettrace(), sys.getprofile()),
    sys.getrecursionlimit,
    sys.getswitchinterval,
    lambda: (list(warnings.filters), warnings.showwarning),
    lambda: (gc.isenabled(), gc.get_threshold(), list(gc.callbacks)),
    lambda: (threading.active_count(), threading.excepthook),
    lambda: [signal.getsignal(number) for number in signal.valid_signals()],
    lambda: [signal.getitimer(which) for which in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)],
    lambda: (logging.root.level, list(logging.root.handlers), logging.root.manager.disable),
    np.geterr,
    np.get_printoptions,
    lambda: dict(vars(torch._tensor_str.PRINT_OPTS)),
    torch.get_default_device,
    torch.get_float32_matmul_precision,
    torch.are_deterministic_algorithms_enabled,
    torch.is_anomaly_enabled,
    torch.is_inference_mode_enabled,
    lambda: torch.is_autocast_enabled("cpu"),
    torch._C._len_torch_function_stack,
    torch._C._len_torch_dispatch_stack,
    torch._C._get_mkldnn_enabled,
    _hooks,
    _matplotlib,
)


def _close_figures() -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")


def _largest_memory() -> int:
    """Return the largest resident set of this process in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIBIBYTES
