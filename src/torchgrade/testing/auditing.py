"""Audits of exercises, and the cases in them, for a parametrised test."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

from torchgrade.audit.judging import Settings
from torchgrade.audit.records import AuditedExerciseReport, Finding
from torchgrade.audit.report import with_sentences
from torchgrade.audit.run import SEEDS, Order, planned
from torchgrade.audit.run import audit as run_audit
from torchgrade.courses.outline import outlines
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder

CORPUS = Path("tests") / "corpus"
"""Default folder of the corpus, below the current folder."""
TEXTS = "files and sentences"
"""Name of the case with every finding that is not about a submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """Options of an audit."""

    corpus: Path | None = None
    """Folder with a folder for each exercise; ``tests/corpus`` below the current folder if it is None."""
    mutants: bool = False
    """Whether to submit mutants of right answers."""
    seeds: int = SEEDS
    """Number of submissions of the reference."""
    jobs: int | None = None
    """Number of submissions at a time; one for each core if it is None."""
    cache: Path | None = None
    """Folder of the kept verdicts; the user's cache folder if it is None."""
    data: str = ""
    """Data set of the exercises that train."""


class AuditCase(Struct, frozen=True):
    """Submission of an audit, or all other parts of the audit."""

    exercise: str
    """Id of the exercise."""
    name: str
    """Kind and name of the submission, such as ``mistake other_sign``."""

    def __str__(self) -> str:
        return f"{self.exercise} {self.name}"


class Auditor:
    """Auditor of exercises, which audits each exercise once."""

    def __init__(self, options: AuditOptions | None = None) -> None:
        self.options = options or AuditOptions()
        self._plugins = Plugins()
        self._reports: dict[str, AuditedExerciseReport] = {}

    def __call__(self, exercise: str) -> AuditedExerciseReport:
        """Return the report of an exercise, with English sentences.

        :raises UsageError: no installed course has the exercise, or its solution is not installed.
        :raises CourseError: a file of the course is damaged.
        """
        if exercise not in self._reports:
            order = _order([exercise], self.options, self._plugins)
            report = run_audit(order, self._plugins, _Silent())
            catalogue = load_catalogue([folder("torchgrade") / "catalogues"])
            self._reports[exercise] = with_sentences(report, catalogue).exercises[0]
        return self._reports[exercise]

    def problems(self, case: AuditCase | str) -> list[str]:
        """Return the findings of a case, or of an exercise, as lines with file, line and fix; empty if all is well."""
        if isinstance(case, str):
            return [_line(finding) for finding in self(case).findings]
        name = "" if case.name == TEXTS else case.name
        return [_line(finding) for finding in self(case.exercise).findings if finding.case == name]


class _Silent:
    """Watcher without output."""

    def planned(self, total: int, kept: int) -> None:
        """Ignore the numbers of submissions."""

    def graded(self, result: SubmissionResult) -> None:
        """Ignore the result."""


def exercises_of(course: str) -> list[str]:
    """Return the ids of the exercises of a course.

    :param course: package of the course.
    :raises UsageError: no installed course has that package.
    """
    every = outlines(Plugins())
    found = [outline.name for outline in every if outline.course == course]
    if not found:
        courses = dict.fromkeys(outline.course for outline in every)
        known = listed(courses) if courses else phrase("error.none")
        raise UsageError(told("error.audit.no_course", name=course, known=known))
    return found


def audit_cases(course: str, options: AuditOptions | None = None) -> list[AuditCase]:
    """Return every submission that the audit of a course makes, and one case for the rest of each exercise.

    :param course: package of the course.
    :param options: the options of the fixture ``audit``.
    """
    plugins = Plugins()
    names = exercises_of(course)
    cases = planned(_order(names, options or AuditOptions(), plugins), plugins)
    found = dict.fromkeys(AuditCase(case.exercise, case.title) for case in cases)
    return [*found, *(AuditCase(name, TEXTS) for name in names)]


def _order(exercises: list[str], options: AuditOptions, plugins: Plugins) -> Order:
    known = [source.name for source in plugins.gather("torchgrade_datasets")]
    corpus = options.corpus or (CORPUS if CORPUS.is_dir() else None)
    settings = Settings(
        data=options.data or known[0], data_root="", jobs=options.jobs or os.cpu_count() or 1, cache=options.cache
    )
    return Order(
        exercises=exercises,
        settings=settings,
        mutants=options.mutants,
        seeds=options.seeds,
        corpus=corpus.absolute() if corpus is not None else None,
    )


def _line(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    return f"{place}: {finding.message} {told('audit.report.fix', fix=finding.fix)}"
