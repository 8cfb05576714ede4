"""A result as lines of text."""

from __future__ import annotations

import io
from typing import Any

from msgspec.structs import replace

from torchgrade.cli.screen import Screen
from torchgrade.cli.student.text import ResultText
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import (
    Argument,
    CheckResult,
    Comparison,
    Diagnosis,
    Evidence,
    ExerciseResult,
    Frame,
    Note,
    Passage,
    SubmissionResult,
    SubmittedFile,
    TensorView,
)

SPECS = (
    CheckSpec(check="double.values", sentence="It doubles.", kind=Kind.VALUE, points=2.0),
    CheckSpec(
        check="double.shape", sentence="It keeps the shape.", kind=Kind.SHAPE, points=1.0, requires=("double.values",)
    ),
)
DOUBLE = Exercise(exercise="double", topic="t", title="Double", signature="double(X)", section="1", checks=SPECS)


def check_of(outcome: Outcome, check: str = "double.values", **further: Any) -> CheckResult:
    fields: dict[str, Any] = {"kind": Kind.VALUE, "hidden": False, "points": 0.0, "max_points": 2.0, **further}
    return CheckResult(check=check, outcome=outcome, sentence="It doubles.", **fields)


def text_of(*checks: CheckResult, status: Status = Status.GRADED, file: str = "mine.py", **further: Any) -> str:
    catalogue, described = further.pop("catalogue", catalogue_for()), further.pop("described", DOUBLE)
    exercise = ExerciseResult(
        exercise="double", status=status, points=0.0, max_points=3.0, checks=list(checks), **further
    )
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=3.0, sandbox=SandboxLevel.NONE, seconds=1.0, exercises=[exercise]
    )
    stream = io.StringIO()
    ResultText(Screen(stream), catalogue, [described], file).write(result)
    return stream.getvalue()


def test_a_passed_check_is_a_symbol_a_word_its_points_and_its_sentence() -> None:
    lines = text_of(check_of(Outcome.PASSED, points=2.0)).splitlines()

    assert lines[1:3] == ["  ✓ Passed  2 of 2 points  double.values", "    It doubles."]


def test_a_remark_on_a_passed_check_is_written_once_below_it() -> None:
    notes = [
        Note(message_id="none", message="Your helper fails here."),
        Note(message_id="none", message="It is a mean."),
    ]
    passed = check_of(Outcome.PASSED, points=2.0, notes=notes)
    lines = text_of(passed, passed).splitlines()

    assert lines[2:5] == ["    It doubles.", "    Your helper fails here.", "    It is a mean."]
    assert sum("Your helper" in line for line in lines) == 1


def test_a_failed_check_says_what_was_tried_expected_and_got_and_what_to_do_next() -> None:
    view = TensorView(type="Tensor", dtype="float32", shape=[2], cells=[["1", "2"]])
    evidence = Evidence(
        call="double(X)",
        arguments=[Argument(name="X", value=view)],
        expected=TensorView(type="Tensor", dtype="float32", shape=[2], cells=[["2", "4"]]),
        got=view,
        comparison=Comparison(
            elements=2, mismatched=2, worst_index=[1], worst_expected=4.0, worst_got=2.0,
            greatest_difference=2.0, rtol=1e-5, atol=1e-6,
        ),
    )  # fmt: skip
    shown = text_of(
        check_of(
            Outcome.FAILED,
            message_id="unknown.entry",
            message="It is wrong.",
            evidence=evidence,
            frames=[Frame(place="mine.py, line 3", function="double", line="    return X")],
            diagnosis=Diagnosis(
                misconception="double.same",
                message="X came back.",
                passage=Passage(section="1.2", title="Doubling", links={"en": "https://book.example/doubling"}),
            ),
            next=Note(message_id="unknown.next", message="Multiply it."),
            notes=[Note(message_id="unknown.note", message="By the way.")],
            output="one\n" * 50,
            check_seed=7,
        )
    )

    for part in (
        "✗ Failed  0 of 2 points", "It is wrong.", "tried: double(X)", "float32", "(2,)", "4◀", "2 of 2 elements differ",
        "mine.py, line 3", "return X", "likely cause: X came back.", "By the way.",
        "next: Multiply it.", "read: section 1.2, Doubling\n      https://book.example/doubling",
        "torchgrade check mine.py double.values --check-seed 7",
    ):  # fmt: skip
        assert part in shown, part
    assert shown.count("one") == 6


