"""Work that the bench does once for all judges, because every judge is its fork (ruling 23)."""

from __future__ import annotations

import json
from collections.abc import Callable

from torchgrade.checking.course import Course
from torchgrade.checking.data import Data
from torchgrade.checking.reading import read_submission
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.errors import CourseError, TorchgradeError
from torchgrade.model.told import told
from torchgrade.plugins.resources import resolve


def prepare_course(course: Course) -> None:
    """Import the references of hidden checks, and let each exercise prepare the values that its checks keep.

    An exercise that trains may have a function ``prepare(data: Data) -> None`` in its ``checks.py``, which calls
    :meth:`Data.kept`.

    Raise :class:`CourseError` if it fails, and :class:`UsageError` if it reports that the data set cannot be used.
    """
    for exercise in course.exercises:
        if exercise.hidden_path is not None and exercise.reference is not None:
            resolve(exercise.reference)
        if exercise.outline.data:
            _prepare(course, exercise.name, f"{exercise.outline.package}.checks")


def rehearse(course: Course) -> None:
    """Read the course's own starter files once, as a file and as a notebook.

    The first reading of a process imports readers, compiles patterns and takes ten milliseconds more than the next one.
    """
    text = "\n\n".join(course.stub(exercise) for exercise in course.exercises)
    cells = {"cells": [{"cell_type": "code", "source": text}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    files = (
        SubmittedBytes(name="starter.py", data=text.encode(), mtime_ns=0),
        SubmittedBytes(name="starter.ipynb", data=json.dumps(cells).encode(), mtime_ns=0),
    )
    for file in files:
        read_submission(JudgeRequest(submission="starter", digest="", files=(file,)), course)


def _prepare(course: Course, exercise: str, module: str) -> None:
    try:
        prepare: Callable[[Data], None] = resolve(f"{module}:prepare")
    except CourseError as error:
        if isinstance(error.__cause__, AttributeError):
            return
        raise
    try:
        prepare(Data(course, exercise, []))
    except TorchgradeError:
        raise
    except Exception as error:
        # The exception is the fault of the exercise's author, so it must be named, not hidden.
        raise CourseError(told("error.course.not_prepared", exercise=exercise, reason=repr(error))) from error
