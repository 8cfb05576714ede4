"""One exercise's worker: loaded at its first use, replaced when it fails."""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol, TypeVar

import torch
from msgspec import structs

from torchgrade.checking.budget import Budget
from torchgrade.checking.draws import worker_seed
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.spare import Spare
from torchgrade.checking.unavailable import unavailable
from torchgrade.model.exercises import Limits
from torchgrade.model.phrases import Phrase, Value, phrase, showable
from torchgrade.model.places import place
from torchgrade.model.results import Frame
from torchgrade.model.showable import show, show_name
from torchgrade.protocol.client import Client, WorkerFailedError
from torchgrade.protocol.messages import (
    Attach,
    Load,
    Loaded,
    Noted,
    Question,
    Raised,
    Reply,
    Returned,
    TooLarge,
    WorkerRequest,
)
from torchgrade.protocol.values import Packer
from torchgrade.protocol.worker import Worker

R = TypeVar("R", bound=Reply)
MAX_LIMITS = 2
_MOST_NOTED = 50
_NOT_SHOWN = ("used", "starved")
_OUT_OF_MEMORY = ("can't allocate memory", "not enough memory", "cannot allocate memory", "bad_alloc")


class Workers(Protocol):
    """Source of fresh workers."""

    def start(self) -> Worker:
        """Return a fresh worker that has loaded no submission."""

    def seal(self, data: bytes) -> int | None:
        """Return a descriptor of an unchangeable copy of the bytes, or None if the platform cannot make one."""


def number() -> int:
    """Return the random number that a reply must repeat."""
    return secrets.randbits(63)


