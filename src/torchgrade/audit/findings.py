"""Findings from the verdicts of an exercise: the parts that its author must change."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from torchgrade.audit.cases import Case, Group, Uncut
from torchgrade.audit.corpus import EXPECTED, FEWEST, Corpus, violations
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.records import Finding, MutantCount
from torchgrade.audit.verdicts import Verdict
from torchgrade.courses.holes import find_holes
from torchgrade.errors import CourseError
from torchgrade.model.phrases import Value, listed
from torchgrade.model.told import told

_SURVIVES = "audit.mutant.survives"


def of_case(case: Case, verdict: Verdict) -> list[Finding]:
    """Return the findings about the verdict on one submission.

    A mutant has a finding only after an error, because an author may argue for it.
    """
    if verdict.is_error:
        errors = [check.message for check in verdict.checks if check.outcome == "error"]
        return [_finding("audit.error", case, verdict, error=next(iter(errors), "-"))]
    return list(_JUDGES[case.group](case, verdict))


def _right(case: Case, verdict: Verdict) -> Iterator[Finding]:
    if not verdict.earns_all:
        yield _finding(f"audit.{case.group}.fails", case, verdict)


def _lazy(case: Case, verdict: Verdict) -> Iterator[Finding]:
    if verdict.points:
        yield _finding("audit.lazy.earns", case, verdict)


def _expected(case: Case, verdict: Verdict) -> Iterator[Finding]:
    for one in violations(case.name, case.expected, verdict):
        yield _finding(one.message_id, case, verdict, **one.values)


def _nothing(case: Case, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001 - the interface of its neighbours
    yield from ()


def _named(case: Case, verdict: Verdict) -> Iterator[Finding]:
    assert case.answer is not None
    if verdict.earns_all:
        yield _finding("audit.mistake.passes", case, verdict)
        return
    first = next(iter(case.answer.checks), "")
    if first and first not in verdict.failed:
        yield _finding("audit.mistake.other_check", case, verdict, check=first)
    if case.answer.named not in verdict.named:
        yield _finding("audit.mistake.not_named", case, verdict, want=case.answer.named)
    others = [one for one in verdict.named if one not in (case.answer.named, *case.answer.beside)]
    if others:
        yield _finding("audit.mistake.also_named", case, verdict, others=listed(others))


def _unnamed(case: Case, verdict: Verdict) -> Iterator[Finding]:
    assert case.answer is not None
    missed = [check for check in case.answer.checks if check not in verdict.failed]
    if missed or verdict.earns_all:
        yield _finding("audit.wrong.passes", case, verdict, checks=listed(missed) if missed else "-")
    if verdict.named:
        yield _finding("audit.wrong.named", case, verdict)


_JUDGES: dict[Group, Callable[[Case, Verdict], Iterator[Finding]]] = {
    Group.REFERENCE: _right,
    Group.VARIANT: _right,
    Group.LAZY: _lazy,
    Group.MISTAKE: _named,
    Group.WRONG: _unnamed,
    Group.CORPUS: _expected,
    Group.MUTANT: _nothing,
}


def of_uncut(uncut: Uncut) -> Finding:
    """Return the finding about a function that could not be made a submission."""
    values: dict[str, Value] = {"name": uncut.name, "reaches": uncut.reaches, "module": uncut.module}
    return Finding(message_id="audit.uncut", values=values, file=shown(uncut.source), line=uncut.line)


def of_corpus(exercise: str, corpus: Corpus) -> Iterator[Finding]:
    """Yield the findings about the files of a corpus, whatever their verdicts are."""
    place = corpus.folder / EXPECTED
    for name in corpus.without_verdict:
        yield Finding(message_id="audit.corpus.no_verdict", values={"name": name}, file=shown(place))
    for name in corpus.without_file:
        line = corpus.lines.get(name, 0)
        yield Finding(message_id="audit.corpus.no_file", values={"name": name}, file=shown(place), line=line)
    if len(corpus.wrong) < FEWEST:
        values: dict[str, Value] = {"exercise": exercise, "count": len(corpus.wrong), "fewest": FEWEST}
        yield Finding(message_id="audit.corpus.few", values=values, file=shown(corpus.folder))


def of_holes(exercise: AuditedExercise, corpus: Path | None) -> Iterator[Finding]:
    """Yield the places of a skeleton that are not filled in yet.

    :param corpus: folder of the exercise in the corpus, if there is a corpus.
    """
    places = [exercise.folder, exercise.solution, *([corpus] if corpus is not None and corpus.is_dir() else [])]
    for hole in (hole for place in places for hole in find_holes(place)):
        values: dict[str, Value] = {"text": hole.text}
        yield Finding(message_id="audit.hole", values=values, file=shown(hole.file), line=hole.line)


def lacks_answers(exercise: AuditedExercise) -> bool:
    """Return whether the right answer is a hole, in the judge or in the solution."""
    files = (exercise.folder / "oracle.py", exercise.reference_file)
    return any(True for file in files if file.is_file() for _ in find_holes(file))


class Equivalents:
    """Arguments of ``equivalent.toml``: changes without effect, each with its reason."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._text = file.read_text("utf-8") if file.is_file() else ""
        try:
            self.reasons = {change: str(reason) for change, reason in tomllib.loads(self._text).items()}
        except ValueError as error:
            raise CourseError(told("error.audit.not_toml", file=str(file), reason=str(error))) from error

    def line(self, change: str) -> int:
        """Return the line of an argument."""
        lines = self._text.splitlines()
        return next((n for n, line in enumerate(lines, 1) if change in line.replace('\\"', '"')), 0)


