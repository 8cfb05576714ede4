"""The worker's action for each verb (DESIGN.md section 3)."""

from __future__ import annotations

import contextlib
import functools
import itertools
import mmap
import types
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import torch
from msgspec import structs

from torchgrade.protocol.messages import (
    Attach,
    Call,
    Done,
    Items,
    Iterate,
    Load,
    Loaded,
    Node,
    Question,
    Raised,
    Reply,
    Returned,
    Run,
    TensorNode,
    TooLarge,
    Vjp,
    WorkerRequest,
    Worn,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer, ValueTooLargeError
from torchgrade.sandbox.worker import seeding
from torchgrade.sandbox.worker.accommodations import Accommodations
from torchgrade.sandbox.worker.baseline import Baseline
from torchgrade.sandbox.worker.loading import Loader
from torchgrade.sandbox.worker.raised import describe
from torchgrade.sandbox.worker.recording import Recorder

_MAX_WARNINGS = 20


class Verbs:
    """Handler of requests, with the loaded submission."""

    def __init__(self) -> None:
        self.module = types.ModuleType("submission")
        self.own: set[str] = set()
        self.data: dict[str, torch.Tensor] = {}
        self.accommodations = Accommodations()
        self._baseline: Baseline | None = None
        self._undo = ExitStack()
        self._is_lasting = False

    def answer(self, request: WorkerRequest, body: bytes, fd: int | None) -> tuple[Reply, list[bytes]]:
        """Return the reply to a request and the bytes of its tensors."""
        reply, buffers = self._answer(request, body, fd)
        if isinstance(reply, Loaded | Returned | Raised) and (notes := self.accommodations.taken()):
            reply = structs.replace(reply, notes=[*reply.notes, *notes])
        return reply, buffers

    def _answer(self, request: WorkerRequest, body: bytes, fd: int | None) -> tuple[Reply, list[bytes]]:
        if isinstance(request, Question) and request.seed is not None:
            seeding.reset(request.seed)
        try:
            return self._perform(request, body, fd)
        except ValueTooLargeError as error:
            return TooLarge(number=request.number, bytes=error.size), []
        except BaseException as error:  # noqa: BLE001 - SystemExit and the student's own are results too
            return describe(error, request.number, self.own), []

    def _perform(self, request: WorkerRequest, body: bytes, fd: int | None) -> tuple[Reply, list[bytes]]:
        match request:
            case Load():
                return self._load(request)
            case Call():
                return self._call(request, body)
            case Vjp():
                return self._vjp(request, body)
            case Iterate():
                return self._iterate(request, body)
            case Run():
                return self._run(request, body)
            case Attach():
                return self._attach(request, body, fd)
            case _:
                raise AssertionError(request)

    def _load(self, request: Load) -> tuple[Reply, list[bytes]]:
        if request.again and not self._forget():
            return Worn(number=request.number), []
        seeding.reset(request.seed)
        loader = Loader(request)
        self.own, self._undo = loader.files, loader.undo
        self.accommodations.install(self.own)
        if request.more and self._baseline is None:
            self._baseline = Baseline()
        self.module = loader.load()
        # The loader itself is not kept, because its request has the text of every function that the course gives.
        self._is_lasting = loader.is_lasting
        defined = [name for name in request.wanted if name in self.module.__dict__]
        values = {name: self.module.__dict__[name] for name in defined}
        return Loaded(
            number=request.number,
            defined=defined,
            given=loader.given,
            notes=loader.notes,
            uncallable={name: type(value).__name__[:100] for name, value in values.items() if not callable(value)},
        ), []

    def _forget(self) -> bool:
        """Forget the loaded exercise. Return whether nothing of it is left that the next exercise could see."""
        if self._is_lasting or self._baseline is None:
            return False
        self.module = types.ModuleType("submission")
        self.data.clear()
        self.accommodations.taken()
        try:
            self._undo.close()
        except ValueError:
            # The submission removed a finder of ours.
            return False
        # Every check begins with this reset, so what it restores is no change.
        seeding.reset(0)
        return self._baseline.holds()

    def _function(self, name: str) -> Any:
        try:
            return self.module.__dict__[name]
        except KeyError:
            raise NameError(f"name {name!r} is not defined") from None

    def _arguments(self, nodes: list[Node], body: bytes) -> tuple[list[Any], list[Any]]:
        """Return the arguments, and the values to report after the call: for a generator, the list of its items."""
        unpacker = Unpacker(body, views=True, data=self.data.__getitem__)
        given, kept = [], []
        for node in nodes:
            if isinstance(node, Items) and node.kind == "generator":
                items = unpacker.value(structs.replace(node, kind="tuple"), graph=True)
                given.append(item for item in items)
                kept.append(list(items))
            else:
                argument = unpacker.value(node, graph=True)
                given.append(argument)
                kept.append(argument)
        return given, kept

    def _call(self, request: Call, body: bytes) -> tuple[Reply, list[bytes]]:
        function = self._function(request.name)
        arguments, kept = self._arguments(request.arguments, body)
        recorder = Recorder(request.constructors) if request.record else None
        with (
            _caught_warnings() as caught,
            recorder.running() if recorder else contextlib.nullcontext(),
        ):
            value = function(*arguments)
        packer = Packer(request.reply_bytes)
        reply = Returned(
            number=request.number,
            value=packer.node(value),
            after=[packer.node(argument) for argument in kept],
            aliases=_aliases(value, arguments),
            record=recorder.record() if recorder else None,
            warnings=[str(w.message)[:300] for w in caught[:_MAX_WARNINGS]],
        )
        return reply, packer.buffers

    def _vjp(self, request: Vjp, body: bytes) -> tuple[Reply, list[bytes]]:
        function = self._function(request.name)
        unpacker = Unpacker(body, views=True)
        arguments = [unpacker.value(node, graph=True) for node in request.arguments]
        cotangent = unpacker.value(request.cotangent)
        leaves = [arguments[position].requires_grad_() for position in request.wrt]
        for position, leaf in zip(request.wrt, leaves, strict=True):
            # The copy is the result of an operation, as a net's logits are. Another check judges changes in place.
            arguments[position] = leaf.clone()
        with _caught_warnings() as caught:
            value = function(*arguments)
            flows = isinstance(value, torch.Tensor) and value.requires_grad
            if flows and value.numel() == cotangent.numel():
                # Only the shape check judges a wrong shape around the right numbers (contracts 0.4).
                cotangent = cotangent.reshape(value.shape).to(value.dtype)
                # Equals backward(cotangent); written out because that call and autograd.grad import 487 modules at
                # first use.
                (value * cotangent).sum().backward()
        packer = Packer(request.reply_bytes)
        node = packer.node(value)
        gradients: list[TensorNode | None] = []
        for leaf in leaves:
            packed = None if leaf.grad is None else packer.tensor(leaf.grad, with_grad=False)
            gradients.append(packed if isinstance(packed, TensorNode) else None)
        reply = Returned(
            number=request.number,
            value=node,
            gradients=gradients,
            warnings=[str(w.message)[:300] for w in caught[:_MAX_WARNINGS]],
        )
        return reply, packer.buffers

    def _iterate(self, request: Iterate, body: bytes) -> tuple[Reply, list[bytes]]:
        function = self._function(request.name)
        arguments, kept = self._arguments(request.arguments, body)
        recorder = Recorder(request.constructors) if request.record else None
        packer = Packer(request.reply_bytes)
        with (
            _caught_warnings() as caught,
            recorder.running() if recorder else contextlib.nullcontext(),
        ):
            iterable = function(*arguments)
            items = []
            exhausted = False
            iterator = iter(iterable)
            for _ in range(request.limit):
                try:
                    item = next(iterator)
                except StopIteration:
                    exhausted = True
                    break
                # Packed at once because an iterator may use the same storage for its next item.
                items.append(packer.node(item))
            else:
                exhausted = not list(itertools.islice(iterator, 1))
        after = [packer.node(argument) for argument in kept]
        reply = Returned(
            number=request.number,
            value=Items("list", items),
            after=after,
            exhausted=exhausted,
            type=type(iterable).__name__[:100],
            record=recorder.record() if recorder else None,
            warnings=[str(w.message)[:300] for w in caught[:_MAX_WARNINGS]],
        )
        return reply, packer.buffers

    def _run(self, request: Run, body: bytes) -> tuple[Reply, list[bytes]]:
        unpacker = Unpacker(body, views=True, data=self.data.__getitem__)
        inputs = {name: unpacker.value(node, graph=True) for name, node in request.inputs.items()}
        space: dict[str, Any] = {"__name__": "scenario", "inputs": inputs, "student": self.module}
        with _caught_warnings() as caught:
            exec(_compiled(request.scenario), space)  # noqa: S102 - the exercise's own text
        packer = Packer(request.reply_bytes)
        reply = Returned(
            number=request.number,
            value=packer.node(space["result"]),
            warnings=[str(w.message)[:300] for w in caught[:_MAX_WARNINGS]],
        )
        return reply, packer.buffers

    def _attach(self, request: Attach, body: bytes, fd: int | None) -> tuple[Reply, list[bytes]]:
        if fd is not None:
            # The pages are shared until the student writes to them; each written page becomes a private copy.
            body = mmap.mmap(fd, 0, access=mmap.ACCESS_COPY)  # type: ignore[assignment]
            flat = torch.frombuffer(body, dtype=getattr(torch, request.value.dtype))
            self.data[request.name] = flat.reshape(request.value.shape)
        else:
            self.data[request.name] = Unpacker(body).tensor(request.value)
        return Done(number=request.number), []


@functools.cache
def _compiled(scenario: str) -> types.CodeType:
    """Return the code of a scenario, because a check runs it many times and compiling takes a millisecond."""
    return compile(scenario, "<scenario>", "exec")


@contextlib.contextmanager
def _caught_warnings() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        yield caught


def _aliases(value: object, arguments: list[Any]) -> list[int]:
    if not isinstance(value, torch.Tensor) or value.layout != torch.strided:
        return []
    pointer = value.untyped_storage().data_ptr()
    return [
        position
        for position, argument in enumerate(arguments)
        if isinstance(argument, torch.Tensor) and argument.untyped_storage().data_ptr() == pointer
    ]
