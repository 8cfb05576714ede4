"""What grading found: one record a check, an exercise and a submission."""

from __future__ import annotations

import math
from typing import Any

from msgspec import Struct, field

from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status

SCHEMA_VERSION = 1

Value = bool | int | float | str | list[Any] | None
"""What a message may be filled with: numbers, shapes and names (ruling 31)."""


def plain(value: float) -> float | str:
    """Return a number as JSON can hold it: NaN and the infinities as words."""
    return value if math.isfinite(value) else str(value)


class Note(Struct, frozen=True, kw_only=True):
    """A sentence of the catalogue with its fields filled in."""

    message_id: str
    """Key of the catalogue entry."""
    values: dict[str, Value] = field(default_factory=dict)
    """The named fields of the entry."""
    message: str = ""
    """The English sentence, made from the two."""

    @property
    def is_for_instructor(self) -> bool:
        """Whether no page of a student may show it: what is said of a roster names other students."""
        return self.message_id.startswith("roster.")


class TensorView(Struct, frozen=True, kw_only=True):
    """As much of a tensor (or of another value) as a page shows."""

    type: str
    """``Tensor``, ``float``, ``list`` ..."""
    dtype: str = ""
    """``float32`` ...; empty where the value is not a tensor."""
    shape: list[int] = field(default_factory=list)
    """As torch prints it; empty for a scalar and where the value is not a tensor."""
    cells: list[list[str]] = field(default_factory=list)
    """At most 8 x 8 numbers of 4 significant digits, or of as many more as show that two differ; a vector is one row.
    More dimensions are flattened."""
    first: list[int] = field(default_factory=list)
    """Row and column of the first of ``cells``; empty where they are 0 and 0."""
    text: str = ""
    """What stands for a value that is not a tensor."""
    truncated: bool = False
    """Whether ``cells`` leaves something out."""


class Comparison(Struct, frozen=True, kw_only=True):
    """How two tensors of equal shape differ."""

    elements: int
    """How many were compared."""
    mismatched: int
    """How many differ by more than the tolerance."""
    worst_index: list[int]
    """Where the greatest difference is."""
    worst_expected: float | str
    """The number expected there; ``nan``, ``inf`` and ``-inf`` are words, which JSON has no numbers for."""
    worst_got: float | str
    """The number that came."""
    greatest_difference: float | str
    """Absolute difference there; ``nan`` where one of the two is."""
    rtol: float
    """Relative tolerance."""
    atol: float
    """Absolute tolerance."""


class Argument(Struct, frozen=True, kw_only=True):
    """One argument of the call that was tried."""

    name: str
    """As the chapter calls it."""
    value: TensorView
    """What was passed."""


class Evidence(Struct, frozen=True, kw_only=True):
    """What was tried, what was expected and what came."""

    call: str
    """``softmax(X)``."""
    arguments: list[Argument] = field(default_factory=list)
    """The values of that call."""
    expected: TensorView | None = None
    """None where no single value was expected."""
    got: TensorView | None = None
    """None where nothing came back."""
    comparison: Comparison | None = None
    """None where the two could not be compared element by element."""


class Frame(Struct, frozen=True, kw_only=True):
    """One line of a traceback through the student's own code."""

    place: str
    """``softmax.py, line 3`` or ``cell 4, line 2``."""
    function: str
    """The function that the line stands in."""
    line: str
    """The text of the line."""


class Passage(Struct, frozen=True, kw_only=True):
    """Where the course's book explains what went wrong."""

    section: str
    """Number of the section, ``4.3``."""
    title: str = ""
    """What the section is called, in English."""
    links: dict[str, str] = field(default_factory=dict)
    """Address by language, ``en`` and ``zh``; empty where the course names none."""


class Diagnosis(Struct, frozen=True, kw_only=True):
    """The mistake that reproduces what came; where several do, what these have in common."""

    misconception: str
    """Id, ``softmax.dim_0``; ``mistake.several`` where more than one gives what came, so that none is named."""
    message: str
    """The sentence that names it."""
    values: dict[str, Value] = field(default_factory=dict)
    """The named fields of the sentence."""
    shared: list[Note] = field(default_factory=list)
    """Where none is named: what those that give the same numbers are about, one entry for each subject."""
    passage: Passage | None = None
    """Where to read; None where no section explains it."""


class CheckResult(Struct, frozen=True, kw_only=True):
    """What became of one check."""

    check: str
    """Id, ``softmax.rows``."""
    kind: Kind
    """What it looks at."""
    hidden: bool
    """Whether the student sees no more than its sentence and outcome (ruling 30)."""
    outcome: Outcome
    """Passed, failed, skipped, or an error of ours."""
    points: float
    """Earned."""
    max_points: float
    """To be earned."""
    title: str = ""
    """One to four words that name it, in English; empty in a record of an earlier version."""
    sentence: str = ""
    """The requirement, in English."""
    message_id: str = ""
    """Catalogue entry of the reason; empty where it passed."""
    values: dict[str, Value] = field(default_factory=dict)
    """The named fields of that entry."""
    message: str = ""
    """The reason in English, made from the two."""
    diagnosis: Diagnosis | None = None
    """The mistake that gives the same numbers, if one does."""
    next: Note | None = None
    """What to do next; None where it passed, and for a hidden check."""
    evidence: Evidence | None = None
    """What was tried, expected and got."""
    frames: list[Frame] = field(default_factory=list)
    """The student's own lines of the traceback, outermost first."""
    notes: list[Note] = field(default_factory=list)
    """Remarks that cost no points."""
    output: str = ""
    """What the function printed, made showable."""
    check_seed: int | None = None
    """The seed that draws the same inputs again; None for a hidden check."""


