"""What a way to run jobs promises, so that a class run need not know which one it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct

from torchgrade.deliveries.jobs import Job
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import SubmissionResult


class Finished(Struct, frozen=True, kw_only=True):
    """A job and what became of it."""

    job: Job
    """As it was given."""
    result: SubmissionResult
    """To be kept."""


class Executor(Protocol):
    """A way to run jobs: on this machine, on a cluster, or in a test's memory."""

    @property
    def course(self) -> CourseInfo:
        """What the exercises of the run are, known once the executor was made."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        """Grade jobs, in any order.

        Jobs are pulled as there is room for them, so that a class of any size fits into memory. A
        job that goes wrong is a result; nothing is raised for it.
        """

    def close(self) -> None:
        """Stop everything that still runs; may be called at any time, and twice."""
