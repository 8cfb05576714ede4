"""Report of an audit: one document for ``--json``, which is also the source of the lines of text."""

from __future__ import annotations

from msgspec import Struct, field

from torchgrade.model.phrases import Value

SCHEMA_VERSION = 1


class Finding(Struct, frozen=True, kw_only=True):
    """Problem that the author must change."""

    message_id: str
    """Entry of the catalogue; the entry with the suffix ``.fix`` names the correction."""
    values: dict[str, Value] = field(default_factory=dict)
    """Fields of both entries."""
    message: str = ""
    """Description of the problem, in the language of the report."""
    fix: str = ""
    """Correction, in the language of the report."""
    file: str = ""
    """File that must change."""
    line: int = 0
    """Line in the file; 0 for the whole file."""
    case: str = ""
    """Kind and name of the submission, such as ``mistake dim_0``; empty if the finding is not about a submission."""


class GroupCount(Struct, frozen=True, kw_only=True):
    """Count of the submissions of one group with the required verdict."""

    group: str
    """``reference``, ``variant``, ``lazy``, ``mistake``, ``wrong`` or ``corpus``."""
    submitted: int
    """Submissions of the group."""
    held: int
    """Submissions with the right verdict."""


class MatrixRow(Struct, frozen=True, kw_only=True):
    """Count of the wrong submissions that fail one check."""

    check: str
    """Name of the check."""
    fails: dict[str, int]
    """Wrong submissions that fail the check, by origin: ``mistakes``, ``corpus`` and, if requested, ``mutants``."""
    alone: dict[str, int]
    """Wrong submissions that fail only this check; a skipped check counts as not failed."""


class CaughtByOne(Struct, frozen=True, kw_only=True):
    """Wrong submissions that one check alone catches."""

    check: str
    """Name of the check."""
    submissions: tuple[str, ...]
    """Names of the submissions, without mutants."""


class Matrix(Struct, frozen=True, kw_only=True):
    """Matrix of checks and wrong submissions."""

    rows: tuple[MatrixRow, ...]
    """One row for each check, in their order."""
    nothing_alone: tuple[str, ...]
    """Checks that no wrong submission fails alone."""
    caught_by_one: tuple[CaughtByOne, ...]
    """Wrong submissions that one check alone catches."""
    other_reason: tuple[str, ...]
    """Wrong submissions that are not caught for their stated reason."""


class MutantCount(Struct, frozen=True, kw_only=True):
    """Counts of the mutants."""

    mutants: int = 0
    """Number of all mutants."""
    caught: int = 0
    """Number of mutants that do not earn everything."""
    argued: int = 0
    """Number of mutants that earn everything and are argued in ``equivalent.toml``."""
    survived: int = 0
    """Number of mutants that earn everything without an argument, or that got no verdict because of an error."""
    by_time: int = 0
    """Number of caught mutants that only the time limit stopped."""


class AuditedExerciseReport(Struct, frozen=True, kw_only=True):
    """Report of the audit on one exercise."""

    exercise: str
    """Id of the exercise."""
    groups: tuple[GroupCount, ...]
    """Groups of submissions, in the order of the report."""
    findings: tuple[Finding, ...]
    """Everything that the author must change."""
    matrix: Matrix
    """Matrix of checks and wrong submissions."""
    mutants: MutantCount | None = None
    """Counts of the mutants; null without ``--mutants``."""
    reference_seconds: float | None = None
    """Processor time of the reference, including grading; it differs between runs."""
    limit_seconds: float | None = None
    """Processor time that a check of a wrong answer may take."""
    corpus: str = ""
    """Folder of the corpus of this exercise; empty if there is none."""
    ungraded: int = 0
    """Number of submissions without a verdict, because the audit was stopped."""


class AuditReport(Struct, frozen=True, kw_only=True):
    """JSON object of ``torchgrade audit --json``."""

    exercises: tuple[AuditedExerciseReport, ...]
    """Exercises in the order of their course."""
    submissions: int
    """Number of submissions of all exercises."""
    kept: int
    """Number of submissions whose verdict an earlier audit had kept."""
    findings: int
    """Number of findings of all exercises, including survivors."""
    mutants: MutantCount | None = None
    """Counts of the mutants of all exercises; null without ``--mutants``."""
    corpus: str = ""
    """Folder of the corpus; empty if there is none."""
    stopped: bool = False
    """Whether Ctrl-C ended the audit before every submission had a verdict."""
    schema_version: int = SCHEMA_VERSION
    """Version, which rises when a field changes its meaning."""


def add(counts: list[MutantCount]) -> MutantCount:
    """Return the sum of several counts."""
    return MutantCount(
        mutants=sum(one.mutants for one in counts),
        caught=sum(one.caught for one in counts),
        argued=sum(one.argued for one in counts),
        survived=sum(one.survived for one in counts),
        by_time=sum(one.by_time for one in counts),
    )