def of_mutants(
    verdicts: Mapping[Case, Verdict], equivalents: Equivalents, *, is_whole: bool
) -> tuple[MutantCount, list[Finding]]:
    """Return the counts of the mutants, with a finding for each survivor and each needless argument.

    :param is_whole: whether every mutant was graded; otherwise an argument may be for a mutant that was not graded.
    """
    findings: list[Finding] = []
    needed: set[str] = set()
    caught = argued = by_time = 0
    for case, verdict in verdicts.items():
        assert case.mutant is not None
        change = case.mutant.change
        if verdict.is_error:
            continue
        if not verdict.earns_all:
            caught += 1
            by_time += verdict.is_by_time
        elif change in equivalents.reasons:
            needed.add(change)
            argued += 1
        else:
            findings.append(_finding(_SURVIVES, case, verdict, change=change, key=_quoted(change)))
    for change, reason in equivalents.reasons.items():
        trouble = "" if reason.strip() else "no_reason"
        if is_whole and change not in needed:
            trouble = "needless"
        if trouble:
            place, line = shown(equivalents.file), equivalents.line(change)
            message_id = f"audit.mutant.{trouble}"
            findings.append(Finding(message_id=message_id, values={"change": change}, file=place, line=line))
    survived = len(verdicts) - caught - argued
    count = MutantCount(mutants=len(verdicts), caught=caught, argued=argued, survived=survived, by_time=by_time)
    return count, findings


def _quoted(change: str) -> str:
    """Return a change as a key of TOML, to be copied into ``equivalent.toml``."""
    return json.dumps(change, ensure_ascii=False)


def _finding(message_id: str, case: Case, verdict: Verdict, **values: Value) -> Finding:
    said: dict[str, Value] = {
        "exercise": case.exercise,
        "name": case.name,
        "points": verdict.points,
        "max": verdict.max_points,
        "failed": listed(verdict.failed) if verdict.failed else "-",
        "named": listed(verdict.named) if verdict.named else "-",
    }
    place = shown(case.source)
    return Finding(message_id=message_id, values=said | values, file=place, line=case.line, case=case.title)


def shown(file: Path) -> str:
    """Return a path as a person in this folder would type it."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)
