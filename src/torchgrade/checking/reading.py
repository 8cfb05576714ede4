"""The judge's reading of a submission: bytes to cells, cells to statements, statements to slices."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from torchgrade.checking.course import Course
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.phrases import listed
from torchgrade.model.results import Note, SubmittedFile
from torchgrade.model.showable import show_name
from torchgrade.plugins.resources import resolve
from torchgrade.readers.cells import UnreadableError, first_of
from torchgrade.slicing.cutting import ReadFile, Slice, cut
from torchgrade.slicing.frameworks import other_framework
from torchgrade.slicing.outline import Outline, read_outline
from torchgrade.slicing.skipped import with_one_list

_MOST_NAMES = 5


@dataclass(slots=True, kw_only=True)
class ReadSubmission:
    """Contents of a submission's text."""

    slices: dict[str, Slice] = field(default_factory=dict)
    """Slices by exercise."""
    files: list[SubmittedFile] = field(default_factory=list)
    """Submitted files."""
    notes: list[Note] = field(default_factory=list)
    """Notes about unreadable parts, and about files for another framework."""
    frameworks: set[str] = field(default_factory=set)
    """Modules of the other frameworks that the notes name."""


def read_submission(request: JudgeRequest, course: Course) -> ReadSubmission:
    """Read every file by itself, and cut out the slice of each exercise, without executing anything."""
    read = ReadSubmission()
    readable: list[ReadFile] = []
    for file in request.files:
        digest = hashlib.sha256(file.data).hexdigest()
        read.files.append(SubmittedFile(name=show_name(file.name), sha256=digest, size=len(file.data)))
        outline = _outline(file, course, read.notes)
        if outline is not None:
            readable.append(ReadFile(name=file.name, mtime_ns=file.mtime_ns, outline=outline))
            read.notes.extend(outline.notes)
            found = other_framework(outline)
            if found is not None:
                read.frameworks.add(found.module)
                read.notes.append(course.catalogue.note("read.framework", place=found.place, framework=found.name))
    if readable and not any(file.outline.sources or file.outline.asides for file in readable):
        names = listed(file.outline.name for file in readable[:_MOST_NAMES])
        read.notes.append(course.catalogue.note("read.no_block", files=names))
    read.notes = first_of(read.notes, lambda count: course.catalogue.note("read.more", count=count))
    exercises = [exercise.name for exercise in course.exercises]
    for exercise in course.exercises:
        read.slices[exercise.name] = cut(
            readable,
            exercise.name,
            say=course.catalogue.note,
            loaders=course.around(exercise).loaders,
            stub=course.stub(exercise),
            others=exercises,
        )
    read.slices = with_one_list(read.slices, course.catalogue.note)
    return read


def _outline(file: SubmittedBytes, course: Course, notes: list[Note]) -> Outline | None:
    reader = next((reader for reader in course.readers if resolve(reader.claims)(file.name)), None)
    try:
        if reader is None:
            raise UnreadableError("read.no_reader", file=show_name(file.name))
        return read_outline(file.name, resolve(reader.cells)(file.data), course.catalogue.note)
    except UnreadableError as error:
        note = error.note(course.catalogue.note)
        notes.append(course.catalogue.note("read.file", file=show_name(file.name), reason=note.phrase))
        return None
