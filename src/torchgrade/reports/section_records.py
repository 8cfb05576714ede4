"""Sections of a class as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct


class SectionRow(Struct, frozen=True, kw_only=True):
    """Marks of the students of one section."""

    name: str
    """Name of the section, or words for students without one."""
    students: int
    """Number of students."""
    marked: int
    """Number of students with a mark."""
    mean: str
    """Mean of the marks; empty if nobody has a mark."""
    median: str
    """Median of the marks; empty if nobody has a mark."""
    full: str
    """Number of students with full marks, and their share in percent; empty if nobody has a mark."""


class SectionTable(Struct, frozen=True, kw_only=True):
    """Marks by section of the roster."""

    rows: list[SectionRow]
    """First sections, sorted by name; students without a section are last."""
    left_out: int
    """Number of further sections."""
