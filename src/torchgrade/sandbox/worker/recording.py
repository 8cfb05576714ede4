"""Record of the torch functions, operators and constructors that ran during a call: the worker's claim."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

from torchgrade.protocol.messages import Record
from torchgrade.sandbox.worker.loading import GIVEN

Listens = Callable[[], bool]
"""Whether the code that is running now is recorded."""


class _Functions(TorchFunctionMode):
    """Mode that records the name of every Python-level torch function."""

    def __init__(self, names: set[str], listens: Listens) -> None:
        super().__init__()
        self.names = names
        self.listens = listens

    def __torch_function__(self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if self.listens():
            self.names.add(resolve_name(func) or getattr(func, "__name__", "?"))
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):
    """Mode that records the name of every ATen operator."""

    def __init__(self, names: set[str], listens: Listens) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # because torch has no types here
        self.names = names
        self.listens = listens

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # Otherwise the first operator imports torch._dynamo, for 0.7 s. PyTorch does not compile under this mode.
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if self.listens():
            self.names.add(str(func.overloadpacket.__name__))
        return func(*args, **(kwargs or {}))


@contextmanager
def _watch_constructor(reference: str, names: set[str], listens: Listens) -> Iterator[None]:
    module, _, name = reference.rpartition(".")
    try:
        cls = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        yield
        return
    original = cls.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        if listens():
            names.add(reference)
        original(self, *args, **kwargs)

    cls.__init__ = init
    try:
        yield
    finally:
        cls.__init__ = original


class Recorder:
    """Recorder of everything that runs inside ``with recorder.running():``, except in functions that the course gives.

    :param own: files of the submission. Their code is recorded also if a given function calls it.
    """

    def __init__(self, constructors: list[str], own: Collection[str] = ()) -> None:
        self.constructors = constructors
        self.own = own
        self.functions: set[str] = set()
        self.operators: set[str] = set()
        self.constructed: set[str] = set()
        self.disabled = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record in this block."""
        with ExitStack() as stack:
            for reference in self.constructors:
                stack.enter_context(_watch_constructor(reference, self.constructed, self._listens))
            stack.enter_context(_Functions(self.functions, self._listens))
            stack.enter_context(_Operators(self.operators, self._listens))
            depth = torch._C._len_torch_function_stack()
            try:
                yield
            finally:
                self.disabled = torch._C._len_torch_function_stack() != depth

    def _listens(self) -> bool:
        """Return whether the student's code made the current call, and not a function that the course gives."""
        frame = sys._getframe()
        while frame.f_back is not None:
            frame = frame.f_back
            if frame.f_code.co_filename == GIVEN or frame.f_code.co_filename in self.own:
                return frame.f_code.co_filename != GIVEN
        return True

    def record(self) -> Record:
        """Return the recorded names."""
        return Record(
            functions=sorted(self.functions)[:500],
            operators=sorted(self.operators)[:500],
            constructed=sorted(self.constructed),
            disabled=self.disabled,
        )
