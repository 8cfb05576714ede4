"""Fixture of checks: the run's data set, its seed, and a place for pictures of the student's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import json, structs

from torchgrade.checking.course import Course
from torchgrade.datasets.dataset import Dataset
from torchgrade.model.phrases import Value
from torchgrade.model.results import Attachment, Curve, Note

T = TypeVar("T")

MOST_BYTES = 64 << 10
"""Most bytes of an exercise's attachments as JSON (ruling 33)."""


class Data:
    """The fixture ``data``."""

    def __init__(self, course: Course, exercise: str, attachments: list[Attachment]) -> None:
        self._course = course
        self._bands = course.bands.get(exercise, {})
        self._attachments = attachments
        self.hidden = False
        """Whether a hidden check is running, whose inputs no page may show (ruling 30)."""

    @property
    def dataset(self) -> Dataset:
        """Data set of the run."""
        return self._course.data

    @property
    def run_seed(self) -> int:
        """Seed of the run. It picks a fixed workload, never an input that a student could foresee."""
        return self._course.config.seed

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Return the first result of ``make``. All judges share a value that ``prepare`` in ``checks.py`` keeps."""
        return self._course.kept.get(name, make)

    def note(self, message_id: str, **values: Value) -> Note:
        """Return a sentence of the course's catalogue, for the text of an attachment."""
        return self._course.catalogue.note(message_id, **values)

    def attach(self, attachment: Attachment) -> None:
        """Put a picture on the student's page, a curve together with the reference's band if there is one.

        It replaces a picture of the same name. A picture that would make the attachments too large is left out, because
        a submission may decide how many there are. So is every picture of a hidden check.
        """
        if self.hidden:
            return
        if isinstance(attachment, Curve):
            attachment = structs.replace(attachment, band=self._bands.get(attachment.name))
        kept = [a for a in self._attachments if a.name != attachment.name]
        fits = len(json.encode([*kept, attachment])) <= MOST_BYTES
        self._attachments[:] = [*kept, attachment] if fits else kept
