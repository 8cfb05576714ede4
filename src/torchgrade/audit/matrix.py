"""Checks against wrong submissions: which checks do the work, and which wrong answers hang on a single check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torchgrade.audit.cases import Case, Group
from torchgrade.audit.corpus import WRONG
from torchgrade.audit.records import CaughtByOne, Matrix, MatrixRow
from torchgrade.audit.verdicts import Verdict

_ORIGINS = {Group.MISTAKE: "mistakes", Group.WRONG: "mistakes", Group.CORPUS: "corpus", Group.MUTANT: "mutants"}


def origin(case: Case) -> str:
    """Return where a wrong submission comes from; empty if it is not one."""
    if case.group is Group.CORPUS and not case.name.startswith(WRONG):
        return ""
    return _ORIGINS.get(case.group, "")


def make_matrix(verdicts: Mapping[Case, Verdict], not_held: Sequence[Case]) -> Matrix:
    """Return the matrix of one exercise.

    :param verdicts: of all its submissions.
    :param not_held: submissions whose verdict is not the one that they must get.
    """
    checks = list(dict.fromkeys(check.name for verdict in verdicts.values() for check in verdict.checks))
    wrong = {case: verdict for case, verdict in verdicts.items() if origin(case) and not verdict.is_error}
    origins = list(dict.fromkeys(origin(case) for case in wrong))
    rows = []
    for check in checks:
        fails = [case for case, verdict in wrong.items() if check in verdict.failed]
        alone = [case for case in fails if len(wrong[case].failed) == 1]
        rows.append(MatrixRow(check=check, fails=_count(fails, origins), alone=_count(alone, origins)))
    by_one = [(check, _only(check, wrong)) for check in checks]
    return Matrix(
        rows=tuple(rows),
        nothing_alone=tuple(row.check for row in rows if not sum(row.alone.values())),
        caught_by_one=tuple(CaughtByOne(check=check, submissions=names) for check, names in by_one if names),
        other_reason=tuple(_title(case) for case in not_held if origin(case) and case.group is not Group.MUTANT),
    )


def _only(check: str, wrong: Mapping[Case, Verdict]) -> tuple[str, ...]:
    """Return the wrong submissions that pass every other check, so that this one alone stands in their way."""
    found = []
    for case, verdict in wrong.items():
        others = [one for one in verdict.checks if one.name != check]
        if verdict.failed == (check,) and all(one.outcome == "passed" for one in others):
            found.append(case)
    return tuple(_title(case) for case in found if case.group is not Group.MUTANT)


def _count(cases: Sequence[Case], origins: Sequence[str]) -> dict[str, int]:
    return {name: sum(origin(case) == name for case in cases) for name in origins}


def _title(case: Case) -> str:
    """Return the name of a wrong submission with its line, if it has one of its own."""
    if case.group is Group.CORPUS:
        return case.name
    return f"{case.source.name}:{case.line} {case.name}" if case.line else f"{case.source.name} {case.name}"
