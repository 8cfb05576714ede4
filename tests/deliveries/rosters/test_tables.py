"""Tests of the table in a class list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.deliveries.rosters import tables
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.tables import read_table
from torchgrade.model.phrases import listed

ROWS = [["20250001", "Ada"], ["20250002", "Ben"]]


@pytest.mark.parametrize(
    "text",
    [
        "student_id,name\n20250001,Ada\n20250002,Ben\n",
        "sep=;\r\nstudent_id;name\r\n20250001;Ada\r\n20250002;Ben\r\n",
        '"sep=\t"\nstudent_id\tname\n20250001\tAda\n20250002\tBen\n',
        "SEP=,\nstudent_id,name\n20250001,Ada\n20250002,Ben",
        "课程名称：,深度学习\n教师：李老师\n\nstudent_id,name\n20250001,Ada\n20250002,Ben\n",
        "Deep Learning; WS 25/26\n\nstudent_id,name\n20250001,Ada\n20250002,Ben\n",
        "Kurs: Deep Learning, Gruppe A, Raum 3\nstudent_id;name\n20250001;Ada\n20250002;Ben\n",
        "student_id|name\n20250001|Ada\n20250002|Ben\n",
        "student_id,name\r20250001,Ada\r20250002,Ben\r",
        "student_id,name\n20250001,Ada\nstudent_id,name\n20250002,Ben\n合计：2 人,\n",
        "\ufeffstudent_id,name\n20250001,Ada\n,\n20250002,Ben\n",
    ],
)
def test_title_lines_separators_and_lines_that_are_no_students_are_passed_over(text: str) -> None:
    assert read_table(text).rows == ROWS


def test_a_title_that_is_a_heading_by_chance_does_not_hide_the_line_with_more_headings() -> None:
    assert read_table("Name,\nstudent_id,name\n20250001,Ada\n20250002,Ben\n").rows == ROWS


def test_of_two_columns_of_a_kind_the_first_that_is_filled_counts() -> None:
    table = read_table("Student ID,Matrikelnummer,Name\n,7,Ada\n")

    assert table.cell(table.rows[0], "number") == "7"


@pytest.mark.parametrize("cell", ["007", "'007", '"=""007"""', "#007", "\t007 ", "\u200b007"])
def test_what_a_spreadsheet_adds_to_a_cell_is_taken_off(cell: str) -> None:
    table = read_table(f"number,name\n{cell},Ada\n")

    assert table.cell(table.rows[0], "number") == "007"


def test_a_line_break_inside_a_quoted_cell_makes_no_row() -> None:
    assert read_table('student_id,name\n20250001,"Ada\n\nNgo"\n').rows == [["20250001", "Ada\n\nNgo"]]


def test_a_list_without_a_heading_that_names_a_student_is_refused_with_its_columns() -> None:
    with pytest.raises(RosterError) as caught:
        read_table("Titel\nKlasse;Fach;Note\n1;2;3\n")

    assert caught.value.values == {"columns": listed(["Klasse", "Fach", "Note"])}


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    monkeypatch.setattr(tables, "TITLE_LINES", 1)
    with pytest.raises(RosterError, match="too_many"):
        read_table("student_id,name\n1,a\n2,b\n3,c\n")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_text_of_any_kind_is_a_table_or_is_refused(text: str) -> None:
    try:
        assert read_table(text).columns
    except RosterError as error:
        assert error.message_id.startswith("roster.")


def test_the_same_headings_again_are_more_rows_beside_the_first() -> None:
    text = "No.,student_id,name,No.,student_id,name\n1,20250001,Ada,2,20250002,Ben\n3,20250003,Cai\n"

    assert read_table(text).rows == [["1", "20250001", "Ada"], ["3", "20250003", "Cai"], ["2", "20250002", "Ben"]]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row() -> None:
    with pytest.raises(RosterError) as caught:
        read_table('student_id,name\n20250001,Ada\n20250002,"Ben\n20250003,Cai\n20250004,Dan\n')

    assert (caught.value.message_id, caught.value.values) == ("roster.open_quote", {"row": "20250002"})


def test_a_line_break_inside_closed_quotes_is_a_part_of_a_cell() -> None:
    assert len(read_table('student_id,name\n20250001,"Ada\nNgo"\n').rows) == 1


@pytest.mark.parametrize("cell", ["-", "---", "—", "."])
def test_a_cell_without_letters_and_digits_is_empty(cell: str) -> None:
    table = read_table(f"student_id,name\n{cell},Ada\n")

    assert table.cell(table.rows[0], "number") == ""
