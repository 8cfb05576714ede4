"""Item analysis of the class page as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.records import Fact, Link


class CheckRow(Struct, frozen=True, kw_only=True):
    """Results of a class in one check."""

    title: str
    """Title of one to four words."""
    sentence: str
    """Requirement of the check."""
    check: str
    """Id of the check."""
    anchor: str
    """Id of the row's element."""
    hidden: bool
    """Whether students see only the check's sentence."""
    passed: int
    """Number of submissions that passed the check."""
    tried: int
    """Number of submissions that passed, failed or skipped the check."""
    failed: int
    """Number of submissions that failed the check."""
    skipped: int
    """Number of submissions that skipped the check, because another check had failed."""
    errors: int
    """Number of errors of torchgrade."""
    percent: int
    """Share that passed, of the submissions that tried the check."""
    others: str
    """Numbers of failed, skipped and broken results, in words; empty if there are none."""
    discrimination: str
    """Correlation of the check with the rest of the total; empty if there is none."""
    efficiency: str
    """Discriminative efficiency; empty if there is none."""
    no_discrimination: str
    """Reason why there is no discrimination; empty if there is one."""
    fifths: list[int]
    """Percent that passed in each fifth of the class, the weakest fifth first; empty if there are none."""
    flags: list[str]
    """Short words for what a person should look at."""
    mistake: Link | None
    """Largest group of students with the same failure of this check; None if nobody failed."""


class ExerciseRows(Struct, frozen=True, kw_only=True):
    """Results of a class in one exercise."""

    title: str
    """Title of the exercise."""
    anchor: str
    """Id of the exercise's element."""
    signature: str
    """Function to write."""
    counts: str
    """Numbers of graded, missing and not started submissions, in words."""
    gap: str
    """Sentence that compares the shown checks with the hidden ones; empty if one of the two is absent."""
    flags: list[str]
    """Short words for what a person should look at."""
    checks: list[CheckRow]
    """Checks in the order in which they run."""


class Flag(Struct, frozen=True, kw_only=True):
    """Reason to look at some checks or exercises."""

    word: str
    """Short word, as in the rows."""
    sentence: str
    """Explanation."""
    places: list[Link]
    """First rows that have the flag."""
    left_out: int
    """Number of further rows."""


class ItemSummary(Struct, frozen=True, kw_only=True):
    """Head of the item analysis."""

    reliability: str
    """Cronbach's alpha with the numbers of submissions and checks; or the reason why there is none."""
    meaning: str
    """Sentence on the meaning of alpha; empty if there is none."""
    few: str
    """Sentence of a class that is too small for discrimination; empty if it is large enough."""
    flags: list[Flag]
    """Flags that occur, the most severe first."""
    terms: list[Fact]
    """Names of the numbers, each with its meaning and the words of other tools."""
