"""Report of a result in a session: sentences on cells, without remarks that matter only in a file."""

from __future__ import annotations

from msgspec.structs import replace

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import SubmissionResult
from torchgrade.slicing.skipped import SKIPPED

_USUAL = frozenset({"slice.several", "slice.unneeded", "slice.unneeded_many"}) | SKIPPED
"""Notes on mistakes in a file that are normal in a session, because cells run again and cells check."""
_INSTEAD = {
    "cli.status.missing": "session.missing",
    "cli.status.missing_alone": "session.missing",
    "page.status.missing_explained": "session.missing_explained",
}
"""Sentences about a file, with their replacements."""
_IN_A_FILE = {
    "cli.status.missing": "session.missing_elsewhere",
    "cli.status.missing_alone": "session.missing_elsewhere",
    "page.status.missing_explained": "session.missing_elsewhere_explained",
}
"""Replacements if a function of the session is in a file, because its note names the next step."""


def of_session(catalogue: Catalogue, result: SubmissionResult) -> Catalogue:
    """Return the catalogue with sentences about cells instead of sentences about a file."""
    notes = (note.message_id for exercise in result.exercises for note in exercise.notes)
    sentences = _IN_A_FILE if "session.from_file" in notes else _INSTEAD
    instead = {entry: catalogue.entries[other] for entry, other in sentences.items()}
    return Catalogue({**catalogue.entries, **instead}, catalogue.language, catalogue.english)


def without_usual(result: SubmissionResult) -> SubmissionResult:
    """Return a result without the notes on normal work in a session."""
    exercises = [
        replace(exercise, notes=[note for note in exercise.notes if note.message_id not in _USUAL])
        for exercise in result.exercises
    ]
    return replace(result, exercises=exercises)


def without_commands(result: SubmissionResult) -> SubmissionResult:
    """Return a result whose text names no command of a terminal, because a session has no file to name."""
    exercises = [
        replace(exercise, checks=[replace(one, check_seed=None) for one in exercise.checks])
        for exercise in result.exercises
    ]
    return replace(result, exercises=exercises)
