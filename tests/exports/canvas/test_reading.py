"""What ``torchgrade.exports.canvas.reading`` promises: the rules of Canvas's importer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.importers import canvas as importer
from torchgrade.exports.canvas import reading as canvas
from torchgrade.exports.templates.cell_numbers import normal


@pytest.mark.parametrize("sign", [",", ";"])
@given(text=st.text('";,\nax', max_size=30))
def test_the_delimiter_is_the_one_that_canvas_finds(sign: str, text: str) -> None:
    if not text.endswith("\n"):
        text += sign + "a"
    assert canvas.delimiter(text) == importer.delimiter(text.encode())


@pytest.mark.parametrize(
    ("text", "number"),
    [("90017", "90017"), (" 0012abc", "12"), ("12.0", "12"), ("-3", ""), ("abc", ""), ("", ""), ("1,234", "1")],
)
def test_an_id_is_read_by_its_leading_digits(text: str, number: str) -> None:
    assert canvas.user_id(text) == number


@pytest.mark.parametrize(
    ("heading", "title", "number"),
    [
        ("Softmax (4711)", "Softmax", "4711"),
        ("A (1) (2)", "A (1)", "2"),
        ("Softmax(1)", "Softmax(1)", ""),
        ("a\nb (1)", "a\nb (1)", ""),
    ],
)
def test_an_assignment_is_a_title_and_an_id(heading: str, title: str, number: str) -> None:
    assert canvas.title_and_id(heading) == (title, number)


@pytest.mark.parametrize(
    ("heading", "is_total"),
    [
        ("Unposted Final Score", True),
        ("Quizzes Current Points (Fall)", True),
        ("Override Status", True),
        ("Final exam (1)", False),
    ],
)
def test_a_total_is_told_by_the_words_in_its_heading(heading: str, is_total: bool) -> None:
    assert canvas.is_total(heading) is is_total


@pytest.mark.parametrize(
    "cells",
    [
        ["Student", "ID", "Section", "A (1)"],
        ["Student", "ID", "SIS Login ID", "Section", "A (1)"],
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section"],
        ["LastName", "FirstName", "ID", "SIS Login ID", "Section"],
        ["Student", "ID", "SIS User ID", "Section", "A (1)"],
        ["Student", "ID", "Section"],
        ["Student", "Login", "Section", "A (1)"],
        [],
    ],
)
def test_the_walk_over_the_header_is_that_of_the_importer(cells: list[str]) -> None:
    places = canvas.student_columns(cells)
    try:
        expected = importer.header(list(cells), importer.Course([], []))
    except importer.RefusedError:
        assert places is None
    else:
        assert places is not None
        assert places["section"] == expected["count"] - 1
        assert {kind: place for kind, place in places.items() if kind in {"id", "sis", "login"}} == {
            kind: place for kind, place in expected.items() if kind in {"id", "sis", "login"}
        }


@given(st.text("0123456789.,-%x ", max_size=8))
def test_a_number_is_converted_as_the_importer_converts_it(text: str) -> None:
    assert normal(text.strip()) == (importer.converted(text.strip()) or "")


@pytest.mark.parametrize("text", ["", " - ", "N/A", "ex", "Excused"])
def test_cells_without_points_are_told_apart(text: str) -> None:
    assert [canvas.is_empty(text), canvas.is_unassigned(text), canvas.is_excused(text)].count(True) == 1


def test_a_row_of_posting_states_is_no_student() -> None:
    assert canvas.is_no_student(["", "Manual Posting", " muted "])
    assert not canvas.is_no_student(["", "1"])
