"""The protocol of executors, so that a class run need not know which one it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import SubmissionResult


class Executor(Protocol):
    """A way to judge submissions: on this machine, on a cluster, or in a test's memory."""

    @property
    def course(self) -> CourseInfo:
        """Exercises of the run, known once the executor is made."""

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        """Yield each request with its result, in any order.

        A request is pulled when a slot is free, so that a class of any size fits into memory. A submission that fails
        is a result and raises no exception. If a request names checks (``only``), its result may have their exercises
        alone.
        """

    def close(self) -> None:
        """Stop everything that still runs. May be called at any time, and more than once."""
