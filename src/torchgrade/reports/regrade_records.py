"""Contents of the page of a regrade as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.records import Fact, Link, Section


class ChangedCheck(Struct, frozen=True, kw_only=True):
    """Check whose points changed for some students."""

    title: str
    """Title of the check."""
    check: str
    """Id of the check."""
    gaining: int
    """Number of students who gain points in this check."""
    losing: int
    """Number of students who lose points in this check."""
    effect: str
    """Number of students for each change of the points."""


class ChangedMark(Struct, frozen=True, kw_only=True):
    """Row of the gradebook whose points changed."""

    who: Link
    """Row, with a link to the page of the submission."""
    before: str
    """Points before; a word if there was no total."""
    after: str
    """Points now; a word if there is no total."""
    change: str
    """Gain or loss with its sign; empty if one of the two totals is missing."""
    state: str
    """State of the row, which selects its colour."""
    symbol: str
    """Symbol of the change, which needs no colour."""
    checks: list[str]
    """Checks whose points changed, each with its change."""
    decided: str
    """Sentence on the mark that a person decided; empty if torchgrade's points count."""


class ChangedMarks(Struct, frozen=True, kw_only=True):
    """Rows of one kind: a loss, a gain, or a total that came or went."""

    kind: str
    """Kind, which is the id of the section."""
    title: str
    """Heading of the section."""
    rows: list[ChangedMark]
    """Rows, the largest change first."""


class RegradePage(Struct, frozen=True, kw_only=True):
    """Contents of the page of a regrade."""

    when: str
    """Sentence with the time, the exercises and the named checks."""
    facts: list[Fact]
    """Numbers of the regrade."""
    decided: str
    """Sentence on marks that a person decided; empty if there are none."""
    checks: list[ChangedCheck]
    """Checks whose points changed, the one with most students first."""
    marks: list[ChangedMarks]
    """Rows whose points changed."""
    sections: list[Section] = []
    """Sections of plugins, of which this page has none."""