def test_expected_and_got_stand_side_by_side_with_the_worst_marked_in_both() -> None:
    shown = text_of(
        check_of(
            Outcome.FAILED,
            evidence=Evidence(
                call="double(X)",
                expected=TensorView(type="Tensor", dtype="float32", shape=[2, 2], cells=[["2", "4"], ["6", "8"]]),
                got=TensorView(type="Tensor", dtype="float32", shape=[2, 2], cells=[["2", "4"], ["6", "1.5"]]),
                comparison=Comparison(
                    elements=4, mismatched=1, worst_index=[1, 1], worst_expected=8.0, worst_got=1.5,
                    greatest_difference=6.5, rtol=1e-5, atol=1e-6,
                ),
            ),
        )
    ).splitlines()  # fmt: skip
    at = next(place for place, line in enumerate(shown) if "Expected:" in line)

    assert " ".join(shown[at].split()) == "Expected: Tensor, float32, shape (2, 2) Got: Tensor, float32, shape (2, 2)"
    assert shown[at + 1].split() == ["2", "4", "2", "4"]
    assert shown[at + 2].split() == ["6", "8◀", "6", "1.5◀"]
    assert shown[at].index("Got:") == shown[at + 1].rindex("2") - 3


def test_a_file_with_a_blank_in_its_name_is_quoted_in_the_line_to_run() -> None:
    shown = text_of(check_of(Outcome.FAILED, check_seed=7), file="my file.py")

    assert "torchgrade check 'my file.py' double.values --check-seed 7" in shown


def test_a_skipped_check_names_what_it_waits_for() -> None:
    shown = text_of(check_of(Outcome.FAILED), check_of(Outcome.SKIPPED, "double.shape"))

    assert "– Skipped" in shown
    assert "waits for: values" in shown


SPOKEN = Catalogue(
    {
        **catalogue_for(language="zh").entries,
        "check.double.values.title": "两倍",
        "check.double.values": "`double(X)` 应返回 2X。",
        "check.double.shape.title": "形状",
        "check.double.shape": "形状应不变。",
    },
    "zh",
)


def test_title_and_requirement_are_in_the_language_of_the_reader_and_a_failed_check_labels_it() -> None:
    lines = text_of(check_of(Outcome.FAILED), catalogue=SPOKEN).splitlines()

    assert lines[1:3] == ["  ✗ 未通过  0/2 分  两倍  double.values", "    要求：`double(X)` 应返回 2X。"]
    assert text_of(check_of(Outcome.PASSED), catalogue=SPOKEN).splitlines()[2] == "    `double(X)` 应返回 2X。"


def test_a_skipped_check_waits_for_a_title() -> None:
    shown = text_of(check_of(Outcome.FAILED), check_of(Outcome.SKIPPED, "double.shape"), catalogue=SPOKEN)

    assert "形状  double.shape  等待：两倍\n" in shown


def test_a_check_that_passed_is_none_that_another_waits_for() -> None:
    both = replace(
        DOUBLE, checks=(*SPECS, replace(SPECS[1], check="double.last", requires=("double.values", "double.shape")))
    )
    checks = (
        check_of(Outcome.PASSED), check_of(Outcome.FAILED, "double.shape"), check_of(Outcome.SKIPPED, "double.last"),
    )  # fmt: skip

    assert "waits for: shape\n" in text_of(*checks, described=both)


def test_an_exercise_that_is_not_there_is_said_so() -> None:
    assert text_of(status=Status.MISSING).startswith("This file does not define double.")
    assert text_of(status=Status.NOT_STARTED) == "Not written yet: double.\n\n"


def test_an_exercise_of_several_files_names_its_own() -> None:
    files = [SubmittedFile(name=name, sha256="", size=1) for name in ("a.py", "b.py")]
    exercise = ExerciseResult(exercise="double", status=Status.GRADED, points=0.0, max_points=3.0, file="b.py")
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=3.0, sandbox=SandboxLevel.NONE, seconds=1.0, exercises=[exercise],
        files=files,
    )  # fmt: skip
    stream = io.StringIO()
    ResultText(Screen(stream), catalogue_for(), [DOUBLE], "").write(result)

    assert stream.getvalue().splitlines()[0] == "double  0 of 3 points  b.py"


def test_the_line_to_run_again_names_no_file_where_none_was_named() -> None:
    shown = text_of(check_of(Outcome.FAILED, check_seed=7), file="")

    assert "      torchgrade check double.values --check-seed 7\n" in shown


def test_nothing_of_a_submission_acts_on_the_terminal() -> None:
    shown = text_of(
        check_of(
            Outcome.FAILED,
            message="\x1b[31mred",
            output="\x07\u202e",
            frames=[Frame(place="a\x1b.py", function="f", line="\x1b[2J")],
            evidence=Evidence(call="f()", got=TensorView(type="\x1b", text="\x1b]0;title")),
        )
    )

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
