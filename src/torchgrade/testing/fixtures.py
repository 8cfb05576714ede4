"""Fixtures for the suite of a course; a ``conftest.py`` imports the fixtures that it needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from torchgrade.testing.auditing import AuditOptions, Auditor
from torchgrade.testing.judging import Judge


@pytest.fixture(scope="session")
def audit_options() -> AuditOptions:
    """Return the options of ``audit``; a suite may define its own fixture of this name."""
    return AuditOptions()


@pytest.fixture(scope="session")
def audit(audit_options: AuditOptions) -> Auditor:
    """Return the auditor of exercises.

    ``audit("relu")`` is a report, and ``audit.problems("relu")`` has its findings as lines.
    """
    return Auditor(audit_options)


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    """Yield the judge of any text: ``judge("relu", text)`` is a verdict with ``points``, ``failed`` and ``named``."""
    judge = Judge()
    yield judge
    judge.close()
