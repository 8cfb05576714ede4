"""Results of grading: one record for each check, exercise and submission."""

from __future__ import annotations

import math

from msgspec import Struct, field

from torchgrade.model.attachments import Cloud, Gallery, Matrix, Recovered
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.phrases import Phrase, Value, phrase

SCHEMA_VERSION = 1


def plain(value: float) -> float | str:
    """Return a number in a form for JSON: NaN and the infinities become words."""
    return value if math.isfinite(value) else str(value)


class Note(Struct, frozen=True, kw_only=True):
    """Sentence of the catalogue with its fields filled in."""

    message_id: str
    """Key of the catalogue entry."""
    values: dict[str, Value] = field(default_factory=dict)
    """Named fields of the entry."""
    message: str = ""
    """English sentence, made from the entry and its fields."""

    @property
    def phrase(self) -> Phrase:
        """Field for the sentence inside another message."""
        return phrase(self.message_id, **self.values)

    @property
    def is_for_instructor(self) -> bool:
        """Whether no page of a student may show the note: it is on a roster, or on a shard of the class."""
        return self.message_id.startswith(("roster.", "shard."))


class TensorView(Struct, frozen=True, kw_only=True):
    """Part of a tensor (or of another value) that a page shows."""

    type: str
    """Type of the value: ``Tensor``, ``float``, ``list`` ..."""
    dtype: str = ""
    """Dtype, ``float32`` ...; empty if the value is not a tensor."""
    shape: list[int] = field(default_factory=list)
    """Shape as torch prints it; empty for a scalar and if the value is not a tensor."""
    cells: list[list[str]] = field(default_factory=list)
    """At most 8 x 8 numbers of 4 significant digits, or of more digits if two numbers would look alike.

    A vector is one row. More dimensions are flattened.
    """
    first: list[int] = field(default_factory=list)
    """Row and column of the first of ``cells``; empty if both are 0."""
    text: str = ""
    """Text of a value that is not a tensor."""
    truncated: bool = False
    """Whether ``cells`` contains only a part of the numbers."""


class Comparison(Struct, frozen=True, kw_only=True):
    """Differences between two tensors of equal shape."""

    elements: int
    """Number of compared elements."""
    mismatched: int
    """Number of elements that differ by more than the tolerance."""
    worst_index: list[int]
    """Index of the largest difference."""
    worst_expected: float | str
    """Expected number at this index; ``nan``, ``inf`` and ``-inf`` are words, because JSON has no such numbers."""
    worst_got: float | str
    """Number of the result at this index."""
    greatest_difference: float | str
    """Absolute difference at this index; ``nan`` if one of the two numbers is ``nan``."""
    rtol: float
    """Relative tolerance."""
    atol: float
    """Absolute tolerance."""


class Argument(Struct, frozen=True, kw_only=True):
    """Argument of the call that was tried."""

    name: str
    """Name of the argument in the chapter."""
    value: TensorView
    """Value that was passed."""


class Evidence(Struct, frozen=True, kw_only=True):
    """Call that was tried, its expected result and its actual result."""

    call: str
    """Text of the call, ``softmax(X)``."""
    arguments: list[Argument] = field(default_factory=list)
    """Arguments of the call."""
    expected: TensorView | None = None
    """Expected value; None if no single value was expected."""
    got: TensorView | None = None
    """Result; None if the call returned no result."""
    comparison: Comparison | None = None
    """Comparison; None if the two values could not be compared element by element."""


class Frame(Struct, frozen=True, kw_only=True):
    """Line of a traceback through the student's own code."""

    place: str | Phrase
    """Words for the place, ``softmax.py, line 3`` or ``cell 4, line 2``; English text in an earlier record."""
    function: str
    """Function that contains the line."""
    line: str
    """Text of the line."""


class Passage(Struct, frozen=True, kw_only=True):
    """Section of the course's book that explains the mistake."""

    section: str
    """Number of the section, ``4.3``."""
    title: str = ""
    """Title of the section, in English."""
    entry: str = ""
    """Entry of the catalogue with the title in other languages; empty in a record of an earlier version."""
    links: dict[str, str] = field(default_factory=dict)
    """Address by language, ``en`` and ``zh``; empty if the course names no address."""


class Diagnosis(Struct, frozen=True, kw_only=True):
    """Mistake that reproduces the result, or the common subjects if several mistakes do."""

    misconception: str
    """Id, ``softmax.dim_0``; ``mistake.several`` if several mistakes give the result, so that none is named."""
    message: str
    """Sentence that names the mistake."""
    values: dict[str, Value] = field(default_factory=dict)
    """Named fields of the sentence."""
    shared: list[Note] = field(default_factory=list)
    """Subjects of the mistakes that give the same numbers, if none is named; one entry for each subject."""
    passage: Passage | None = None
    """Section to read; None if no section explains the mistake."""


