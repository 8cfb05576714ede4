"""Records that the command and the workers of a cluster exchange, as msgpack inside the arguments of a task."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.sandbox.wire import Refused


class Begin(Struct, frozen=True, kw_only=True):
    """Command to worker: start the grading processes of a run."""

    run: str
    """Random name of this start of the command."""
    config: RunConfig
    """Configuration of the run."""
    slots: int
    """Number of submissions that the worker judges at a time."""


class Ready(Struct, frozen=True, kw_only=True, tag="ready"):
    """Worker to command: the grading processes of the run wait for submissions."""

    name: str
    """Name of the worker."""
    distributed: str
    """Version of distributed."""
    level: SandboxLevel
    """Level that the confinement reached."""
    course: CourseInfo
    """Exercises with their digests, and the versions."""


class Unable(Struct, frozen=True, kw_only=True, tag="unable"):
    """Worker to command: the grading processes cannot be started."""

    name: str
    """Name of the worker."""
    reason: Refused
    """Error that was raised."""


class Job(Struct, frozen=True, kw_only=True):
    """Command to worker: judge one submission."""

    run: str
    """Name of this start of the command."""
    request: JudgeRequest
    """Submission with the bytes of its files."""


class Judged(Struct, frozen=True, kw_only=True, tag="judged"):
    """Worker to command: the result of one submission."""

    run: str
    """Name of this start of the command."""
    digest: str
    """Digest of the judged files, as the request had it."""
    result: SubmissionResult
    """Result for the submission."""


class Closed(Struct, frozen=True, kw_only=True, tag="closed"):
    """Worker to command: the worker has no grading processes of the run, or they ended while it judged."""

    run: str
    """Name of this start of the command."""


class Broken(Struct, frozen=True, kw_only=True, tag="broken"):
    """Worker to command: the worker failed while it judged, which is no fault of the submission."""

    run: str
    """Name of this start of the command."""
    reason: str
    """Exception, safe to show."""


def reason_of(error: Exception) -> str:
    """Return an exception as a sentence that is safe to show."""
    return show_name(f"{type(error).__name__}: {error}.")


encode = msgspec.msgpack.Encoder().encode
decode_begin = msgspec.msgpack.Decoder(Begin).decode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_greeting = msgspec.msgpack.Decoder(Ready | Unable).decode
decode_reply = msgspec.msgpack.Decoder(Judged | Closed | Broken).decode
