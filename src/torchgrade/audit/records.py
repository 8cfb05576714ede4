"""What an audit reports: one document for ``--json``, from which the lines of text are made too."""

from __future__ import annotations

from msgspec import Struct, field

from torchgrade.model.results import Value

SCHEMA_VERSION = 1


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that the author must change."""

    message_id: str
    """Entry of the catalogue; the entry with ``.fix`` behind it says what to do."""
    values: dict[str, Value] = field(default_factory=dict)
    """Fields of both entries."""
    message: str = ""
    """What is wrong, in the language of the report."""
    fix: str = ""
    """What to do."""
    file: str = ""
    """File that must change."""
    line: int = 0
    """Line in the file; 0 if the whole file is meant."""
    case: str = ""
    """Kind and name of the submission, such as ``mistake dim_0``; empty if it is about none."""


class GroupCount(Struct, frozen=True, kw_only=True):
    """How many submissions of one group got the verdict that they must get."""

    group: str
    """``reference``, ``variant``, ``lazy``, ``mistake``, ``wrong`` or ``corpus``."""
    submitted: int
    """Submissions of the group."""
    held: int
    """Submissions with the right verdict."""


class MatrixRow(Struct, frozen=True, kw_only=True):
    """How often one check fails among the wrong submissions."""

    check: str
    """Name of the check."""
    fails: dict[str, int]
    """Wrong submissions that fail it, by their origin: ``mistakes``, ``corpus`` and, if asked for, ``mutants``."""
    alone: dict[str, int]
    """Those of them that fail no other check; a check that was skipped counts as not failed."""


class CaughtByOne(Struct, frozen=True, kw_only=True):
    """Wrong submissions that one check alone catches."""

    check: str
    """Name of the check."""
    submissions: tuple[str, ...]
    """Names of the submissions, mutants left out."""


class Matrix(Struct, frozen=True, kw_only=True):
    """Checks against wrong submissions."""

    rows: tuple[MatrixRow, ...]
    """One row for each check, in their order."""
    nothing_alone: tuple[str, ...]
    """Checks without a wrong submission that fails no other check."""
    caught_by_one: tuple[CaughtByOne, ...]
    """Wrong submissions that one check alone catches."""
    other_reason: tuple[str, ...]
    """Wrong submissions that are not caught for their stated reason."""


class MutantCount(Struct, frozen=True, kw_only=True):
    """What became of the mutants."""

    mutants: int = 0
    """Mutants in all."""
    caught: int = 0
    """Mutants that do not earn everything."""
    argued: int = 0
    """Mutants that earn everything and are argued in ``equivalent.toml``."""
    survived: int = 0
    """Mutants that earn everything without an argument, or that got no verdict because of an error."""
    by_time: int = 0
    """Caught mutants of which only the time limit is the reason."""


class AuditedExerciseReport(Struct, frozen=True, kw_only=True):
    """Everything that the audit says about one exercise."""

    exercise: str
    """Id."""
    groups: tuple[GroupCount, ...]
    """Groups of submissions, in the order of the report."""
    findings: tuple[Finding, ...]
    """Everything that the author must change."""
    matrix: Matrix
    """Checks against wrong submissions."""
    mutants: MutantCount | None = None
    """Mutants; null without ``--mutants``."""
    reference_seconds: float | None = None
    """Processor time of the reference, grading included; it does not repeat."""
    limit_seconds: float | None = None
    """Processor time that a check of a wrong answer may take."""
    corpus: str = ""
    """Folder of the corpus of this exercise; empty if there is none."""
    ungraded: int = 0
    """Submissions without a verdict, because the audit was stopped."""


class AuditReport(Struct, frozen=True, kw_only=True):
    """What ``torchgrade audit --json`` writes."""

    exercises: tuple[AuditedExerciseReport, ...]
    """Exercises in the order of their course."""
    submissions: int
    """Submissions of all exercises."""
    kept: int
    """Submissions whose verdict an earlier audit had kept."""
    findings: int
    """Findings of all exercises; survivors are among them."""
    mutants: MutantCount | None = None
    """Mutants of all exercises; null without ``--mutants``."""
    corpus: str = ""
    """Folder of the corpus; empty if there is none."""
    stopped: bool = False
    """Whether Ctrl-C ended the audit before every submission had a verdict."""
    schema_version: int = SCHEMA_VERSION
    """Rises when a field changes its meaning."""


def add(counts: list[MutantCount]) -> MutantCount:
    """Return the sum of several counts."""
    return MutantCount(
        mutants=sum(one.mutants for one in counts),
        caught=sum(one.caught for one in counts),
        argued=sum(one.argued for one in counts),
        survived=sum(one.survived for one in counts),
        by_time=sum(one.by_time for one in counts),
    )
