"""What ``torchgrade.exports.gradebook`` promises."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from torchgrade.exports.gradebook import export, text_cell
from torchgrade.model.history import Override
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.results import Note
from torchgrade.model.rows import NotUnderstood

Table = dict[str, dict[str, str]]


@pytest.fixture
def data(tmp_path: Path, sample: ModuleType) -> bytes:
    results, rows = sample.a_class()
    return export(results, rows, tmp_path).read_bytes()


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def table(data: bytes) -> Table:
    return {row["submission"]: row for row in read(data)}


def test_it_starts_with_a_bom_and_ends_its_lines_with_crlf(data: bytes) -> None:
    assert data.startswith(b"\xef\xbb\xbfsubmission,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_its_columns_are_those_that_a_course_expects(data: bytes) -> None:
    header = data.decode("utf-8-sig").splitlines()[0]
    assert header == "submission,data_iter,softmax,train_ch3,total,max,percent,status,notes"


def test_every_input_has_one_row_also_what_was_not_understood(table: Table, sample: ModuleType) -> None:
    results, rows = sample.a_class()
    assert len(table) == len(results) + len(rows.not_understood)
    refused = table["'-rf.docx"]
    assert refused["status"] == "not understood"
    assert refused["notes"] == "'-rf.docx is not a file that can be graded."
    assert (refused["total"], refused["max"], refused["percent"]) == ("", "15", "")


def test_points_stand_in_their_columns(table: Table) -> None:
    row = table["ada"]
    assert [row[c] for c in ("data_iter", "softmax", "train_ch3")] == ["2", "0", "7"]
    assert [row[c] for c in ("total", "max", "percent", "status")] == ["9", "15", "60", "graded"]


def test_an_error_of_ours_leaves_its_cells_empty_and_says_so(table: Table) -> None:
    row = table["eve"]
    assert [row[c] for c in ("data_iter", "softmax", "train_ch3", "total", "percent")] == [""] * 5
    assert (row["max"], row["status"]) == ("15", "error")
    assert "torchgrade failed" in row["notes"]


def test_what_is_missing_or_not_started_counts_as_zero_and_is_named(table: Table) -> None:
    row = table["李雷"]
    assert [row[c] for c in ("data_iter", "softmax", "train_ch3", "total")] == ["0", "6", "0", "6"]
    assert row["status"] == "partly missing"
    assert row["notes"].startswith("data_iter is missing. train_ch3 is not written yet.")


def test_of_very_many_problems_the_first_stand_in_the_cell(tmp_path: Path, sample: ModuleType) -> None:
    """A spreadsheet cuts a cell off, or refuses the file."""
    results, rows = sample.a_class()
    many = replace(results[0], problems=[Note(message_id="x", message="m" * 10_000)] * 300)
    row = next(row for row in read(export([many], rows, tmp_path).read_bytes()) if row["status"] != "not understood")

    assert "280 more problems are in results.jsonl." in row["notes"]
    assert len(row["notes"]) < 32_767


def test_a_group_has_a_row_for_each_member_with_the_points_of_the_group(tmp_path: Path, sample: ModuleType) -> None:
    _, rows = sample.a_class()
    ada = sample.ada()
    told = replace(rows, groups={ada.submission: ("20250002", "=1+1")}, not_understood=())
    table = read(export([ada], told, tmp_path).read_bytes())

    assert [row.pop("submission") for row in table] == ["20250002", "'=1+1"]
    assert table[0] == table[1]
    assert table[0]["total"] == "9"


def test_a_student_who_may_have_submitted_is_to_be_decided_on(tmp_path: Path, sample: ModuleType) -> None:
    _, rows = sample.a_class()
    notes = [Note(message_id=f"deliveries.{name}", message=name) for name in ("absent", "absent_undecided")]
    absent = tuple(NotUnderstood(name=note.message, note=note, is_absent=True) for note in notes)
    table = read(export([], replace(rows, not_understood=absent), tmp_path).read_bytes())

    assert [(row["status"], row["total"]) for row in table] == [("nothing submitted", ""), ("to decide", "")]


def test_a_submission_that_is_gone_is_marked(table: Table) -> None:
    assert "no longer in the folder" in table["bob"]["notes"]


def test_a_grading_without_hidden_checks_says_so(tmp_path: Path, sample: ModuleType) -> None:
    _, rows = sample.a_class()
    result = replace(sample.ada(), hidden_checks=False)
    assert "Hidden checks did not run." in export([result], rows, tmp_path).read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("level", "notes"),
    [(SandboxLevel.NONE, "Not isolated (sandbox: none)."), (SandboxLevel.B, ""), (SandboxLevel.A, "")],
)
def test_marks_that_are_not_isolated_say_so_and_others_do_not(
    level: SandboxLevel, notes: str, tmp_path: Path, sample: ModuleType
) -> None:
    _, rows = sample.a_class()
    path = export([replace(sample.ada(), sandbox=level)], rows, tmp_path)
    (row,) = [row for row in read(path.read_bytes()) if row["submission"] == "ada"]

    assert row["notes"] == notes


def test_every_result_says_so_and_no_row_of_an_input_that_was_none(table: Table, sample: ModuleType) -> None:
    results, rows = sample.a_class()
    said = [name for name, row in table.items() if "Not isolated" in row["notes"]]

    assert len(said) == len(results) > 3
    assert not {text_cell(entry.name) for entry in rows.not_understood} & set(said)


def test_a_name_that_a_spreadsheet_would_compute_gets_an_apostrophe(table: Table) -> None:
    assert "'=1+1" in table


@given(st.text())
def test_no_text_cell_starts_like_a_formula_and_others_stay_as_they_are(text: str) -> None:
    cell = text_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in {text, f"'{text}"}


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_a_submission_of_any_name_is_one_line_of_text(
    tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, name: str
) -> None:
    _, rows = sample.a_class()
    path = export([replace(sample.ada(), submission=name)], rows, tmp_path_factory.getbasetemp())
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    assert len(lines) == 4
    assert "\n" not in "".join(lines)


def test_what_waits_for_a_person_has_no_points_and_no_total(tmp_path: Path, sample: ModuleType) -> None:
    parts = [sample.all_passed(sample.DATA_ITER), sample.waiting(sample.SOFTMAX)]
    rows = replace(sample.a_class()[1], not_understood=())
    row = read(export([sample.submission("ada", parts)], rows, tmp_path).read_bytes())[0]

    assert [row[c] for c in ("data_iter", "softmax", "total", "percent", "status")] == ["2", "", "", "", "undecided"]
    assert row["notes"].startswith("softmax needs a decision. a.py and b.py differ.")

    decided = replace(rows, overrides={"ada": Override(who="ada", points=7.0, why="b.py counts", at="")})
    row = read(export([sample.submission("ada", parts)], decided, tmp_path).read_bytes())[0]
    assert row["total"] == "7"
    assert "needs a decision" not in row["notes"]
    assert "a.py and b.py differ." not in row["notes"]


def test_what_has_the_name_of_a_missing_function_is_noted(tmp_path: Path, sample: ModuleType) -> None:
    note = Note(message_id="slice.variable_loader", message="It is a DataLoader here.")
    parts = [sample.without(sample.SOFTMAX, Status.MISSING, notes=[note])]
    rows = replace(sample.a_class()[1], not_understood=())
    row = read(export([sample.submission("ada", parts)], rows, tmp_path).read_bytes())[0]

    assert row["notes"].startswith("softmax is missing. It is a DataLoader here.")


def test_notes_are_in_the_language_of_the_run_and_all_else_is_english(tmp_path: Path, sample: ModuleType) -> None:
    results, rows = sample.a_class()
    english, chinese = (
        read(export(results, replace(rows, language=language), tmp_path).read_bytes()) for language in ("en", "zh")
    )

    assert [{**row, "notes": ""} for row in chinese] == [{**row, "notes": ""} for row in english]
    bob = next(row["notes"] for row in chinese if row["submission"] == "bob")
    assert bob == "这份提交已不在文件夹中。评分没有隔离（沙盒：none）。"
    assert any("缺少 data_iter。还没有写 train_ch3。" in row["notes"] for row in chinese)
