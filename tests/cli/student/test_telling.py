"""Tests of how a result is told in a session."""

from __future__ import annotations

from torchgrade.cli.student.telling import of_session, without_usual
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult


def result_of(*notes: str) -> SubmissionResult:
    exercise = ExerciseResult(
        exercise="f", status=Status.MISSING, points=0.0, max_points=1.0, notes=[Note(message_id=note) for note in notes]
    )
    return SubmissionResult(
        submission="s", points=0.0, max_points=1.0, sandbox=SandboxLevel.NONE, seconds=0.0, exercises=[exercise]
    )


def test_a_missing_function_is_looked_for_in_cells_unless_its_file_is_known() -> None:
    catalogue = catalogue_for()
    told = [
        of_session(catalogue, result).render("cli.status.missing", {"names": "f"})
        for result in (result_of(), result_of("session.from_file"))
    ]

    assert told == [
        "The cells that you ran do not define f. Run the cells that define them, then check again.",
        "The cells that you ran do not define f.",
    ]


def test_cells_that_run_again_are_no_fault() -> None:
    shown = without_usual(result_of("slice.several", "load.slow"))

    assert [note.message_id for note in shown.exercises[0].notes] == ["load.slow"]
