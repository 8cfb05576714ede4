"""What ``torchgrade.exports.ci.github`` promises, through the runner of GitHub Actions and a reader of Markdown."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from msgspec.structs import replace

from tests.exports.ci_classes import SECRET, files_of, order_of, orders
from tests.exports.importers import github_commands
from torchgrade.exports.ci.github import FILE, plan
from torchgrade.exports.planned import ExportOrder
from torchgrade.model.history import Override
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.places import place
from torchgrade.model.results import Frame, Note
from torchgrade.model.rows import points_text

READER = MarkdownIt("commonmark").enable("table")


@settings(max_examples=60, deadline=None)
@given(orders(most=1, least=1))
def test_the_runner_reads_an_annotation_for_each_failed_check_with_a_line_and_the_points(order: ExportOrder) -> None:
    planned = plan(order)
    found = github_commands.annotations("\n".join(planned.printed))
    (result,) = order.results.values()
    failed = [
        check
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is Outcome.FAILED and not check.hidden
    ]

    assert [one.name for one in found] == ["error"] * len(failed) + ["notice"]
    assert len(found) == len(github_commands.commands("\n".join(planned.printed)))
    assert [one.properties["line"] for one in found[:-1]] == [
        str(check.frames[0].place["values"]["line"]) for check in failed
    ]
    assert SECRET not in "".join(planned.printed)


@settings(max_examples=60, deadline=None)
@given(orders())
def test_the_summary_has_no_markup_of_a_student_and_no_command(order: ExportOrder) -> None:
    planned = plan(order)
    for data in files_of(planned).values():
        text = data.decode()
        assert len(data) <= github_commands.LARGEST_SUMMARY
        assert github_commands.commands(text) == []
        assert SECRET not in text
        inline = [child.type for one in READER.parse(text) for child in one.children or ()]
        assert not set(inline) & {"link_open", "image", "code_inline", "em_open", "s_open"}
        assert not any(token.type in {"html_block", "fence", "code_block", "hr"} for token in READER.parse(text))
    for mark, row in zip(order.marks, planned.rows, strict=True):
        assert (row.left_out is None) == (mark.submission in order.results)


def test_no_line_of_the_summary_is_a_command(sample: ModuleType) -> None:
    """A step may print the file into its log."""
    _, rows = sample.a_class()
    note = Note(message_id="unknown.entry", message="::error file=a.py::x")
    part = sample.without(sample.SOFTMAX, Status.UNDECIDED, notes=[note])
    text = files_of(plan(order_of([sample.submission("ada", [part], problems=[note])], rows)))[FILE].decode()

    assert text.count("error file=a.py") == 2
    assert github_commands.commands(text) == []


def test_the_summary_names_points_exercises_and_what_failed(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    text = files_of(plan(order_of([sample.ada()], rows)))[FILE].decode()

    assert text.startswith("# torchgrade: 9 of 15 points\n")
    assert "| softmax | 0 of 4 | 0 of 6 points |\n" in text.replace("&#95;", "_")
    assert "- ✗ **values** (0 of 2 points)<br>Required: Each row" in text
    assert "- ✗ **Hidden check** (0 of 1.5 points)<br>Required: Values are right on further shapes.\n" in text
    assert "Order" not in text


def test_an_annotation_stands_at_the_line_of_the_file(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    (error, notice) = github_commands.annotations("\n".join(plan(order_of([sample.ada()], rows)).printed))

    assert error.properties == {"file": "ada.py", "line": "12", "title": "softmax: values"}
    assert error.data.startswith("Required: Each row of the result")
    assert (notice.data, notice.properties) == ("torchgrade: 9 of 15 points", {"title": "torchgrade"})


def test_a_line_of_a_cell_is_no_line_of_a_file(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    frame = Frame(place=place("a.ipynb cell 3", 2), function="f", line="")
    part = replace(sample.ada().exercises[1], checks=[replace(sample.failed_values(), frames=[frame])])

    assert len(plan(order_of([sample.submission("ada", [part])], rows)).printed) == 1


def test_a_line_that_python_cannot_read_is_a_warning_at_that_line(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    note = Note(message_id="unknown.entry", values={"place": place("ada.py", 4)}, message="It is not valid Python.")
    result = sample.submission("ada", [sample.without(sample.SOFTMAX, Status.MISSING, notes=[note])], problems=[note])
    (warning, notice) = github_commands.annotations("\n".join(plan(order_of([result], rows)).printed))

    assert (warning.name, warning.data) == ("warning", "It is not valid Python.")
    assert warning.properties == {"file": "ada.py", "line": "4", "title": "torchgrade"}
    assert notice.data == "torchgrade: 0 of 6 points"


def test_ten_annotations_are_written_and_the_others_are_counted(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    part = replace(sample.ada().exercises[1], checks=[sample.failed_values()] * 14)
    planned = plan(order_of([sample.submission("ada", [part])], rows))

    assert len(planned.printed) == 11
    assert {"phrase": "export.github.annotations", "values": {"shown": 10, "all": 14}} in planned.notes


def test_several_submissions_are_a_table_without_annotations(sample: ModuleType) -> None:
    results, rows = sample.a_class()
    planned = plan(order_of(results, rows))
    text = files_of(planned)[FILE].decode()

    assert planned.printed == ()
    assert "| bob | 15/15 |  |\n" in text
    assert "| eve | – |  |\n" in text
    assert {"phrase": "export.github.several"} in planned.notes


def test_a_decision_of_a_person_is_the_total(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    decided = replace(rows, overrides={"ada": Override(who="ada", points=11.0, why="late", at="")})
    planned = plan(order_of([sample.ada()], decided))

    assert "::notice title=torchgrade::torchgrade: 11 of 15 points" in planned.printed
    assert "\nA person decided the total.\n" in files_of(planned)[FILE].decode()


@pytest.mark.parametrize("count", [1, 3000])
def test_a_large_summary_is_cut_before_github_drops_it(sample: ModuleType, count: int) -> None:
    _, rows = sample.a_class()
    long = [replace(sample.failed_values(), message_id="", message="数" * 900)] * (400 if count == 1 else 12)
    part = replace(sample.ada().exercises[1], checks=long)
    results = [sample.submission(f"s{number}" * 40, [part]) for number in range(count)]
    data = files_of(plan(order_of(results, replace(rows, not_understood=()))))[FILE]

    assert 900 << 10 < len(data) <= 1000 << 10
    last = data.decode().strip().splitlines()[-1]
    assert ("too large" in last) if count == 1 else ("more submissions" in last)


def test_points_are_the_value_of_a_row(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    row = next(one for one in plan(order_of([sample.ada()], rows)).rows if one.key == "ada")

    assert row.value == f"{points_text(9.0)}/15"
