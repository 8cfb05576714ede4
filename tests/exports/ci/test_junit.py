"""What ``torchgrade.exports.ci.junit`` promises, through the readers of GitLab and Jenkins."""

from __future__ import annotations

from collections import Counter
from types import ModuleType

from hypothesis import given, settings
from msgspec.structs import replace

from tests.exports.ci_classes import SECRET, files_of, order_of, orders
from tests.exports.importers import junit_gitlab, junit_jenkins
from torchgrade.exports.ci.junit import FILE, plan, safe
from torchgrade.exports.planned import ExportOrder, lost
from torchgrade.model.outcomes import Outcome, Status

GITLAB = {Outcome.PASSED: "success", Outcome.FAILED: "failed", Outcome.SKIPPED: "skipped", Outcome.ERROR: "error"}
JENKINS = {Outcome.PASSED: "passed", Outcome.FAILED: "failed", Outcome.SKIPPED: "skipped", Outcome.ERROR: "failed"}


def expected(order: ExportOrder, words: dict[Outcome, str]) -> list[list[tuple[str, str]]]:
    """Return name and status of the cases of each row with a submission."""
    found = []
    for mark in order.marks:
        if mark.submission not in order.results:
            continue
        cases = []
        for exercise in order.results[mark.submission].exercises:
            if exercise.status is not Status.GRADED:
                outcome = Outcome.ERROR if exercise.status is Status.ERROR else Outcome.FAILED
                cases.append((exercise.exercise, words[outcome]))
            cases += [(check.check, words[check.outcome]) for check in exercise.checks if not check.hidden]
        found.append(cases)
    return found


@settings(max_examples=60, deadline=None)
@given(orders())
def test_gitlab_keeps_every_case_with_its_status_and_no_attachment(order: ExportOrder) -> None:
    files = files_of(plan(order))
    wanted = Counter(pair for cases in expected(order, GITLAB) for pair in cases)
    if not files:
        assert not wanted
        return
    report = junit_gitlab.read(files[FILE])

    assert report.lost == []
    assert report.attachments == []
    assert Counter((name, status) for (_, name), (status, _) in report.cases.items()) == wanted
    assert SECRET not in files[FILE].decode()


@settings(max_examples=60, deadline=None)
@given(orders())
def test_jenkins_keeps_a_suite_for_each_student_and_the_plan_names_the_others(order: ExportOrder) -> None:
    planned = plan(order)
    suites = junit_jenkins.read(files_of(planned)[FILE]) if planned.files else {}
    cases = expected(order, JENKINS)

    assert [[(case.name, case.status) for case in suite] for suite in suites.values()] == [one for one in cases if one]
    rows = dict(zip((mark.key for mark in order.marks), planned.rows, strict=True))
    for mark in order.marks:
        assert (rows[mark.key].left_out is None) == (mark.submission in order.results)
    # A row with a mark is left out only if there is no submission.
    assert all(rows[one.key].left_out for one in lost(order, planned))
    empty = sum(not one for one in cases)
    assert empty == sum(one["phrase"] == "export.junit.empty" for row in planned.rows for one in row.warnings)


def test_one_student_has_the_exercise_as_class_and_a_failure_has_attribute_and_text(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    order = order_of([sample.ada()], replace(rows, not_understood=()))
    data = files_of(plan(order))[FILE]
    report = junit_gitlab.read(data)
    (suite,) = junit_jenkins.read(data).values()

    assert report.cases["data_iter", "data_iter.pairs"] == ("success", "")
    status, text = report.cases["softmax", "softmax.values"]
    assert status == "failed"
    assert text.splitlines()[0] == "Required: Each row of the result holds the probabilities of its logits."
    assert "Likely cause: You divided by the column sums" in text
    assert suite[2].message in text
    assert ("softmax", "softmax.hidden") not in report.cases


def test_several_students_do_not_share_a_class_because_gitlab_keeps_the_first_case_only(sample: ModuleType) -> None:
    results, rows = sample.a_class()
    report = junit_gitlab.read(files_of(plan(order_of(results, rows)))[FILE])

    assert ("ada.softmax", "softmax.values") in report.cases
    assert ("bob.softmax", "softmax.values") in report.cases


def test_messages_are_in_the_language_of_the_run(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    order = order_of([sample.ada()], replace(rows, not_understood=(), language="zh"))
    report = junit_gitlab.read(files_of(plan(order))[FILE])

    assert report.cases["softmax", "softmax.values"][1].startswith("要求：")


def test_an_absolute_place_of_a_file_is_left_out(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    for file in ("/home/ada/a.py", "../a.py", "C:\\a.py"):
        order = order_of([sample.submission("ada", [sample.all_passed(sample.SOFTMAX, file=file)])], rows)
        assert file not in files_of(plan(order))[FILE].decode()


def test_the_notes_count_what_is_left_out(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    planned = plan(order_of([sample.ada()], rows))

    assert {"phrase": "export.junit.hidden", "values": {"n": 1}} in planned.notes


def test_a_token_of_an_attachment_is_broken_in_any_case() -> None:
    assert safe("[[ATTACHMENT|a]] [[attachment|b]]") == "[ [ATTACHMENT|a]] [ [attachment|b]]"
