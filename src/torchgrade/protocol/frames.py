"""Frames: a length prefix, a msgpack header and the raw bytes of tensors behind it.

``<IQ``: length of the header (at most 8 MiB), length of the body. Lengths are checked before anything is read.
"""

from __future__ import annotations

import struct

from torchgrade.model.phrases import Value, phrase

PREFIX = struct.Struct("<IQ")
MAX_HEADER = 8 << 20
HELLO = b"\x06"
"""Byte that a worker sends once, after its confinement is complete and before it reads its first request."""


class ProtocolError(Exception):
    """Error for a frame that an honest peer never sends."""

    def __init__(self, entry: str, **values: Value) -> None:
        """Describe the frame.

        :param entry: entry of ``[protocol]`` with its fields. The judge has the catalogue, and a worker has none.
        """
        super().__init__(entry, values)
        self.words = phrase(f"protocol.{entry}", **values)


class FrameError(ProtocolError):
    """Error for a frame whose lengths exceed the limits."""


_JOINED = 1 << 18
"""Largest body that is copied into one piece with its header: one write costs more than the copy."""


def pack(header: bytes, buffers: list[bytes] | None = None) -> list[bytes]:
    """Return the pieces of a frame, ready for writing one after another."""
    body = buffers or []
    size = 0
    for piece in body:
        # Not by `sum`, which a submission may have replaced.
        size += len(piece)
    first = PREFIX.pack(len(header), size) + header
    return [b"".join((first, *body))] if size <= _JOINED else [first, *body]


class Assembler:
    """Assembler of frames from pieces of any size, within limits."""

    def __init__(self, max_header: int = MAX_HEADER, max_body: int = 0) -> None:
        self.max_header = max_header
        self.max_body = max_body
        self._pending = bytearray()

    def feed(self, data: bytes) -> None:
        """Add received bytes."""
        self._pending += data

    def next(self) -> tuple[bytes, bytes] | None:
        """Return the next whole frame as header and body, or None; raise :class:`FrameError` early."""
        if len(self._pending) < PREFIX.size:
            return None
        header, body = PREFIX.unpack_from(self._pending)
        if header > self.max_header or body > self.max_body:
            most = {"most_header": self.max_header, "most_body": self.max_body}
            raise FrameError("large", header=header, body=body, **most)
        end = PREFIX.size + header + body
        if len(self._pending) < end:
            return None
        whole = bytes(self._pending[PREFIX.size : end])
        del self._pending[:end]
        return whole[:header], whole[header:]
