"""Worker that is a socket and a pipe of the test, to test the judge's end of the protocol."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable

from torchgrade.protocol import frames
from torchgrade.protocol.messages import Attach, Reply, WorkerRequest, decode_request, encode
from torchgrade.protocol.worker import Ending

Answer = Callable[[WorkerRequest, bytes], "tuple[Reply, list[bytes]] | bytes | None"]


class FakeWorker:
    """Worker with every method that a client calls; the test decides the results."""

    def __init__(self) -> None:
        self.socket, self.theirs = socket.socketpair()
        self.theirs.sendall(frames.HELLO)
        self.output, self.writer = os.pipe()
        self.end: Ending | None = None
        self.cpu = 0.0
        self.excess = False
        self.killed = False

    def ending(self, wait: float) -> Ending | None:
        return self.end

    def cpu_seconds(self) -> float:
        return self.cpu

    def excess_memory(self) -> bool:
        return self.excess

    def kill(self) -> None:
        if not self.killed:
            self.killed = True
            self.theirs.close()
            os.close(self.writer)

    def say(self, data: bytes) -> None:
        """Write bytes to the judge without a request."""
        self.theirs.sendall(data)


class AnsweringWorker(FakeWorker):
    """Worker that answers each request, in a thread, with the result of a function of the test.

    Bytes are written unchanged; None ends the worker's end of the socket.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
        self.requests: list[WorkerRequest] = []
        self.bodies: list[bytes] = []
        self.thread = threading.Thread(target=self._serve, args=(self.theirs.dup(),), daemon=True)
        self.thread.start()

    def _serve(self, connection: socket.socket) -> None:
        assembler = frames.Assembler(max_body=1 << 24)
        with connection:
            while True:
                while (frame := assembler.next()) is None:
                    data, descriptors, _, _ = socket.recv_fds(connection, 1 << 16, 4)
                    if not data:
                        return
                    assembler.feed(data)
                    bodies = [os.pread(fd, 1 << 20, 0) for fd in descriptors]
                    for fd in descriptors:
                        os.close(fd)
                    self.bodies += bodies
                request = decode_request(frame[0])
                if not (isinstance(request, Attach) and request.sealed):
                    self.bodies.append(frame[1])
                self.requests.append(request)
                answer = self.answer(request, frame[1])
                if answer is None:
                    connection.shutdown(socket.SHUT_RDWR)
                    return
                data = answer if isinstance(answer, bytes) else framed(*answer)
                try:
                    connection.sendall(data)
                except OSError:
                    return

    def kill(self) -> None:
        if not self.killed:
            self.theirs.shutdown(socket.SHUT_RDWR)
        super().kill()
        self.thread.join()


def framed(reply: Reply, buffers: list[bytes] | None = None) -> bytes:
    """Return the whole frame of a reply."""
    return b"".join(frames.pack(encode(reply), buffers))


def raw_frame(header: bytes, body: bytes = b"", *, lengths: tuple[int, int] | None = None) -> bytes:
    """Return a frame whose prefix may declare other lengths than the real ones."""
    return struct.pack("<IQ", *(lengths or (len(header), len(body)))) + header + body
