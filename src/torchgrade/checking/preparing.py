"""What the bench does once so that no judge has to: every judge is a fork of it (ruling 23)."""

from __future__ import annotations

from collections.abc import Callable

from torchgrade.checking.course import Course
from torchgrade.checking.data import Data
from torchgrade.errors import CourseError, TorchgradeError
from torchgrade.plugins.resources import resolve


def prepare_course(course: Course) -> None:
    """Import the references of hidden checks, and let each exercise prepare what its checks keep.

    An exercise that trains may have a function ``prepare(data: Data) -> None`` in its ``checks.py``, which
    calls :meth:`Data.kept`.

    Raises :class:`CourseError` where it fails, and :class:`UsageError` where it says that the data set does not serve.
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
        # Whatever an exercise raises is its author's; it must be named, not hidden.
        raise CourseError(f"The exercise {exercise!r} could not prepare its data: {error!r}.") from error
