"""What a person reads at the end of a class run."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from msgspec import structs

from torchgrade.cli.instructor.summary import MOST, worst_problems, write_summary
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.grading.class_run import Summary
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, Environment, ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood, RunRows
from torchgrade.reports.sentences import Sentences

ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")


SENTENCES = Sentences(catalogue_for())


def problems_of(summary: Summary, sentences: Sentences = SENTENCES) -> list[str]:
    return list(worst_problems(summary, sentences))


def result_of(submission: str, points: float | None, **further: Any) -> SubmissionResult:
    outcome = Outcome.ERROR if points is None else Outcome.FAILED
    check = CheckResult(
        check="x.y", kind=Kind.VALUE, hidden=False, outcome=outcome, points=0.0, max_points=2.0, message="It broke."
    )
    exercise = ExerciseResult(exercise="x", status=Status.GRADED, points=0.0, max_points=2.0, checks=[check])
    fields = {"exercises": [exercise], "environment": ENVIRONMENT, **further}
    return SubmissionResult(
        submission=submission, points=points, max_points=10.0, sandbox=SandboxLevel.NONE, seconds=1.0, **fields
    )


def summary_of(results: list[SubmissionResult], **further: Any) -> Summary:
    fields = {"graded": len(results), "left": 0, "stopped": False, "page": Path("run/index.html"), **further}
    refused = NotUnderstood(name="notes.txt", note=Note(message_id="a.b", message="notes.txt is no code."))
    return Summary(folder=Path("run"), results=results, rows=RunRows(exercises=(), not_understood=(refused,)), **fields)


def test_problems_come_with_the_worst_first() -> None:
    unread = result_of(
        "unread", 0.0, environment=None, exercises=[], problems=[Note(message_id="a.b", message="It is empty.")]
    )
    results = [result_of("low", 4.0), result_of("good", 9.0), result_of("zero", 0.0), result_of("ours", None), unread]

    assert problems_of(summary_of(results, left=2)) == [
        "ours not graded: torchgrade failed (x, y: It broke.)",
        "2 submissions are still to do. Repeat the command to continue.",
        "notes.txt is no code.",
        "unread: It is empty.",
        "zero 0/10: x, y: It broke.",
        "low 4/10: x, y: It broke.",
    ]


def test_what_waits_for_a_person_comes_before_what_was_not_understood() -> None:
    note = Note(message_id="slice.undecided", message="a.py and b.py differ.")
    exercise = ExerciseResult(exercise="x", status=Status.UNDECIDED, points=0.0, max_points=2.0, notes=[note])
    summary = summary_of([result_of("ada", None, exercises=[exercise])])

    assert problems_of(summary) == ["ada: a.py and b.py differ.", "notes.txt is no code."]


def test_a_missing_function_is_told_with_what_has_its_name() -> None:
    note = Note(message_id="slice.variable_loader", message="x is a DataLoader here.")
    exercise = ExerciseResult(exercise="x", status=Status.MISSING, points=0.0, max_points=2.0, notes=[note])
    summary = summary_of([result_of("ada", 0.0, exercises=[exercise])])

    assert problems_of(summary)[-1] == "ada 0/10: x is a DataLoader here."


def test_at_most_five_are_shown_and_the_pages_are_named() -> None:
    stream = io.StringIO()
    write_summary(summary_of([result_of(f"s{n}", 0.0) for n in range(9)]), Screen(stream), SENTENCES)
    lines = stream.getvalue().splitlines()

    assert lines[0] == "The 5 worst of 10 problems:"
    assert len([line for line in lines if line.startswith("  ")]) == 5
    assert lines[-1] == "Pages: run/index.html"


def test_after_an_interruption_it_says_how_to_go_on() -> None:
    stream = io.StringIO()
    write_summary(summary_of([result_of("ada", 1.0)], stopped=True, page=None, left=3), Screen(stream), SENTENCES)

    assert "1 results are kept, 3 are still to do" in stream.getvalue()
    assert "Repeat the command to continue" in stream.getvalue()
    assert "torchgrade report run" in stream.getvalue()


def test_a_submission_whose_student_is_not_clear_is_a_problem_and_its_candidates_are_not_absent() -> None:
    unclear = Note(message_id="roster.contradiction", message="2_ada is graded under its own name.")
    undecided = NotUnderstood(
        name="1", note=Note(message_id="deliveries.absent_undecided", message="Ada (1) may be it."), is_absent=True
    )
    summary = summary_of([structs.replace(result_of("2_ada", 9.0), problems=[unclear])])
    summary = structs.replace(summary, rows=RunRows(exercises=(), not_understood=(undecided,)))
    stream = io.StringIO()
    write_summary(summary, Screen(stream), SENTENCES)

    assert problems_of(summary) == ["2_ada is graded under its own name."]
    assert "1 graded now; 0 not understood; sandbox" in stream.getvalue()


def test_who_of_the_roster_handed_in_nothing_stands_in_one_line_and_is_no_input() -> None:
    absent = [
        NotUnderstood(name=f"s{number}", note=Note(message_id="a.b", message=f"s{number} is absent."), is_absent=True)
        for number in range(7)
    ]
    summary = summary_of([result_of("low", 1.0)])
    summary = structs.replace(
        summary, rows=RunRows(exercises=(), not_understood=(*absent, *summary.rows.not_understood))
    )
    stream = io.StringIO()
    write_summary(summary, Screen(stream), SENTENCES)

    assert problems_of(summary) == [
        "notes.txt is no code.",
        "In the roster, but submitted nothing: s0, s1, s2, s3, s4 and 2 more.",
        "low 1/10: x, y: It broke.",
    ]
    assert "1 graded now; 1 not understood; 7 submitted nothing; sandbox: none." in stream.getvalue()


def test_the_last_line_counts_what_waits_for_a_person() -> None:
    exercise = ExerciseResult(exercise="x", status=Status.UNDECIDED, points=0.0, max_points=2.0)
    stream = io.StringIO()
    write_summary(summary_of([result_of("ada", None, exercises=[exercise])]), Screen(stream), SENTENCES)

    assert "1 graded now; 1 not understood; 1 for you to decide; sandbox: none." in stream.getvalue()


def test_the_first_failed_check_is_told_by_its_title_in_the_language_of_the_reader() -> None:
    own = {"check.x.y.title": "逐行", "check.x.y": "应为 1。", "z.wrong": "不对。"}
    spoken = Sentences(Catalogue({**catalogue_for(language="zh").entries, **own}, "zh"))
    low = result_of("low", 1.0)
    check = structs.replace(low.exercises[0].checks[0], message_id="z.wrong")
    said = structs.replace(low, exercises=[structs.replace(low.exercises[0], checks=[check])])

    assert problems_of(summary_of([said]), spoken)[-1] == "low 1/10：x“逐行”：不对。"


def test_a_chinese_summary_has_no_english_sentence() -> None:
    absent = [
        NotUnderstood(name=f"s{number}", note=Note(message_id="a.b"), is_absent=True) for number in range(MOST + 1)
    ]
    summary = summary_of([result_of("ours", None), result_of("low", 1.0)], graded=1)
    summary = structs.replace(summary, rows=RunRows(exercises=(), not_understood=tuple(absent)))
    stream = io.StringIO()
    write_summary(summary, Screen(stream), Sentences(catalogue_for(language="zh")))

    assert stream.getvalue().splitlines() == [
        "需要注意的问题：",
        "  ours：没有评分，torchgrade 出错（x“y”：It broke.）",
        "  名单中没有提交的学生：s0、s1、s2、s3、s4，另有 1 人。",
        "  low 1/10：x“y”：It broke.",
        "本次评分 1 份，之前已评分 1 份；无法识别 0 项；没有提交的学生 6 人；沙盒：none。",
        "页面：run/index.html",
    ]
