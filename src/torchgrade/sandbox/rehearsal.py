"""The work of a judge that waits for its request, so that a student does not wait for it after a save."""

from __future__ import annotations

from typing import Protocol

from torchgrade.checking.course import Course
from torchgrade.checking.grade import Workers, grade
from torchgrade.checking.reading import read_submission
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.runs import RunConfig

_FILE = "stubs.py"


class OrderedWorkers(Workers, Protocol):
    """Source of workers that can start one ahead of its use."""

    def order(self) -> None:
        """Begin to start the next worker."""


def rehearse(course: Course, config: RunConfig, workers: OrderedWorkers) -> None:
    """Order the worker of the request, then read the course's stubs and grade an empty submission.

    A fork shares its parent's memory until it writes to it, and the first reading writes to thousands of pages. The
    worker confines itself meanwhile. It has seen nothing of this text when the request comes.
    """
    workers.order()
    stubs = "\n\n".join(map(course.stub, course.exercises)).encode()
    file = SubmittedBytes(name=_FILE, data=stubs, mtime_ns=0)
    read_submission(JudgeRequest(submission="", digest="", files=(file,)), course)
    nothing = JudgeRequest(submission="", digest="", files=())
    grade(nothing, read_submission(nothing, course), course, config, workers)
