"""Objects that a check calls: the student's function, which runs in a worker and returns plain tensors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.checking.worker_session import WorkerSession, number
from torchgrade.protocol.frames import ProtocolError
from torchgrade.protocol.messages import (
    Call,
    Items,
    Iterate,
    Mapping,
    Node,
    Opaque,
    Returned,
    Run,
    TensorNode,
    Vjp,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer

_REPLY_BYTES = 16 << 20
_MOST_ASKED_AGAIN = 8
_NOTHING_KNOWN = Written()


class Student:
    """The submission, as the checks of one exercise see it."""

    def __init__(
        self,
        session: WorkerSession,
        name: str,
        parameters: Sequence[str],
        takes: tuple[int, int | None] | None,
        written: Written = _NOTHING_KNOWN,
    ) -> None:
        self._session = session
        self._name = name
        self._parameters = tuple(parameters)
        self._takes = takes
        self._written = written
        self._asked_again = 0
        self.tried: Tried | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name != self._name:
            raise AttributeError(f"This exercise has {self._name!r}; a check asked for {name!r}.")
        return lambda *arguments: self.call(*arguments).value

    def call(self, *arguments: Any, record: bool = False, constructors: Sequence[str] = ()) -> Answer:
        """Call the function by position."""
        self._begin("call", arguments)
        packer = Packer(views=True)
        nodes = [packer.node(argument) for argument in arguments]
        request = Call(
            number=number(), name=self._name, arguments=nodes, record=record,
            constructors=list(constructors), reply_bytes=_REPLY_BYTES,
        )  # fmt: skip
        return self._answer(request, packer.buffers)

    def vjp(self, *arguments: Any, wrt: Sequence[int], cotangent: torch.Tensor) -> Answer:
        """Call the function and pull the cotangent back to the arguments at ``wrt``."""
        self._begin("vjp", arguments, {"cotangent": cotangent, "wrt": tuple(wrt)})
        packer = Packer(views=True)
        nodes = [packer.node(argument) for argument in arguments]
        request = Vjp(
            number=number(), name=self._name, arguments=nodes, wrt=list(wrt), cotangent=packer.node(cotangent),
            reply_bytes=_REPLY_BYTES,
        )  # fmt: skip
        return self._answer(request, packer.buffers)

    def iterate(self, *arguments: Any, limit: int, record: bool = False, constructors: Sequence[str] = ()) -> Answer:
        """Call the function and pull at most ``limit`` items; the value is the list of these items."""
        self._begin("iterate", arguments, {"limit": limit})
        packer = Packer(views=True)
        nodes = [packer.node(argument) for argument in arguments]
        request = Iterate(
            number=number(), name=self._name, arguments=nodes, limit=limit, record=record,
            constructors=list(constructors), reply_bytes=_REPLY_BYTES,
        )  # fmt: skip
        return self._answer(request, packer.buffers)

    def run(self, scenario: str, describe: str, **inputs: Any) -> dict[str, Any]:
        """Execute a scenario beside the function. Return the mapping that the scenario left as ``result``.

        :param scenario: text that the exercise ships; the student can read it.
        :param describe: the call that the scenario makes, for the page.
        """
        self.tried = Tried(
            "run", describe, self._parameters, (), inputs=dict(inputs), written=self._written, previous=self.tried
        )
        packer = Packer(views=True)
        nodes = {name: packer.node(value) for name, value in inputs.items()}
        request = Run(number=number(), scenario=scenario, inputs=nodes, reply_bytes=_REPLY_BYTES)
        return dict(self._answer(request, packer.buffers).value)

    def begin(self) -> None:
        """Forget the requests of the previous check."""
        self.tried = None
        self._asked_again = 0

    def call_again(self, *arguments: Any) -> Tried | None:
        """Call the function once more, only to name a mistake; the answer does not count.

        Iterate over the result, with the same limit, if the previous request did so. Return None after too many
        repetitions, or if no worker that has answered is left.
        """
        shown = self.tried

        def ask() -> None:
            if shown is not None and shown.verb == "iterate":
                self.iterate(*arguments, limit=shown.inputs["limit"])
            else:
                self.call(*arguments)

        return self._asked(ask)

    def run_again(self, scenario: str, **inputs: Any) -> Tried | None:
        """Run a scenario beside the function, only to name a mistake. Return None when :meth:`call_again` would."""
        return self._asked(lambda: self.run(scenario, "", **inputs))

    def _asked(self, ask: Callable[[], Any]) -> Tried | None:
        """Return a request that does not count, and keep the request before it as the last one."""
        if self._asked_again == _MOST_ASKED_AGAIN or not self._session.answering:
            return None
        self._asked_again += 1
        shown, self.tried = self.tried, None
        try:
            with self._session.trial(), suppress(CheckFailedError):
                ask()
            return self.tried
        finally:
            self.tried = shown

    @property
    def written(self) -> Written:
        """Facts in the student's own text."""
        return self._written

    def attach(self, name: str, value: torch.Tensor) -> None:
        """Make a tensor known by name to scenarios. Use sealed memory for it, if the platform has any."""
        self._session.attach(name, value)

    def _begin(self, verb: str, arguments: tuple[Any, ...], inputs: dict[str, Any] | None = None) -> None:
        text = f"{self._name}({', '.join(self._parameters[: len(arguments)])})"
        self.tried = Tried(
            verb, text, self._parameters, arguments, inputs=inputs or {}, written=self._written, previous=self.tried
        )
        if self._takes is None:
            return
        least, most = self._takes
        if len(arguments) < least or (most is not None and len(arguments) > most):
            failure = CheckFailedError("call.parameters", takes=least, given=len(arguments), call=text)
            self.tried.failure = failure
            raise failure

    def _answer(self, request: Call | Vjp | Iterate | Run, buffers: list[bytes]) -> Answer:
        try:
            reply, body = self._session.ask(request, buffers, reply_bytes=_REPLY_BYTES)
        except CheckFailedError as failure:
            if self.tried is not None:
                self.tried.failure = failure
            raise
        returned = self._session.expect(Returned, reply)
        try:
            _hold_to(request, returned)
            answer = self._unpacked(returned, Unpacker(body))
        except ProtocolError as error:
            raise self._session.broken(error.words) from error
        if self.tried is not None:
            self.tried.answer = answer
        return answer

    def _unpacked(self, returned: Returned, unpacker: Unpacker) -> Answer:
        value = unpacker.value(returned.value)
        after, states = [], []
        for node in returned.after:
            read = len(unpacker.states)
            after.append(unpacker.value(node))
            states.append(tuple(unpacker.states[read:]))
        return Answer(
            value=value,
            node=returned.value,
            after=tuple(after),
            states=tuple(states),
            aliases=tuple(returned.aliases),
            gradients=tuple(None if node is None else unpacker.tensor(node) for node in returned.gradients),
            exhausted=returned.exhausted,
            type=returned.type,
            record=returned.record,
            warnings=tuple(returned.warnings),
        )


