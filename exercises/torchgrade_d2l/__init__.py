"""Course on linear and softmax regression: the part that a student receives."""

from __future__ import annotations

from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import CourseSource, DatasetSource


@hookimpl
def torchgrade_exercises() -> list[CourseSource]:
    """Return the course."""
    return [CourseSource(name="d2l", package="torchgrade_d2l")]


@hookimpl
def torchgrade_datasets() -> list[DatasetSource]:
    """Return the data set that needs no network."""
    return [
        DatasetSource(
            name="synthetic-fashion",
            load="torchgrade_d2l.data.synthetic_fashion:load",
            describe="describe.data.synthetic-fashion",
            available="torchgrade_d2l.data.files:synthetic_fashion",
        )
    ]
