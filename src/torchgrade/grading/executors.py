"""Contract of a way to run jobs, so that a class run need not know which one it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct

from torchgrade.deliveries.jobs import Job
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import SubmissionResult


class Finished(Struct, frozen=True, kw_only=True):
    """A job with its result."""

    job: Job
    """The job as it was given."""
    result: SubmissionResult
    """Result to keep."""


class Executor(Protocol):
    """A way to run jobs: on this machine, on a cluster, or in a test's memory."""

    @property
    def course(self) -> CourseInfo:
        """Exercises of the run, known once the executor was made."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        """Grade jobs, in any order.

        A job is pulled when a slot is free, so that a class of any size fits into memory. A job that goes wrong is a
        result and raises no exception.
        """

    def close(self) -> None:
        """Stop everything that still runs. May be called at any time, and more than once."""
