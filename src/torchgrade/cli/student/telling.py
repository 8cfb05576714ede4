"""How a result is told in a session: in sentences of cells, without what is a fault only in a file."""

from __future__ import annotations

from msgspec.structs import replace

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import SubmissionResult

_USUAL = frozenset({"slice.several", "slice.skipped", "slice.skipped_many"})
"""Notes on what is a fault in a file, and how one works in a session: cells that run again, and cells that check."""
_INSTEAD = {
    "cli.status.missing": "session.missing",
    "page.status.missing_explained": "session.missing_explained",
}
"""Sentences that speak of a file."""
_IN_A_FILE = {
    "cli.status.missing": "session.missing_elsewhere",
    "page.status.missing_explained": "session.missing_elsewhere_explained",
}
"""The same where a function of the session is in a file; what to do stands in its note."""


def of_session(catalogue: Catalogue, result: SubmissionResult) -> Catalogue:
    """Return the catalogue with sentences that speak of cells where others speak of a file."""
    notes = (note.message_id for exercise in result.exercises for note in exercise.notes)
    sentences = _IN_A_FILE if "session.from_file" in notes else _INSTEAD
    instead = {entry: catalogue.entries[other] for entry, other in sentences.items()}
    return Catalogue({**catalogue.entries, **instead}, catalogue.language, catalogue.english)


def without_usual(result: SubmissionResult) -> SubmissionResult:
    """Return a result without the notes on how one works in a session."""
    exercises = [
        replace(exercise, notes=[note for note in exercise.notes if note.message_id not in _USUAL])
        for exercise in result.exercises
    ]
    return replace(result, exercises=exercises)


def without_commands(result: SubmissionResult) -> SubmissionResult:
    """Return a result whose text names no command of a terminal: a session has no file that one could name."""
    exercises = [
        replace(exercise, checks=[replace(one, check_seed=None) for one in exercise.checks])
        for exercise in result.exercises
    ]
    return replace(result, exercises=exercises)