class CheckResult(Struct, frozen=True, kw_only=True):
    """Result of one check."""

    check: str
    """Id of the check, ``softmax.rows``."""
    kind: Kind
    """Property that the check examines."""
    hidden: bool
    """Whether the student sees only the check's sentence and outcome (ruling 30)."""
    outcome: Outcome
    """Passed, failed, skipped, or an error of torchgrade."""
    points: float
    """Points earned."""
    max_points: float
    """Points of the check."""
    title: str = ""
    """Title of one to four words, in English; empty in a record of an earlier version."""
    sentence: str = ""
    """Requirement in English."""
    message_id: str = ""
    """Catalogue entry of the reason; empty if the check passed."""
    values: dict[str, Value] = field(default_factory=dict)
    """Named fields of that entry."""
    message: str = ""
    """Reason in English, made from the entry and its fields."""
    diagnosis: Diagnosis | None = None
    """Mistake that gives the same numbers, if there is one."""
    next: Note | None = None
    """Next step; None if the check passed, and for a hidden check."""
    evidence: Evidence | None = None
    """Tried call, expected value and result."""
    frames: list[Frame] = field(default_factory=list)
    """Student's own lines of the traceback, outermost first."""
    notes: list[Note] = field(default_factory=list)
    """Remarks that cost no points."""
    output: str = ""
    """Text that the function printed, made safe to show."""
    check_seed: int | None = None
    """Seed that draws the same inputs again; None for a hidden check."""


class Point(Struct, frozen=True, kw_only=True):
    """Point of a curve."""

    x: float
    """Number of finished epochs."""
    y: float | str
    """Value after these epochs; ``nan``, ``inf`` and ``-inf`` are words."""


class BandPoint(Struct, frozen=True, kw_only=True):
    """Spread of the reference's curves at one x."""

    x: float
    """Number of finished epochs, as in the curve's points."""
    low: float
    """Smallest value of the curves."""
    median: float
    """Median of the values."""
    high: float
    """Largest value of the curves."""


class Band(Struct, frozen=True, kw_only=True):
    """Range of the reference's own curves over several trainings (ruling 15)."""

    trainings: int
    """Number of trainings."""
    points: list[BandPoint]
    """Points in order of x."""


class Curve(Struct, frozen=True, kw_only=True, tag="curve", tag_field="type"):
    """Line to draw, such as the training loss at the start of each epoch."""

    name: str
    """Catalogue entry of the caption, ``curve.train_loss``."""
    points: list[Point]
    """Points in order of x."""
    band: Band | None = None
    """Band of the reference for comparison; None if no reference is installed."""


class Picture(Struct, frozen=True, kw_only=True):
    """Classified image."""

    index: int
    """Place of the image in the test images of the data set."""
    true: int
    """Label of the image, as the data set numbers classes."""
    predicted: int
    """Class that the trained parameters predict, with the same numbers."""
    pixels: bytes
    """Pixels, 28 x 28 uint8, row by row."""


class Images(Struct, frozen=True, kw_only=True, tag="images", tag_field="type"):
    """Images with their true and predicted classes."""

    name: str
    """Catalogue entry of the caption."""
    items: list[Picture]
    """Pictures in the order shown."""
    classes: list[str] = field(default_factory=list)
    """Names of the classes by number, as the data set gives them; empty if it has no names."""
    chosen: Note | None = None
    """Rule by which the images were chosen, and the number of candidates."""


Attachment = Curve | Images | Matrix | Cloud | Recovered | Gallery


class ExerciseResult(Struct, frozen=True, kw_only=True):
    """Result of one exercise."""

    exercise: str
    """Id of the exercise."""
    status: Status
    """Graded, missing, not started, or an error of torchgrade."""
    points: float
    """Sum of the earned points of the checks."""
    max_points: float
    """Sum of the points of the checks."""
    file: str = ""
    """File that defines the exercise, made safe to show."""
    notes: list[Note] = field(default_factory=list)
    """Notes on skipped or replaced code of the file, with its line."""
    checks: list[CheckResult] = field(default_factory=list)
    """Checks in the order in which they ran; empty if the exercise was not started."""
    attachments: list[Attachment] = field(default_factory=list)
    """Pictures, at most 64 KiB as JSON (ruling 33)."""


class SubmittedFile(Struct, frozen=True, kw_only=True):
    """Submitted file."""

    name: str
    """Path inside the submission, made safe to show."""
    sha256: str
    """Digest of the file's bytes."""
    size: int
    """Size in bytes."""


class Environment(Struct, frozen=True, kw_only=True):
    """Environment of a grading, for a regrade (DESIGN.md section 6)."""

    torchgrade: str
    """Version of torchgrade."""
    python: str
    """Version of Python."""
    torch: str
    """Version of torch."""
    course: str
    """Digest of checks, references, givens and policy (ruling 9)."""
    data: str
    """Name and digest of the data set."""
    threads: int = 1
    """Number of threads that torch used."""


class SubmissionResult(Struct, frozen=True, kw_only=True):
    """Result of one submission: one line of ``results.jsonl``."""

    schema_version: int = SCHEMA_VERSION
    """Version of this record."""
    submission: str
    """Id: name of a file without suffix, or name of a folder."""
    points: float | None
    """Total; None if an exercise ended in an error of torchgrade (ruling 1) or a person must decide (ruling 45)."""
    max_points: float
    """Points of the chosen exercises."""
    sandbox: SandboxLevel
    """Confinement of the worker."""
    seconds: float
    """Seconds on the clock, from the start of the judge to its result; only this field does not repeat."""
    exercises: list[ExerciseResult]
    """Results in the order of the course."""
    files: list[SubmittedFile] = field(default_factory=list)
    """Files that were read."""
    problems: list[Note] = field(default_factory=list)
    """Notes on inputs that were not understood, and on problems that a person should look at."""
    hidden_checks: bool = True
    """Whether hidden checks ran."""
    seed: int | None = None
    """Seed of the run; a page does not show it."""
    environment: Environment | None = None
    """Versions and digests; None if no file could be read."""


def total(result: SubmissionResult) -> float:
    """Return the earned points; an ungraded submission counts as 0, for sorting only."""
    return 0.0 if result.points is None else result.points
