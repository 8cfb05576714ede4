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
        several = status is Status.MISSING and len(result.files) > 1
        entry = "cli.status.missing_in_files" if several else f"cli.status.{status}"
        said = catalogue.render(entry, {"names": listed(show_name(one.exercise) for one in exercises)})
        found.append(Unwritten(said=said, notes=[note for one in exercises for note in one.notes]))
    return found