def _hold_to(request: Call | Vjp | Iterate | Run, returned: Returned) -> None:
    """Raise :class:`ProtocolError` if the form of a reply does not fit its request, because checks rely on the form."""
    match request:
        case Call() | Iterate() if len(returned.after) != len(request.arguments):
            raise ProtocolError("arguments")
        case Call() | Iterate() if not all(map(_is_told, request.arguments, returned.after)):
            raise ProtocolError("generator")
        case Call() | Iterate() if request.record and returned.record is None:
            raise ProtocolError("no_record")
        case Vjp() if len(returned.gradients) != len(request.wrt):
            raise ProtocolError("gradients")
        case Iterate() if not (isinstance(returned.value, Items) and returned.value.kind == "list"):
            raise ProtocolError("no_items")
        case Iterate() if isinstance(returned.value, Items) and len(returned.value.items) > request.limit:
            raise ProtocolError("more_items")
        case Run() if not isinstance(returned.value, Mapping):
            raise ProtocolError("no_result")
        case _:
            return


def _is_told(sent: Node, after: Node) -> bool:
    """Return whether a generator's items were returned as a list of the same length; accept any other argument."""
    if not (isinstance(sent, Items) and sent.kind == "generator"):
        return True
    return isinstance(after, Items) and after.kind == "list" and len(after.items) == len(sent.items)


__all__ = ["Answer", "Items", "Opaque", "Student", "TensorNode", "Tried", "Written"]
