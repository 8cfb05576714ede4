"""The closed sets of words that records use."""

from __future__ import annotations

import enum


class Outcome(enum.StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"


class Kind(enum.StrEnum):
    """What a check looks at (DESIGN.md section 5)."""

    SHAPE = "shape"
    VALUE = "value"
    CONTRACT = "contract"
    GRADIENT = "gradient"
    STABILITY = "stability"
    STATISTICS = "statistics"
    CONVERGENCE = "convergence"
    INTEGRITY = "integrity"


class Status(enum.StrEnum):
    """What became of one exercise of one submission."""

    GRADED = "graded"
    MISSING = "missing"
    NOT_STARTED = "not_started"
    UNDECIDED = "undecided"
    """Several files define it differently, and a person must say which one counts (ruling 45)."""
    ERROR = "error"


class SandboxLevel(enum.StrEnum):
    """How far the worker was confined; ``none`` means that the marks are not isolated."""

    A = "A"
    B = "B"
    NONE = "none"
