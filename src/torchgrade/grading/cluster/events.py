"""Events of a cluster, as the link reports them to the executor."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.grading.cluster.records import Ready
from torchgrade.model.phrases import Words


class Connected(Struct, frozen=True):
    """The scheduler answered."""


class _OfWorker(Struct, frozen=True):
    address: str


class _OfJob(_OfWorker, frozen=True):
    number: int


class Seen(_OfWorker, frozen=True):
    """A worker has connected, and its grading processes start."""


class Joined(_OfWorker, frozen=True):
    """The grading processes of a worker are ready."""

    slots: int
    ready: Ready


class Unfit(_OfWorker, frozen=True):
    """A worker cannot grade."""

    name: str
    reason: Words


class Left(_OfWorker, frozen=True):
    """A worker is gone."""


class Answered(_OfJob, frozen=True):
    """A worker returned the answer to a job."""

    data: bytes


class Failed(_OfJob, frozen=True):
    """A job raised an exception on its worker, or its worker died."""

    reason: Words


class Gone(Struct, frozen=True):
    """The connection to the scheduler is lost, or there never was one."""

    reason: Words
    is_start: bool


Event = Connected | Seen | Joined | Unfit | Left | Answered | Failed | Gone
