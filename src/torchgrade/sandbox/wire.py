"""Records that the command, the zygote, the bench and a judge exchange: msgpack in length-prefixed frames."""

from __future__ import annotations

import socket
import traceback
from typing import cast

import msgspec
from msgspec import Struct

import torchgrade.errors
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.errors import TorchgradeError
from torchgrade.model.catalogue import Told
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import Phrase, Words
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told_as, words_of
from torchgrade.protocol import frames
from torchgrade.sandbox.confinement.plan import Plan
from torchgrade.sandbox.confinement.records import Isolation

_TRACEBACK = 4000
"""Characters of a traceback that a record keeps, from its end."""


class Configure(Struct, frozen=True, kw_only=True, tag="configure"):
    """Command to bench: load the course for this run."""

    config: RunConfig


class Confine(Struct, frozen=True, kw_only=True, tag="confine"):
    """Command to zygote: how to confine workers."""

    plan: Plan
    memory_bytes: int
    """Memory of the canary, as of any worker."""


class Confined(Struct, frozen=True, kw_only=True, tag="confined"):
    """Zygote to command: the observed confinement of workers."""

    isolation: Isolation


class StartJudge(Struct, frozen=True, kw_only=True, tag="judge"):
    """Command to bench: fork a judge. Its socket is sent with the frame."""

    job: int


class KillJudge(Struct, frozen=True, kw_only=True, tag="kill"):
    """Command to bench: end a judge that takes too long."""

    job: int


class Configured(Struct, frozen=True, kw_only=True, tag="configured"):
    """Bench to command: the course is loaded."""

    course: CourseInfo


class Refused(Struct, frozen=True, kw_only=True, tag="refused"):
    """Bench to command: the course cannot be loaded."""

    error: str
    """Class of the error, by name in ``torchgrade.errors``."""
    message: str
    """Text of the error, in English."""
    phrase: Phrase | None = None
    """Words of the text in any language; None if it is not ours."""

    @classmethod
    def of(cls, error: TorchgradeError) -> Refused:
        """Return the refusal for an error."""
        words = words_of(error)
        return cls(error=type(error).__name__, message=str(error), phrase=words if isinstance(words, dict) else None)

    def as_error(self) -> TorchgradeError:
        """Return the error, to be raised in the command."""
        kind = getattr(torchgrade.errors, self.error, TorchgradeError)
        return cast("TorchgradeError", kind(told_as(self.message, self.phrase)))


class Reading(Struct, frozen=True, kw_only=True, tag="reading"):
    """Judge to command: the submission's text is being read now."""


class Read(Struct, frozen=True, kw_only=True, tag="read"):
    """Judge to command: the text was read. Errors from now on are ours."""


class Verdict(Struct, frozen=True, kw_only=True, tag="verdict"):
    """Judge to command: the result."""

    result: SubmissionResult
    starved: bool = False
    """Whether a check ran out of time while its worker could not use the processor (ruling 25)."""
    killed: bool = False
    """Whether a worker got SIGKILL, which neither the zygote nor a limit sent."""


class Killed(Struct, frozen=True, kw_only=True, tag="killed"):
    """Bench to command, on the judge's own socket: the judge got SIGKILL, which the command did not order."""


class Broken(Struct, frozen=True, kw_only=True, tag="broken"):
    """Judge to command: an error of ours."""

    message: str
    """Traceback of the error."""
    phrase: Phrase | None = None
    """Words of the error in any language; None if they are not ours."""

    @classmethod
    def of(cls, error: Exception) -> Broken:
        """Return the record of an error that is being handled."""
        text = error.args[0] if error.args else None
        message = "".join(traceback.format_exception(error))
        return cls(message=message[-_TRACEBACK:], phrase=text.phrase if isinstance(text, Told) else None)

    @property
    def detail(self) -> Words:
        """Words of the error, or its traceback."""
        return self.phrase or self.message


ToZygote = Confine
FromZygote = Confined
ToBench = Configure | StartJudge | KillJudge
ToCommand = Configured | Refused | Reading | Read | Verdict | Broken | Killed

encode = msgspec.msgpack.Encoder().encode
decode_to_zygote = msgspec.msgpack.Decoder(ToZygote).decode
decode_from_zygote = msgspec.msgpack.Decoder(FromZygote).decode
decode_to_bench = msgspec.msgpack.Decoder(ToBench).decode
decode_to_command = msgspec.msgpack.Decoder(ToCommand).decode
decode_request = msgspec.msgpack.Decoder(JudgeRequest).decode
_MAX_FRAME = 1 << 30


class Connection:
    """A blocking stream of frames, with a descriptor beside a frame if one is sent."""

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream
        self.assembler = frames.Assembler(max_header=_MAX_FRAME)
        self.descriptors: list[int] = []

    def send(self, record: Struct, fd: int | None = None) -> None:
        """Write one record. Raise OSError if the other end is gone."""
        data = b"".join(frames.pack(encode(record)))
        if fd is not None:
            socket.send_fds(self.stream, [data[:1]], [fd])
            data = data[1:]
        self.stream.sendall(data)

    def receive(self) -> bytes | None:
        """Return the next frame, or None at the end of the stream. Raise TimeoutError as the socket does."""
        while (frame := self.assembler.next()) is None:
            data, descriptors, _, _ = socket.recv_fds(self.stream, 1 << 18, 4)
            self.descriptors += descriptors
            if not data:
                return None
            self.assembler.feed(data)
        return frame[0]

    def close(self) -> None:
        """Close the stream."""
        self.stream.close()
