"""Mistakes of a class as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.records import Link


class FailedCheck(Struct, frozen=True, kw_only=True):
    """Check in which students made a mistake."""

    link: Link
    """Title and row of the check."""
    hidden: bool
    """Whether students see only the check's sentence."""


class MistakeGroup(Struct, frozen=True, kw_only=True):
    """Students with the same mistake in the same exercise."""

    anchor: str
    """Id of the group's element."""
    size: str
    """Number of students, in words."""
    sentence: str
    """Mistake, or an example of the failure, as the students read it."""
    example: bool
    """Whether the sentence is an example, because no mistake is named."""
    exercise: str
    """Title of the exercise."""
    checks: list[FailedCheck]
    """Checks that failed, the most frequent first."""
    first: list[Link]
    """First submissions, sorted by id."""
    more: list[Link]
    """Further submissions, which are folded."""
    left_out: int
    """Number of submissions that have no link here."""
    addresses: str
    """Addresses of the students, separated by commas; empty if none is known."""
    without_address: int
    """Number of students whose address is not known."""
    addresses_left_out: int = 0
    """Number of students of a large class whose addresses are left out."""
    command: str
    """Command that grades these submissions again; empty if no id can stand in it."""
    not_in_command: int
    """Number of submissions whose id cannot stand in the command."""
    is_of_class: bool = False
    """Whether the command grades the exercise of the whole class, because the group is too large to be named."""


class Mistakes(Struct, frozen=True, kw_only=True):
    """All failures of a class, by mistake; the largest groups first."""

    named: list[MistakeGroup]
    """Largest groups with a named mistake."""
    named_more: list[MistakeGroup]
    """Further groups with a named mistake, which are folded."""
    named_left_out: int = 0
    """Number of groups with a named mistake that are left out."""
    unnamed: list[MistakeGroup]
    """Largest groups without a named mistake, by check and kind of failure."""
    unnamed_more: list[MistakeGroup]
    """Further groups without a named mistake, which are folded."""
    unnamed_left_out: int = 0
    """Number of groups without a named mistake that are left out."""
