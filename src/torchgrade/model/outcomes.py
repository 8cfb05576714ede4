"""Closed sets of words that records use."""

from __future__ import annotations

import enum


class Outcome(enum.StrEnum):
    """Outcome of one check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"


class Kind(enum.StrEnum):
    """Property that a check examines (DESIGN.md section 5)."""

    SHAPE = "shape"
    VALUE = "value"
    CONTRACT = "contract"
    GRADIENT = "gradient"
    STABILITY = "stability"
    STATISTICS = "statistics"
    CONVERGENCE = "convergence"
    INTEGRITY = "integrity"


class Status(enum.StrEnum):
    """Outcome of one exercise of one submission."""

    GRADED = "graded"
    MISSING = "missing"
    NOT_STARTED = "not_started"
    UNDECIDED = "undecided"
    """Several files define the exercise differently, and a person must choose one (ruling 45)."""
    ERROR = "error"


class SandboxLevel(enum.StrEnum):
    """Confinement of the worker; ``none`` means that the marks are not isolated."""

    A = "A"
    B = "B"
    NONE = "none"
