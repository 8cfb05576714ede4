"""Exercises without a function to check: one line for the unwritten ones, and one line for the absent ones."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Status
from torchgrade.model.phrases import listed
from torchgrade.model.results import Note, SubmissionResult
from torchgrade.model.showable import show_name

UNWRITTEN = (Status.NOT_STARTED, Status.MISSING)
"""Statuses of an exercise without a check that ran, in the order of the report."""


class Unwritten(Struct, frozen=True, kw_only=True):
    """All exercises of one status."""

    said: str
    """Sentence that names the exercises."""
    notes: list[Note]
    """Remarks on single exercises, such as another place with a function of that name."""


def find_unwritten(result: SubmissionResult, catalogue: Catalogue) -> list[Unwritten]:
    """Return a sentence for each status that at least one exercise has."""
    found: list[Unwritten] = []
    for status in UNWRITTEN:
        exercises = [one for one in result.exercises if one.status is status]
        if not exercises:
            continue
        said = catalogue.render(_entry(status, result), {"names": listed(show_name(one.exercise) for one in exercises)})
        found.append(Unwritten(said=said, notes=[note for one in exercises for note in one.notes]))
    return found


def _entry(status: Status, result: SubmissionResult) -> str:
    if status is not Status.MISSING:
        return f"cli.status.{status}"
    if len(result.files) > 1:
        return "cli.status.missing_in_files"
    # A student who asks for one function expects it in the file, so the sentence says where to look.
    return "cli.status.missing_alone" if len(result.exercises) == 1 else "cli.status.missing"
