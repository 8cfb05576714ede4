"""Settings of a worker before it executed any code of a submission, and whether it still has them (ruling 46).

One worker serves the exercises of a submission one after another. If the code of one exercise changed something that
the next one could see, such as the working folder or how numbers are printed, the next exercise gets a fresh worker.
"""

from __future__ import annotations

import gc
import inspect
import logging
import os
import resource
import signal
import sys
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

_MOST_GROWTH = 128 << 20
"""Bytes by which the largest resident set of a worker may grow, so that each exercise has the memory of a run."""
_KIBIBYTES = 1024 if sys.platform == "linux" else 1


class Baseline:
    """Settings to which those of the worker are compared."""

    def __init__(self) -> None:
        self._settings = _settings()
        self._memory = _largest_memory()

    def holds(self) -> bool:
        """Return whether the settings are the same. A setting may be an object of the submission and raise anything."""
        try:
            _close_figures()
            return _settings() == self._settings and _largest_memory() - self._memory < _MOST_GROWTH
        except BaseException:  # noqa: BLE001 - the comparison may call the submission's code
            return False


def _settings() -> list[Any]:
    """Return what functions of the standard library, numpy, torch and matplotlib can set."""
    return [read() for read in _SETTINGS]


def _hooks() -> list[Any]:
    """Return the hooks that every module of a network calls."""
    return [dict(value) for value in vars(torch.nn.modules.module).values() if isinstance(value, OrderedDict)]


def _matplotlib() -> Any:
    library = sys.modules.get("matplotlib")
    return None if library is None else dict.copy(library.rcParams)


# Without the wrapper, which makes an enumeration's member of each answer: 0.2 ms for all signals.
_getsignal = inspect.unwrap(signal.getsignal)
_SIGNALS = tuple(map(int, signal.valid_signals()))
_TIMERS = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)
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
    lambda: list(map(_getsignal, _SIGNALS)),
    lambda: [signal.getitimer(which)[0] > 0 for which in _TIMERS],
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
