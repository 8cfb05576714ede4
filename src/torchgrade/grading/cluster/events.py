"""Events of a cluster, as the link reports them to the executor."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.grading.cluster.records import Ready
from torchgrade.model.phrases import Words


class Connected(Struct, frozen=True):
    """The scheduler answered."""


class Seen(Struct, frozen=True):
    """A worker has connected, and its grading processes start."""

    address: str


class Joined(Struct, frozen=True):
    """The grading processes of a worker are ready."""

    address: str
    slots: int
    ready: Ready


class Unfit(Struct, frozen=True):
    """A worker cannot grade."""

    address: str
    name: str
    reason: Words


class Left(Struct, frozen=True):
    """A worker is gone."""

    address: str


class Answered(Struct, frozen=True):
    """A worker returned the answer to a job."""

    address: str
    number: int
    data: bytes


class Failed(Struct, frozen=True):
    """A job raised an exception on its worker, or its worker died."""

    address: str
    number: int
    reason: Words


class Gone(Struct, frozen=True):
    """The connection to the scheduler is lost, or there never was one."""

    reason: Words
    is_start: bool


Event = Connected | Seen | Joined | Unfit | Left | Answered | Failed | Gone
