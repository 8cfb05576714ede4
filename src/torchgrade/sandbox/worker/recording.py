"""Record of the torch functions, operators and constructors that ran during a call: the worker's claim."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

from torchgrade.protocol.messages import Record

GIVEN_FILE = "<given>"
"""File name of the course's given functions in the worker."""
_BETWEEN = ("torch", "torchgrade")


def _by_given() -> bool:
    """Return whether a function that the course gives made the call, because a student did not write that call.

    The nearest frame outside torch and the recorder decides.
    """
    frame = sys._getframe(1)
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in _BETWEEN:
        frame = frame.f_back
    return frame.f_code.co_filename == GIVEN_FILE


class _Functions(TorchFunctionMode):
    """Mode that records the name of every Python-level torch function."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self.names = names

    def __torch_function__(self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if not _by_given():
            self.names.add(resolve_name(func) or getattr(func, "__name__", "?"))
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):
    """Mode that records the name of every ATen operator."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # because torch has no types here
        self.names = names

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # Otherwise the first operator imports torch._dynamo, for 0.7 s. PyTorch does not compile under this mode.
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if not _by_given():
            self.names.add(str(func.overloadpacket.__name__))
        return func(*args, **(kwargs or {}))


@contextmanager
def _watch_constructor(reference: str, names: set[str]) -> Iterator[None]:
    module, _, name = reference.rpartition(".")
    try:
        cls = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        yield
        return
    original = cls.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        if not _by_given():
            names.add(reference)
        original(self, *args, **kwargs)

    cls.__init__ = init
    try:
        yield
    finally:
        cls.__init__ = original


class Recorder:
    """Recorder of everything that runs inside ``with recorder.running():``, except in the course's given functions."""

    def __init__(self, constructors: list[str]) -> None:
        self.constructors = constructors
        self.functions: set[str] = set()
        self.operators: set[str] = set()
        self.constructed: set[str] = set()
        self.disabled = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record in this block."""
        with ExitStack() as stack:
            for reference in self.constructors:
                stack.enter_context(_watch_constructor(reference, self.constructed))
            stack.enter_context(_Functions(self.functions))
            stack.enter_context(_Operators(self.operators))
            depth = torch._C._len_torch_function_stack()
            try:
                yield
            finally:
                self.disabled = torch._C._len_torch_function_stack() != depth

    def record(self) -> Record:
        """Return the recorded names."""
        return Record(
            functions=sorted(self.functions)[:500],
            operators=sorted(self.operators)[:500],
            constructed=sorted(self.constructed),
            disabled=self.disabled,
        )
