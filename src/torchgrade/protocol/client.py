"""Judge's end of the socket to a worker: numbered requests, deadlines, limited output, named endings."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from torchgrade.errors import InternalError
from torchgrade.model.exercises import Limits
from torchgrade.model.phrases import Value
from torchgrade.protocol import frames
from torchgrade.protocol.greeting import await_hello
from torchgrade.protocol.messages import (
    Reply,
    Returned,
    TensorNode,
    WorkerRequest,
    decode_reply,
    encode,
)
from torchgrade.protocol.values import byte_size, tensors
from torchgrade.protocol.worker import Worker

POLL_SECONDS = 0.05
ENDING_SECONDS = 2.0
_MAX_REPLY_HEADER = 4 << 20


class WorkerFailedError(Exception):
    """The worker died, was stopped by a limit, or broke the protocol: the check has failed."""

    def __init__(self, reason: str, **values: Value) -> None:
        super().__init__(reason, values)
        self.reason = reason
        self.values = values

    @property
    def is_limit(self) -> bool:
        """True if a limit was exceeded (ruling 25 counts these)."""
        return self.reason.startswith("limit.")


class Allowance(Protocol):
    """Seconds that several workers share."""

    seconds: float

    def spending(self) -> AbstractContextManager[None]:
        """Count the seconds inside."""

    def add_processor(self, seconds: float) -> None:
        """Count processor time."""

    @property
    def is_spent(self) -> bool:
        """Whether no second is left."""

    def is_starved(self, now: float) -> bool:
        """Return whether most of the seconds went by without processor time."""


class Client:
    """Sender of requests to one worker. After a :class:`WorkerFailedError` it cannot be used again."""

    def __init__(self, worker: Worker, limits: Limits, allowance: Allowance | None = None) -> None:
        """Start the clocks.

        :param allowance: seconds that this worker shares with others; None if only its own limits count.
        """
        self.worker = worker
        self.limits = limits
        self._allowance = allowance
        self.output = bytearray()
        self.usable = True
        self._output_open = True
        self._cpu_start = 0.0
        self._cpu_seen = 0.0
        self._wall_end = 0.0
        self._next_check = 0.0
        self._greeted = False
        worker.socket.setblocking(False)
        os.set_blocking(worker.output, False)
        # In this order: a worker that answers has written its output before, so one look sees both.
        self._poll = select.poll()
        self._poll.register(worker.socket, select.POLLIN)
        self._poll.register(worker.output, select.POLLIN)
        self.begin()

    def begin(self) -> None:
        """Start the clocks and the output of a new check."""
        self.output.clear()
        self._cpu_seen = self.worker.cpu_seconds()
        self._count_processor()
        self._wall_end = time.monotonic() + self.limits.wall_seconds

    def close(self) -> None:
        """End the worker at once, because its state is no longer needed."""
        # Close only once, because the number of its output may later belong to another file.
        if not self.usable:
            return
        self.usable = False
        self._count_processor()
        self.worker.kill()
        self.worker.socket.close()
        with contextlib.suppress(OSError):
            os.close(self.worker.output)

    def request(
        self,
        request: WorkerRequest,
        buffers: list[bytes] | None = None,
        *,
        reply_bytes: int = 0,
        fd: int | None = None,
    ) -> tuple[Reply, bytes]:
        """Send a request and return its reply with the body, after comparing both.

        Raise :class:`WorkerFailedError` for everything that is not an answer within the limits. Raise
        :class:`InternalError` for a worker that was never ready, because a submission cannot cause this.
        """
        try:
            self._greet()
            with contextlib.nullcontext() if self._allowance is None else self._allowance.spending():
                self._send(frames.pack(encode(request), buffers), fd)
                header, body = self._receive(reply_bytes)
            reply = _decode(header)
            if reply.number != request.number:
                raise frames.ProtocolError("other_request")
            expected = sum(byte_size(node) for node in _reply_tensors(reply))
            if expected != len(body):
                raise frames.ProtocolError("length", found=len(body), want=expected)
        except frames.ProtocolError as error:
            self.close()
            raise WorkerFailedError("worker.protocol", detail=error.words) from error
        except WorkerFailedError:
            self.close()
            raise
        return reply, body

    def _greet(self) -> None:
        if self._greeted:
            return
        try:
            await_hello(self.worker)
        except InternalError:
            self.close()
            raise
        self._greeted = True
        self.begin()

    def _send(self, pieces: list[bytes], fd: int | None) -> None:
        if fd is not None:
            self._wait(write=True)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                socket.send_fds(self.worker.socket, [pieces[0][:1]], [fd])
            pieces = [pieces[0][1:], *pieces[1:]]
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                try:
                    rest = rest[self.worker.socket.send(rest[: 1 << 18]) :]
                except BlockingIOError:
                    # Most requests fit into the socket at once.
                    self._wait(write=True)
                except (BrokenPipeError, ConnectionResetError):
                    raise self._ended() from None

    def _receive(self, reply_bytes: int) -> tuple[bytes, bytes]:
        assembler = frames.Assembler(_MAX_REPLY_HEADER, reply_bytes)
        while (frame := assembler.next()) is None:
            self._wait(write=False)
            try:
                data = self.worker.socket.recv(1 << 18)
            except BlockingIOError:
                continue
            except ConnectionResetError:
                data = b""
            if not data:
                raise self._ended()
            assembler.feed(data)
        return frame

    def _wait(self, *, write: bool) -> None:
        """Return when the socket is ready; until then, read the output and watch the limits."""
        connection, output = self.worker.socket, self.worker.output
        if write:
            self._poll.modify(connection, select.POLLOUT)
        try:
            while True:
                timeout = max(0.0, min(POLL_SECONDS, self._wall_end - time.monotonic()))
                ready = [fd for fd, _ in self._poll.poll(timeout * 1000)]
                if output in ready:
                    self.drain()
                # Check the limits by time, because a worker that always sends a byte must not prevent the check.
                now = time.monotonic()
                if now >= self._next_check:
                    self._next_check = now + POLL_SECONDS
                    self._check_limits(now)
                if ready and ready[0] == connection.fileno():
                    return
        finally:
            if write:
                self._poll.modify(connection, select.POLLIN)

    def _check_limits(self, now: float) -> None:
        self._cpu_seen = self.worker.cpu_seconds()
        used = self._cpu_seen - self._cpu_start
        if used > self.limits.cpu_seconds:
            raise WorkerFailedError("limit.cpu", seconds=self.limits.cpu_seconds)
        if now >= self._wall_end:
            raise WorkerFailedError("limit.wall", seconds=self.limits.wall_seconds, used=round(used, 2))
        if self._allowance is not None and self._allowance.is_spent:
            starved = self._allowance.is_starved(used)
            raise WorkerFailedError("limit.submission", seconds=self._allowance.seconds, starved=starved)
        if self.worker.excess_memory():
            raise WorkerFailedError("limit.memory", mebibytes=self.limits.memory_bytes >> 20)
        ending = self.worker.ending(0.0)
        if ending is not None and not select.select([self.worker.socket], [], [], 0)[0]:
            raise self._ended()

    def _count_processor(self) -> None:
        """Add the processor time since the check began to what the workers share, and begin to count again."""
        if self._allowance is not None:
            self._allowance.add_processor(self._cpu_seen - self._cpu_start)
        self._cpu_start = self._cpu_seen

    def drain(self) -> None:
        """Read the output of the worker; end the worker if the output is too large."""
        while self._output_open:
            try:
                data = os.read(self.worker.output, 1 << 16)
            except (BlockingIOError, OSError):
                return
            if not data:
                self._output_open = False
                self._poll.unregister(self.worker.output)
                return
            self.output += data
            if len(self.output) > self.limits.output_bytes:
                self.close()
                raise WorkerFailedError("limit.output", kibibytes=self.limits.output_bytes >> 10)

    def _ended(self) -> WorkerFailedError:
        ending = self.worker.ending(ENDING_SECONDS)
        self.drain()
        if ending is None:
            return WorkerFailedError("worker.closed")
        if ending.status < 0:
            return WorkerFailedError("worker.signal", signal=-ending.status)
        return WorkerFailedError("worker.exit", status=ending.status)


def _decode(header: bytes) -> Reply:
    try:
        reply: Reply = decode_reply(header)
    except (msgspec.DecodeError, RecursionError, ValueError, MemoryError) as error:
        raise frames.ProtocolError("header") from error
    return reply


def _reply_tensors(reply: Reply) -> Iterator[TensorNode]:
    if not isinstance(reply, Returned):
        return
    for node in (reply.value, *reply.after, *reply.gradients):
        yield from tensors(node)
