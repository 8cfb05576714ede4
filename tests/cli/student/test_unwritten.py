"""Exercises without a function, in one line for each status."""

from __future__ import annotations

from torchgrade.cli.student.unwritten import find_unwritten
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult, SubmittedFile


def said(*exercises: tuple[str, Status], files: int = 1) -> list[str]:
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=1.0, sandbox=SandboxLevel.NONE, seconds=0.0,
        exercises=[
            ExerciseResult(exercise=name, status=status, points=0.0, max_points=1.0) for name, status in exercises
        ],
        files=[SubmittedFile(name=f"{number}.py", sha256="", size=1) for number in range(files)],
    )  # fmt: skip
    return [one.said for one in find_unwritten(result, catalogue_for())]


def test_all_exercises_of_one_status_are_one_sentence() -> None:
    found = said(("a", Status.MISSING), ("b", Status.NOT_STARTED), ("c", Status.MISSING), ("d", Status.GRADED))

    assert found == ["Not written yet: b.", "This file does not define a, c."]


def test_names_are_joined_as_the_language_joins_them() -> None:
    exercises = [
        ExerciseResult(exercise=name, status=Status.MISSING, points=0.0, max_points=1.0) for name in ("a", "b")
    ]
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=0.0, exercises=exercises
    )  # fmt: skip

    assert "a、b" in find_unwritten(result, catalogue_for(language="zh"))[0].said


def test_the_only_exercise_is_missing_with_a_next_step() -> None:
    (found,) = said(("a", Status.MISSING))

    assert found.startswith("This file does not define a. Check the spelling")


def test_several_files_are_spoken_of_as_several() -> None:
    assert said(("a", Status.MISSING), files=2) == ["These files do not define a."]


def test_nothing_is_said_where_every_exercise_has_its_function() -> None:
    assert said(("a", Status.GRADED), ("b", Status.ERROR)) == []


def test_remarks_on_them_are_kept() -> None:
    note = Note(message_id="none", message="It is imported.")
    exercise = ExerciseResult(exercise="a", status=Status.MISSING, points=0.0, max_points=1.0, notes=[note])
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=1.0, sandbox=SandboxLevel.NONE, seconds=0.0, exercises=[exercise]
    )

    assert [one.notes for one in find_unwritten(result, catalogue_for())] == [[note]]