class WorkerSession:
    """Sender of requests to the worker of one exercise."""

    def __init__(
        self,
        workers: Workers,
        limits: Limits,
        load: Callable[[tuple[str, ...]], Load],
        budget: Budget | None = None,
        spare: Spare | None = None,
    ) -> None:
        """Prepare a session; its worker starts at the first request.

        :param load: request that loads the submission, with the course's functions of the given names.
        :param budget: seconds that the session shares with the other exercises of the submission.
        :param spare: worker of the submission's exercise before this one, and place for this exercise's worker.
        """
        self.budget = budget or Budget(limits)
        self.workers = workers
        self.limits = limits
        self.load = load
        self.spare = spare
        self.override: tuple[str, ...] = ()
        self.loaded: Loaded | None = None
        self.limits_hit = 0
        self.limit: WorkerFailedError | None = None
        self.starved = False
        self.killed = False
        """Whether a worker got SIGKILL from a person or a kernel short of memory, not from the judge."""
        self.noted: list[Noted] = []
        """Replacements that the worker made since the check began."""
        self._client: Client | None = None
        self._attached: dict[str, torch.Tensor] = {}
        self._seed = 0
        self._is_seeded = False

    def begin(self, seed: int) -> None:
        """Start a check: its clocks, its output, and with its first request its random state (ruling 7)."""
        self._seed, self._is_seeded = worker_seed(seed), False
        self.noted = []
        if self._client is not None:
            self._client.begin()

    def replace(self, override: tuple[str, ...]) -> None:
        """Use the course's functions of these names instead of the student's own, in a fresh worker."""
        self.override = override
        self._drop()

    def close(self) -> None:
        """End the worker, or leave it for the next exercise if it has had no failure."""
        client = self._client
        if self.spare is None or client is None or not client.usable or self.override or self.limits_hit:
            self._drop()
        else:
            self.spare.put(client)
            self._client = None

    @property
    def answering(self) -> bool:
        """Whether there is a worker that can be asked without starting another."""
        return self._client is not None and self._client.usable

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Ask for a diagnosis only: do not count limits or keep notes of these requests."""
        kept = self.limits_hit, self.limit, self.starved, list(self.noted)
        try:
            yield
        finally:
            self.limits_hit, self.limit, self.starved, self.noted = kept

    @property
    def output(self) -> str:
        """Output of the function since the check began, safe to show."""
        if self._client is None:
            return ""
        if self._client.usable:
            # The check is over, so a thread that prints forever now costs the worker, not the check.
            with suppress(WorkerFailedError):
                self._client.drain()
        return show(self._client.output[: self.limits.output_bytes].decode("utf-8", "replace"))

    def attach(self, name: str, value: torch.Tensor) -> None:
        """Make a tensor known by name to the worker, and to each worker that replaces it."""
        self._attached[name] = value
        if self._client is not None and self._client.usable:
            self._send_attachment(name, value)

    def ask(
        self,
        request: WorkerRequest,
        buffers: list[bytes] | None = None,
        *,
        reply_bytes: int = 0,
        fd: int | None = None,
    ) -> tuple[Reply, bytes]:
        """Return the reply of a worker that has loaded the submission.

        Raise :class:`CheckFailedError` on any failure.
        """
        client = self._ready()
        if isinstance(request, Question) and not self._is_seeded:
            request, self._is_seeded = structs.replace(request, seed=self._seed), True
        try:
            reply, body = client.request(request, buffers, reply_bytes=reply_bytes, fd=fd)
        except WorkerFailedError as error:
            raise self._failed(error) from error
        if isinstance(reply, Returned | Raised):
            self.note(reply.notes)
        if isinstance(reply, Raised):
            raise self.raised(reply)
        if isinstance(reply, TooLarge):
            raise CheckFailedError("value.too_large", mebibytes=reply.bytes >> 20)
        return reply, body

    def _ready(self) -> Client:
        if self._client is None or not self._client.usable:
            loaded = self._load_again() or self._load()
            if self.loaded is None:
                self.loaded = loaded
            for name, value in self._attached.items():
                self._send_attachment(name, value)
            self._is_seeded = False
        assert self._client is not None
        return self._client

    def _load(self) -> Loaded:
        """Load the submission into a fresh worker."""
        self._client = client = self._connect()
        request = structs.replace(self.load(self.override), more=self.spare is not None)
        try:
            return self.expect(Loaded, self.ask(request)[0])
        except CheckFailedError:
            # A worker that has not loaded the submission cannot answer for it.
            if client.usable:
                client.close()
            raise

    def _load_again(self) -> Loaded | None:
        """Load the submission into the worker of the exercise before, or return None: a fresh worker then loads it."""
        client = self.spare.take() if self.spare is not None and not self.override else None
        if client is None or not client.usable:
            return None
        self._client = client
        with self.trial(), suppress(CheckFailedError, WorkerFailedError):
            # Text that the worker wrote since its last answer belongs to no check of this exercise.
            client.drain()
            client.begin()
            reply, _ = self.ask(structs.replace(self.load(()), more=True, again=True))
            if isinstance(reply, Loaded):
                return reply
        self._drop()
        return None

    def _connect(self) -> Client:
        return Client(self.workers.start(), self.limits, self.budget)

    def _send_attachment(self, name: str, value: torch.Tensor) -> None:
        packer = Packer()
        node = packer.tensor(value, with_grad=False)
        fd = self.workers.seal(b"".join(packer.buffers))
        request = Attach(number=number(), name=name, value=node, sealed=fd is not None)  # type: ignore[arg-type]
        try:
            self.ask(request, None if fd is not None else packer.buffers, fd=fd)
        finally:
            if fd is not None:
                os.close(fd)

    def _drop(self) -> None:
        if self._client is not None and self._client.usable:
            self._client.close()
        self._client = None

    def _failed(self, error: WorkerFailedError) -> CheckFailedError:
        if error.is_limit:
            self._count_limit(error)
            used = error.values.get("used")
            if error.reason == "limit.wall" and isinstance(used, float):
                self.starved = self.starved or used < self.limits.cpu_seconds / 2
            self.starved = self.starved or error.values.get("starved") is True
        if error.reason == "worker.signal" and error.values.get("signal") == signal.SIGKILL:
            self.killed = True
        # The seconds used differ between runs, and a result must repeat to the byte (ruling 8).
        values: dict[str, Any] = {k: showable(v, limit=300) for k, v in error.values.items() if k not in _NOT_SHOWN}
        return CheckFailedError(error.reason, **values)

    def _count_limit(self, error: WorkerFailedError) -> None:
        self.limits_hit += 1
        self.limit = error

    def broken(self, detail: Phrase) -> CheckFailedError:
        """Return the failure of a worker that broke the protocol, and end it (ruling 1)."""
        if self._client is not None and self._client.usable:
            self._client.close()
        return CheckFailedError("worker.protocol", detail=detail)

    def expect(self, kind: type[R], reply: Reply) -> R:
        """Return the reply if it is of that kind. Any other kind breaks the protocol."""
        if not isinstance(reply, kind):
            raise self.broken(phrase("protocol.other_kind"))
        return reply

    def note(self, notes: list[Noted]) -> None:
        """Keep notes of the worker, up to a limit."""
        self.noted += notes[: _MOST_NOTED - len(self.noted)]

    def raised(self, reply: Raised) -> CheckFailedError:
        """Return the failure of a function that raised."""
        frames = [
            Frame(
                place=place(show_name(one.file), one.line),
                function=show(one.function, limit=100),
                line=show(one.text, limit=200),
            )
            for one in reply.places[:12]
        ]
        kind, message = show(reply.type, limit=100), show(reply.message, limit=1000)
        memory = reply.builtin == "MemoryError" or any(text in reply.message for text in _OUT_OF_MEMORY)
        if memory:
            limit = WorkerFailedError("limit.memory", mebibytes=self.limits.memory_bytes >> 20)
            self._count_limit(limit)
            self._drop()
            return CheckFailedError(limit.reason, frames=frames, mebibytes=self.limits.memory_bytes >> 20)
        at: Value = frames[-1].place if frames else ""
        if reply.builtin == "SystemExit":
            return CheckFailedError("raised.exit", frames=frames, place=at)
        if reply.builtin == "RecursionError":
            return CheckFailedError("raised.recursion", frames=frames, place=at)
        if not frames:
            return CheckFailedError("raised.outside", type=kind, message=message)
        missing = unavailable(reply, reply.places[-1].text)
        if missing is not None:
            return CheckFailedError(missing, frames=frames, type=kind, message=message, place=at)
        return CheckFailedError("raised.exception", frames=frames, type=kind, message=message, place=at)
