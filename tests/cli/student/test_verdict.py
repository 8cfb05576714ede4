"""A verdict in the student's loop."""

from __future__ import annotations

import io

from msgspec.structs import replace

from tests.cli.student.test_text import DOUBLE, SPOKEN, check_of
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.verdict import VerdictText
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, ExerciseResult, Note, SubmissionResult


def exercise_of(*checks: CheckResult, status: Status = Status.GRADED, name: str = "double") -> ExerciseResult:
    points = sum(check.points for check in checks)
    return ExerciseResult(exercise=name, status=status, points=points, max_points=3.0, checks=list(checks))


def lines_of(
    *exercises: ExerciseResult, problems: tuple[Note, ...] = (), catalogue: Catalogue | None = None
) -> list[str]:
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=3.0, sandbox=SandboxLevel.NONE, seconds=1.0,
        exercises=list(exercises), problems=list(problems),
    )  # fmt: skip
    stream = io.StringIO()
    VerdictText(Screen(stream), catalogue or catalogue_for(), [DOUBLE], "mine.py").write(result)
    return stream.getvalue().splitlines()


PASSED = check_of(Outcome.PASSED, points=2.0)
FAILED = check_of(Outcome.FAILED, message="It is wrong.")
SHAPE = check_of(Outcome.SKIPPED, check="double.shape", max_points=1.0)


def test_an_exercise_that_passed_is_one_line() -> None:
    assert lines_of(exercise_of(PASSED)) == ["✓ double  2 of 3 points"]


def test_the_first_failed_check_is_whole_and_the_others_are_one_line_each() -> None:
    lines = lines_of(exercise_of(PASSED, FAILED, SHAPE))

    assert lines[:4] == [
        "double  2 of 3 points", "  ✗ Failed  0 of 2 points  double.values", "    required: It doubles.",
        "    It is wrong.",
    ]  # fmt: skip
    assert lines[-2:] == ["  ✓ Passed  2 of 2 points  double.values", "  – Skipped  0 of 1 point  double.shape"]


def test_a_check_of_one_line_has_its_title_in_the_language_of_the_reader() -> None:
    lines = lines_of(exercise_of(FAILED, SHAPE), catalogue=SPOKEN)

    assert lines[-1] == "  – 跳过  0/1 分  形状  double.shape"
    assert "    要求：`double(X)` 应返回 2X。" in lines


def test_a_remark_on_passed_checks_is_one_line_below_them() -> None:
    remarked = replace(PASSED, notes=[Note(message_id="none", message="Your helper fails here.")])

    assert lines_of(exercise_of(remarked, remarked))[1:] == ["  Your helper fails here."]
    assert lines_of(exercise_of(remarked, FAILED))[-1] == "  Your helper fails here."


def test_a_second_exercise_that_failed_is_told_in_lines() -> None:
    lines = lines_of(exercise_of(FAILED), exercise_of(FAILED, name="triple"))

    assert lines[-2:] == ["triple  0 of 3 points", "  ✗ Failed  0 of 2 points  double.values"]
    assert sum("It is wrong." in line for line in lines) == 1


def test_exercises_without_a_function_are_one_line_behind_the_others() -> None:
    absent = [exercise_of(status=Status.MISSING, name=name) for name in ("triple", "half")]

    assert lines_of(exercise_of(status=Status.NOT_STARTED), *absent, exercise_of(PASSED, name="third")) == [
        "✓ third  2 of 3 points", "– Not written yet: double.", "– This file does not define triple, half.",
    ]  # fmt: skip


def test_an_error_of_ours_is_told_whole() -> None:
    lines = lines_of(exercise_of(check_of(Outcome.ERROR), status=Status.ERROR), exercise_of(FAILED))

    assert any("torchgrade failed here" in line for line in lines)
    assert any("It is wrong." in line for line in lines)


def test_what_was_noticed_about_the_file_comes_last() -> None:
    note = Note(message_id="none", message="Line 3 was left out.")

    assert lines_of(replace(exercise_of(PASSED)), problems=(note,))[-1] == "Line 3 was left out."