class Point(Struct, frozen=True, kw_only=True):
    """One point of a curve."""

    x: float
    """Epochs done."""
    y: float | str
    """The value there; ``nan``, ``inf`` and ``-inf`` are words."""


class BandPoint(Struct, frozen=True, kw_only=True):
    """How far the reference's curves spread at one x."""

    x: float
    """As in the curve's points."""
    low: float
    """The least of their values."""
    median: float
    """Their median."""
    high: float
    """The greatest of them."""


class Band(Struct, frozen=True, kw_only=True):
    """Where the reference's own curves lie, over several trainings (ruling 15)."""

    trainings: int
    """How many there were."""
    points: list[BandPoint]
    """In order of x."""


class Curve(Struct, frozen=True, kw_only=True, tag="curve", tag_field="type"):
    """A line to draw, such as the training loss at the start of each epoch."""

    name: str
    """Catalogue entry of its caption, ``curve.train_loss``."""
    points: list[Point]
    """In order of x."""
    band: Band | None = None
    """The reference's, to compare with; None where no reference is installed."""


class Picture(Struct, frozen=True, kw_only=True):
    """One classified image."""

    index: int
    """Its place in the test images of the data set."""
    true: int
    """Its label, as the data set numbers classes."""
    predicted: int
    """The class that the trained parameters give, numbered alike."""
    pixels: bytes
    """28 x 28 uint8, row by row."""


class Images(Struct, frozen=True, kw_only=True, tag="images", tag_field="type"):
    """Images with their true and predicted classes."""

    name: str
    """Catalogue entry of its caption."""
    items: list[Picture]
    """In the order shown."""
    classes: list[str] = field(default_factory=list)
    """Names of the classes by number, as the data set gives them; empty where it has none."""
    chosen: Note | None = None
    """How they were chosen, and among how many."""


Attachment = Curve | Images


class ExerciseResult(Struct, frozen=True, kw_only=True):
    """What became of one exercise."""

    exercise: str
    """Id."""
    status: Status
    """Graded, missing, not started, or an error of ours."""
    points: float
    """Sum over the checks."""
    max_points: float
    """Sum over the checks."""
    file: str = ""
    """The file that it was taken from, made showable."""
    notes: list[Note] = field(default_factory=list)
    """What was skipped or replaced while the file was read, with its line."""
    checks: list[CheckResult] = field(default_factory=list)
    """In the order in which they ran; empty where the exercise was not started."""
    attachments: list[Attachment] = field(default_factory=list)
    """Curves and images (ruling 33)."""


class SubmittedFile(Struct, frozen=True, kw_only=True):
    """One file that was handed in."""

    name: str
    """Path inside the submission, made showable."""
    sha256: str
    """Digest of its bytes."""
    size: int
    """In bytes."""


class Environment(Struct, frozen=True, kw_only=True):
    """What a regrade needs to know (DESIGN.md section 6)."""

    torchgrade: str
    """Version."""
    python: str
    """Version."""
    torch: str
    """Version."""
    course: str
    """Digest of checks, references, givens and policy (ruling 9)."""
    data: str
    """Name and digest of the data set."""
    threads: int = 1
    """Threads that torch used."""


class SubmissionResult(Struct, frozen=True, kw_only=True):
    """What became of one submission: one line of ``results.jsonl``."""

    schema_version: int = SCHEMA_VERSION
    """Of this record."""
    submission: str
    """Id: a file's name without suffix, or a folder's."""
    points: float | None
    """Total; None where an exercise ended in an error of ours (ruling 1) or a person must decide (ruling 45)."""
    max_points: float
    """Of the exercises chosen."""
    sandbox: SandboxLevel
    """How far the worker was confined."""
    seconds: float
    """On the clock, from the start of the judge to its result; the one field that does not repeat."""
    exercises: list[ExerciseResult]
    """In the order of the course."""
    files: list[SubmittedFile] = field(default_factory=list)
    """What was read."""
    problems: list[Note] = field(default_factory=list)
    """What was not understood, and what a person should look at."""
    hidden_checks: bool = True
    """Whether hidden checks ran."""
    seed: int | None = None
    """The run's seed; a page does not show it."""
    environment: Environment | None = None
    """Versions and digests; None where nothing could be read."""


def total(result: SubmissionResult) -> float:
    """Return the points earned, counting an ungraded submission as 0 for sorting only."""
    return 0.0 if result.points is None else result.points
