"""The worker's loop: read a request from descriptor 3, answer it, until the judge closes the socket."""

from __future__ import annotations

import contextlib
import os
import socket
import sys

from torchgrade.protocol import frames
from torchgrade.protocol.messages import Attach, Reply, decode_request, encode
from torchgrade.sandbox.confinement.calls import PROTOCOL_FD
from torchgrade.sandbox.worker.raised import describe
from torchgrade.sandbox.worker.verbs import Verbs

_MAX_REQUEST_BODY = 1 << 30


class _Requests:
    """Reader of frames, and of the descriptor sent beside a frame."""

    def __init__(self) -> None:
        self.assembler = frames.Assembler(max_body=_MAX_REQUEST_BODY)
        self.descriptors: list[int] = []
        # All three arguments are given because a confined worker may not ask the kernel what kind of socket this is.
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=PROTOCOL_FD)

    def next(self) -> tuple[bytes, bytes] | None:
        """Return the next frame, or None when the judge is gone."""
        while (frame := self.assembler.next()) is None:
            data, descriptors, _, _ = socket.recv_fds(self.socket, 1 << 18, 4)
            self.descriptors += descriptors
            if not data:
                self.socket.detach()
                return None
            self.assembler.feed(data)
        return frame


def _write(pieces: list[bytes]) -> None:
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(PROTOCOL_FD, rest[: 1 << 18]) :]


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        # The student may have replaced these streams by any object.
        with contextlib.suppress(BaseException):
            stream.flush()


def _framed(reply: Reply, buffers: list[bytes], own: set[str]) -> list[bytes]:
    """Return a reply ready to be written. If it cannot be encoded, describe that error as any other exception."""
    try:
        return frames.pack(encode(reply), buffers)
    except Exception as error:  # noqa: BLE001 - a text with half a surrogate, a number that is too large
        return frames.pack(encode(describe(error, reply.number, own)))


def serve() -> None:
    """Send the greeting, then answer requests until the judge closes the socket or the process is ended."""
    requests, verbs = _Requests(), Verbs()
    _write([frames.HELLO])
    while (frame := requests.next()) is not None:
        request = decode_request(frame[0])
        sealed = isinstance(request, Attach) and request.sealed
        fd = requests.descriptors.pop(0) if sealed else None
        reply, buffers = verbs.answer(request, frame[1], fd)
        _flush()
        _write(_framed(reply, buffers, verbs.own))
