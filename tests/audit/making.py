"""Verdicts and cases that the tests of the audit make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torchgrade.audit.cases import Case, Group
from torchgrade.audit.verdicts import CheckVerdict, Verdict
from torchgrade.model.outcomes import Kind, Outcome, Status


def check(name: str, outcome: str = "passed", **further: Any) -> CheckVerdict:
    """Return the verdict of one check."""
    return CheckVerdict(name=name, outcome=Outcome(outcome), kind=further.pop("kind", Kind.VALUE), **further)


def verdict(*checks: CheckVerdict, points: float | None = None, status: Status = Status.GRADED) -> Verdict:
    """Return a verdict that earns one point for each check that passed."""
    earned = sum(one.outcome is Outcome.PASSED for one in checks)
    return Verdict(
        status=status, points=earned if points is None else points, max_points=max(len(checks), 1), checks=checks
    )


def case(group: Group = Group.MISTAKE, name: str = "one", **further: Any) -> Case:
    """Return a case with an empty file."""
    values: dict[str, Any] = {"data": b"", "file": "double.py", "source": Path("mistakes.py"), "line": 3, **further}
    return Case(exercise="double", group=group, name=name, **values)


PASSES = verdict(check("values"), check("untouched"))
FAILS = verdict(check("values", "failed"), check("untouched", "skipped"))
