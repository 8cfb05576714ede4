"""Work before a request is there: the first reading of a process, and the first worker."""

from __future__ import annotations

import json
from typing import Protocol

from torchgrade.checking.course import Course
from torchgrade.checking.grade import Workers, grade
from torchgrade.checking.reading import read_submission
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.runs import RunConfig


class OrderedWorkers(Workers, Protocol):
    """Source of workers that can start one ahead of its use."""

    def order(self) -> None:
        """Begin to start the next worker."""


def read_stubs(course: Course) -> None:
    """Read the course's stubs as a file and as a notebook.

    The first reading of a process imports readers, compiles patterns and takes ten milliseconds more than the next one.
    """
    text = "\n\n".join(map(course.stub, course.exercises))
    cells = {"cells": [{"cell_type": "code", "source": text}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    for name, data in (("stubs.py", text), ("stubs.ipynb", json.dumps(cells))):
        file = SubmittedBytes(name=name, data=data.encode(), mtime_ns=0)
        read_submission(JudgeRequest(submission="", digest="", files=(file,)), course)


def rehearse(course: Course, config: RunConfig, workers: OrderedWorkers) -> None:
    """Order the worker of the request, then read the course's stubs and grade an empty submission.

    A fork shares its parent's memory until it writes to it, and the first reading writes to thousands of pages. The
    worker confines itself meanwhile. It has seen nothing of this text when the request comes.
    """
    workers.order()
    read_stubs(course)
    nothing = JudgeRequest(submission="", digest="", files=())
    grade(nothing, read_submission(nothing, course), course, config, workers)
