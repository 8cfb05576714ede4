"""Work that the bench does once for all judges, because every judge is its fork (ruling 23)."""

from __future__ import annotations

from collections.abc import Callable

from torchgrade.checking.course import Course
from torchgrade.checking.data import Data
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
