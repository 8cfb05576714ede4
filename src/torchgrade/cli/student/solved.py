"""Progress of a student in one folder: what the last checks said about the text that is there now. Imports no torch.

No code of the student is executed.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from torchgrade.cli.student.folders import Folder
from torchgrade.cli.student.looks import MOST_CODE, code_digest
from torchgrade.cli.student.places import claims_of, list_work, require_place
from torchgrade.cli.student.verdicts import Verdict, Verdicts
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.texts import read_stub
from torchgrade.courses.versions import exercise_version
from torchgrade.deliveries.judge_request import digest_of
from torchgrade.deliveries.listing import SubmittedBytes, read_bytes
from torchgrade.deliveries.listing import list_work as list_one
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import SubmissionResult
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.readers.cells import UnreadableError
from torchgrade.slicing.cutting import ReadFile, cut, definers
from torchgrade.slicing.outline import read_outline

_MOST_CODE = 4 * MOST_CODE
"""Most characters of code of all files that are compared for each exercise; more code is compared as a whole."""


class State(enum.StrEnum):
    """State of an exercise in a folder, as far as the visible checks say."""

    SOLVED = "solved"
    """Every visible check passed."""
    CHECKED = "checked"
    """Some visible checks passed or failed."""
    CHANGED = "changed"
    """The text changed since the last check."""
    COURSE_CHANGED = "course changed"
    """The text is the same, but the course or torchgrade changed since the last check."""
    NOT_CHECKED = "not checked"
    """The function is written and was not checked here."""
    NOT_STARTED = "not started"
    """The function is still the stub."""
    SEVERAL = "several"
    """Several files define the function, so that none of them counts."""
    ABSENT = "absent"
    """No file defines the function."""


class Progress(Struct, frozen=True, kw_only=True):
    """Progress in one exercise."""

    state: State
    """State of the exercise."""
    passed: tuple[str, ...] = ()
    """Ids of the visible checks that passed; empty if the text or the course changed since then."""
    points: float = 0.0
    """Points of these checks."""


class Text(Struct, frozen=True, kw_only=True):
    """Text of one exercise in some files."""

    digest: str
    """Digest of the code that the exercise reaches."""
    is_stub: bool = False
    """Whether the code is still the stub."""
    is_several: bool = False
    """Whether several files define the exercise."""


def remember(
    files: Sequence[SubmittedBytes], result: SubmissionResult, work: Path, plugins: Plugins, catalogue: Catalogue
) -> None:
    """Remember which checks of a result passed, for the text of each exercise in the files.

    :param work: folder of the files.
    """
    known = {outline.name: outline for outline in outlines(plugins)}
    outcomes: dict[str, dict[str, Outcome]] = {}
    for exercise in result.exercises:
        # An error of torchgrade says nothing about the text.
        ran: dict[str, Outcome] = {
            check.check: check.outcome for check in exercise.checks if check.outcome is not Outcome.ERROR
        }
        if ran and exercise.exercise in known:
            outcomes[exercise.exercise] = ran
    if not outcomes:
        return
    memory = Verdicts()
    checked = [known[name] for name in outcomes]
    for name, text in read_texts(files, checked, plugins, catalogue).items():
        if text.is_several:
            continue
        verdict = Verdict(
            text=text.digest,
            version=exercise_version(known[name]),
            passed=tuple(check for check, outcome in outcomes[name].items() if outcome is Outcome.PASSED),
            not_passed=tuple(check for check, outcome in outcomes[name].items() if outcome is not Outcome.PASSED),
        )
        memory.keep(name, work, verdict)


def find_progress(
    place: Path | None, points: Mapping[str, Mapping[str, float]], plugins: Plugins, catalogue: Catalogue
) -> dict[str, Progress] | None:
    """Return the progress in each exercise, or None outside a folder with a student's files.

    :param place: file or folder that the user named; None for the working directory.
    :param points: points of the visible checks of each exercise, by their ids.
    :raises UsageError: the named place cannot be read.
    """
    files = _files(place, points, plugins, catalogue)
    if files is None:
        return None
    known = {outline.name: outline for outline in outlines(plugins) if outline.name in points}
    texts = read_texts(files, list(known.values()), plugins, catalogue)
    if not texts and place is None:
        return None
    work = folder_of(place or Path())
    memory = Verdicts()
    versions = {name: exercise_version(known[name]) for name in texts}
    return {
        name: _progress(name, texts[name], versions[name], points[name], memory, work)
        if name in texts
        else Progress(state=State.ABSENT)
        for name in points
    }


def folder_of(place: Path) -> Path:
    """Return the folder of a file, or the folder itself."""
    return place if place.is_dir() else place.parent


def _progress(
    name: str, text: Text, version: str, points: Mapping[str, float], memory: Verdicts, work: Path
) -> Progress:
    if text.is_several or text.is_stub:
        return Progress(state=State.SEVERAL if text.is_several else State.NOT_STARTED)
    verdict = memory.of_text(name, text.digest, version)
    if verdict is None:
        last = memory.last(name, work)
        if last is None:
            return Progress(state=State.NOT_CHECKED)
        return Progress(state=State.COURSE_CHANGED if last.text == text.digest else State.CHANGED)
    passed = tuple(check for check in points if check in verdict.passed)
    state = State.SOLVED if len(passed) == len(points) else State.CHECKED
    return Progress(state=state, passed=passed, points=sum(points[check] for check in passed))


def _files(
    place: Path | None, exercises: Iterable[str], plugins: Plugins, catalogue: Catalogue
) -> list[SubmittedBytes] | None:
    """Return the files of a place, or None if it is the working directory and no file names an exercise."""
    claims = claims_of(plugins, documents=False)
    if place is not None:
        require_place(place, claims_of(plugins), catalogue)
        if not place.is_dir():
            listing = list_one(place.absolute(), claims_of(plugins), catalogue.note)
            return read_bytes(listing.found[0], catalogue.note)[0] if listing.found else []
    here = place or Path()
    try:
        if not list_work(here, claims, catalogue):
            return None if place is None else []
        files = list(Folder(here, plugins, catalogue).job().files)
    except UsageError:
        if place is None:
            return None
        raise
    # A folder of other code must cost no time, so its files are not parsed.
    words = re.compile(rb"\b(?:" + b"|".join(re.escape(name.encode()) for name in exercises) + rb")\b")
    return files if place is not None or any(words.search(file.data) for file in files) else None


def read_texts(
    files: Sequence[SubmittedBytes], exercises: Sequence[ExerciseOutline], plugins: Plugins, catalogue: Catalogue
) -> dict[str, Text]:
    """Return the text of each exercise that the files define, written or as a stub."""
    readers = plugins.gather("torchgrade_readers")
    read: list[ReadFile] = []
    size = 0
    for file in files:
        reader = next(reader for reader in readers if resolve(reader.claims)(file.name))
        try:
            cells = resolve(reader.cells)(file.data)
            size += sum(len(cell.source) for cell in cells)
            if size > _MOST_CODE:
                return {one.name: Text(digest=digest_of(files)) for one in exercises}
            outline = read_outline(file.name, cells, catalogue.note)
        except UnreadableError:
            continue
        read.append(ReadFile(name=file.name, mtime_ns=file.mtime_ns, outline=outline))
    broken = "\0".join(piece.text for one in read for piece in one.outline.broken)
    texts: dict[str, Text] = {}
    for exercise in exercises:
        name, stub = exercise.name, read_stub(exercise)
        names, are_stubs = definers(read, name, stub)
        found = cut(read, name, say=catalogue.note, stub=stub)
        if len(names) > 1 and not are_stubs:
            texts[name] = Text(digest="", is_several=True)
        elif found.found or found.broken is not None:
            texts[name] = Text(digest=code_digest(found, broken), is_stub=found.not_started)
    return texts
