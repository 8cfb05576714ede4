"""One audit from its order to its report: read, submit, grade, compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torchgrade.audit import findings
from torchgrade.audit.cases import Case, Cases, Group
from torchgrade.audit.corpus import Corpus, read_corpus
from torchgrade.audit.declared import BrokenError, Declared, declared
from torchgrade.audit.definitions import examine_explained, examine_reference, examine_stub
from torchgrade.audit.exercises import AuditedExercise, audited_exercises
from torchgrade.audit.judging import Grader, Settings, Start, Watcher
from torchgrade.audit.kept import Kept
from torchgrade.audit.languages import examine_texts
from torchgrade.audit.limits import CLASS, SHARE, is_slow, limits_for
from torchgrade.audit.matrix import make_matrix, origin
from torchgrade.audit.records import AuditedExerciseReport, AuditReport, Finding, GroupCount, MutantCount, add
from torchgrade.audit.verdicts import Verdict
from torchgrade.model.phrases import Value
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.fork_or_spawn import for_class

SEEDS = 20


@dataclass(frozen=True, kw_only=True)
class Order:
    """Order of an audit: its exercises and settings."""

    exercises: Sequence[str]
    """Ids of the exercises."""
    settings: Settings
    """Settings of the grading."""
    mutants: bool = False
    """Whether to submit mutants of right answers."""
    seeds: int = SEEDS
    """Number of submissions of the reference."""
    corpus: Path | None = None
    """Folder with a folder for each exercise; None if there is no corpus."""


@dataclass(kw_only=True)
class _Work:
    """State of one exercise during the audit."""

    exercise: AuditedExercise
    kept: Kept
    found: Declared
    corpus: Corpus | None
    cases: list[Case] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_skeleton: bool = False
    """Whether the right answer is not written yet, so that no verdict would be meaningful."""


def audit(order: Order, plugins: Plugins, watcher: Watcher, start: Start = for_class) -> AuditReport:
    """Audit exercises; after Ctrl-C report the known results.

    :param start: function that starts an engine.
    :raises UsageError: an exercise has no solution here, or submissions cannot be confined.
    :raises CourseError: a file of the course cannot be read.
    """
    works = [_prepare(exercise, order) for exercise in audited_exercises(plugins, order.exercises)]
    grader = Grader(order.settings, {work.exercise.name: work.kept for work in works}, watcher, start)
    every = [case for work in works for case in work.cases]
    stopped = False
    try:
        grader.grade(every)
    except KeyboardInterrupt:
        stopped = True
    reports = tuple(_report(work, grader, order) for work in works)
    counts = [report.mutants for report in reports if report.mutants is not None]
    return AuditReport(
        exercises=reports,
        submissions=len(every),
        kept=len(grader.verdicts) - grader.fresh,
        findings=sum(len(report.findings) for report in reports),
        mutants=add(counts) if order.mutants else None,
        corpus=findings.shown(order.corpus) if order.corpus is not None else "",
        stopped=stopped,
    )


def planned(order: Order, plugins: Plugins) -> list[Case]:
    """Return every submission that an audit makes, without grading.

    :raises UsageError: an exercise has no solution here.
    :raises CourseError: a file of the course cannot be read.
    """
    return [case for one in audited_exercises(plugins, order.exercises) for case in _prepare(one, order).cases]


def _prepare(exercise: AuditedExercise, order: Order) -> _Work:
    """Read all files of one exercise, and make its cases."""
    kept = Kept(exercise, order.settings.cache)
    folder = order.corpus / exercise.name if order.corpus is not None else None
    corpus = read_corpus(folder) if folder is not None and folder.is_dir() else None
    work = _Work(exercise=exercise, kept=kept, found=Declared(), corpus=corpus)
    place = exercise.folder / "mistakes.py"
    try:
        work.found = kept.declared or declared(exercise)
        kept.keep_declared(work.found)
    except BrokenError as error:
        work.findings.append(_finding("audit.mistakes.broken", place, error.line, detail=error.reason))
    if not place.is_file():
        work.findings.append(_finding("audit.mistakes.missing", exercise.folder, exercise=exercise.name))
    work.findings += findings.of_holes(exercise, folder)
    work.findings += examine_stub(exercise)
    lacking = list(examine_reference(exercise))
    work.findings += lacking
    work.is_skeleton = bool(lacking) or findings.lacks_answers(exercise)
    if work.is_skeleton:
        return work
    cases = Cases(exercise, work.found)
    work.cases = [*cases.basic(order.seeds), *(corpus.cases(exercise.name) if corpus is not None else [])]
    if order.mutants:
        work.cases += cases.mutants()
    work.findings += map(findings.of_uncut, cases.uncut)
    if corpus is not None:
        work.findings += findings.of_corpus(exercise.name, corpus)
    elif order.corpus is not None:
        empty = Corpus(folder=order.corpus / exercise.name, expected={}, files=(), lines={})
        work.findings += findings.of_corpus(exercise.name, empty)
    return work


def _report(work: _Work, grader: Grader, order: Order) -> AuditedExerciseReport:
    name = work.exercise.name
    verdicts = {case: grader.verdicts[case] for case in work.cases if case in grader.verdicts}
    wrong = {case: found for case, verdict in verdicts.items() if (found := findings.of_case(case, verdict))}
    matrix = make_matrix(verdicts, list(wrong))
    found = [*work.findings, *(one for some in wrong.values() for one in some)]
    checks = [row.check for row in matrix.rows]
    found += [] if work.is_skeleton else examine_texts(work.exercise, work.found, checks)
    found += examine_explained(work.exercise, work.found, checks)
    is_whole = len(verdicts) == len(work.cases) and not work.is_skeleton
    if is_whole and any(map(origin, verdicts)):
        place = work.exercise.folder / "mistakes.py"
        idle = [row.check for row in matrix.rows if not sum(row.fails.values())]
        found += [_finding("audit.check.idle", place, check=check) for check in idle]
    mutants = None
    if order.mutants:
        mutants, more = _mutants(work, verdicts, is_whole=is_whole)
        found += more
    seconds = grader.seconds(name)
    if seconds is not None and is_slow(seconds):
        most = SHARE * CLASS.cpu_seconds
        place = work.exercise.reference_file
        found.append(_finding("audit.reference.slow", place, seconds=seconds, most=most, limit=CLASS.cpu_seconds))
    return AuditedExerciseReport(
        exercise=name,
        groups=tuple(_count(group, verdicts, wrong) for group in Group if group is not Group.MUTANT),
        findings=tuple(found),
        matrix=matrix,
        mutants=mutants,
        reference_seconds=seconds,
        limit_seconds=limits_for(seconds).cpu_seconds if seconds is not None else None,
        corpus=findings.shown(work.corpus.folder) if work.corpus is not None else "",
        ungraded=len(work.cases) - len(verdicts),
    )


def _mutants(work: _Work, verdicts: dict[Case, Verdict], *, is_whole: bool) -> tuple[MutantCount, list[Finding]]:
    own = {case: verdict for case, verdict in verdicts.items() if case.group is Group.MUTANT}
    equivalents = findings.Equivalents(work.exercise.solution / "equivalent.toml")
    return findings.of_mutants(own, equivalents, is_whole=is_whole)


def _count(group: Group, verdicts: dict[Case, Verdict], wrong: dict[Case, list[Finding]]) -> GroupCount:
    cases = [case for case in verdicts if case.group is group]
    return GroupCount(group=group, submitted=len(cases), held=sum(case not in wrong for case in cases))


def _finding(message_id: str, file: Path, line: int = 0, **values: Value) -> Finding:
    return Finding(message_id=message_id, values=values, file=findings.shown(file), line=line)
