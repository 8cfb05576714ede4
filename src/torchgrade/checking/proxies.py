"""Objects that a check calls: the student's function, which runs in a worker and returns plain tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.replies import answer_of, hold_each_to, hold_to
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.checking.worker_session import WorkerSession, number
from torchgrade.protocol.frames import ProtocolError
from torchgrade.protocol.messages import (
    Call,
    CallEach,
    Each,
    Items,
    Iterate,
    Opaque,
    Raised,
    Returned,
    Run,
    TensorNode,
    Vjp,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer

_REPLY_BYTES = 16 << 20
_MOST_ASKED_AGAIN = 8
_MOST_AT_ONCE = 64
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
        return self._called(arguments, record=record, constructors=constructors)

    def _called(self, arguments: tuple[Any, ...], *, record: bool = False, constructors: Sequence[str] = ()) -> Answer:
        packer = Packer(views=True)
        nodes = [packer.node(argument) for argument in arguments]
        request = Call(
            number=number(), name=self._name, arguments=nodes, record=record,
            constructors=list(constructors), reply_bytes=_REPLY_BYTES,
        )  # fmt: skip
        return self._answer(request, packer.buffers)

    def call_each(self, *several: tuple[Any, ...], record: bool = False) -> Iterator[Answer]:
        """Call the function with one tuple of arguments after another, and yield the answers in their order.

        The answers are those of :meth:`call`, and a failure is raised in its turn. But all calls are made in one round
        trip, so no argument can depend on an answer.
        """
        rest = list(several)
        if rest and not self._session.answering:
            # An error of loading belongs to a call of its own.
            yield self.call(*rest.pop(0), record=record)
        while rest:
            now, rest = rest[:_MOST_AT_ONCE], rest[_MOST_AT_ONCE:]
            yield from self._some_of_each(now, record=record)

    def _some_of_each(self, several: Sequence[tuple[Any, ...]], *, record: bool) -> Iterator[Answer]:
        self._begin("call", several[0])
        answers, raised = self._called_each(several, record=record)
        for place, arguments in enumerate(several):
            if place:
                self._begin("call", arguments)
            if place == len(answers) and raised is not None:
                raise self._keep_failure(self._session.raised(raised))
            yield self._keep(answers[place]) if place < len(answers) else self._called(arguments, record=record)

    def _called_each(self, several: Sequence[tuple[Any, ...]], *, record: bool) -> tuple[list[Answer], Raised | None]:
        """Return the answers of all calls up to the first that raised, and what it raised.

        Return no answer after a limit or a crash. The calls must then be made one by one, to see which one fails.
        """
        packer = Packer(views=True)
        nodes = [[packer.node(argument) for argument in arguments] for arguments in several]
        request = CallEach(number=number(), name=self._name, several=nodes, record=record, reply_bytes=_REPLY_BYTES)
        try:
            with self._session.trial():
                reply, body = self._session.ask(request, packer.buffers, reply_bytes=_REPLY_BYTES)
        except CheckFailedError:
            return [], None
        each = self._session.expect(Each, reply)
        self._session.note(each.notes)
        try:
            hold_each_to(request, each)
            unpacker = Unpacker(body)
            answers = [answer_of(returned, unpacker) for returned in each.answers]
        except ProtocolError as error:
            raise self._session.broken(error.words) from error
        return answers, each.raised

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
            self._keep_failure(failure)
            raise
        returned = self._session.expect(Returned, reply)
        try:
            hold_to(request, returned)
            answer = answer_of(returned, Unpacker(body))
        except ProtocolError as error:
            raise self._session.broken(error.words) from error
        return self._keep(answer)

    def _keep(self, answer: Answer) -> Answer:
        """Keep the answer of the last request for its evidence."""
        if self.tried is not None:
            self.tried.answer = answer
        return answer

    def _keep_failure(self, failure: CheckFailedError) -> CheckFailedError:
        """Keep the failure of the last request for its evidence."""
        if self.tried is not None:
            self.tried.failure = failure
        return failure


__all__ = ["Answer", "Items", "Opaque", "Student", "TensorNode", "Tried", "Written"]
