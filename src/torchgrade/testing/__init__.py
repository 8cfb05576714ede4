"""Tests of a course in its author's own suite: the parts of ``torchgrade audit``, as functions and pytest fixtures.

For example, with ``from torchgrade.testing import audit, audit_options, judge`` in ``conftest.py``::

    from torchgrade.testing import audit_cases

    @pytest.mark.parametrize("case", audit_cases("mycourse"), ids=str)
    def test_the_audit_finds_nothing(audit, case):
        assert audit.problems(case) == []
"""

from __future__ import annotations

from torchgrade.testing.auditing import AuditCase, AuditOptions, Auditor, audit_cases, exercises_of
from torchgrade.testing.direct import DirectJudge
from torchgrade.testing.fixtures import audit, audit_options, judge
from torchgrade.testing.judging import Judge

__all__ = [
    "AuditCase",
    "AuditOptions",
    "Auditor",
    "DirectJudge",
    "Judge",
    "audit",
    "audit_cases",
    "audit_options",
    "exercises_of",
    "judge",
]
