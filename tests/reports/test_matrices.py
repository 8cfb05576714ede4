"""What ``torchgrade.reports.matrices`` promises."""

from __future__ import annotations

import re

import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.checking.pictured import matrix
from torchgrade.model.attachments import Matrix, Number
from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.matrices import matrix_view
from torchgrade.reports.picture_records import MatrixView
from torchgrade.reports.sentences import Sentences

NUMBERS = st.floats() | st.sampled_from(["nan", "inf", "-inf"])


def colour_of(view: MatrixView, i: int, j: int, columns: int) -> str:
    """Return the class of the path that contains the cell, by the place of its number."""
    number = view.numbers[i * columns + j]
    for colour, outline in view.shades:
        for x, y, width, height in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)", outline):
            if 0 < number.x - float(x) < float(width) and 0 < number.y - float(y) < float(height):
                return colour
    return ""


def test_an_errors_colour_diverges_from_0_and_its_number_has_a_sign(sentences: Sentences) -> None:
    errors = torch.tensor([[-1.0, -0.1], [0.0, 0.55]])
    view = matrix_view(matrix("matrix.a", errors, signed=True), sentences, "m")

    assert [number.text for number in view.numbers] == ["-1", "-0.1", "0", "+0.55"]
    assert [colour_of(view, i, j, 2) for i in (0, 1) for j in (0, 1)] == ["less-5", "less-1", "zero", "more-3"]
    assert "Blue cells are negative" in view.description


def test_a_number_without_sign_is_darker_the_larger_it_is(sentences: Sentences) -> None:
    view = matrix_view(matrix("matrix.a", torch.tensor([[0, 4, 10]])), sentences, "m")

    assert [colour_of(view, 0, j, 3) for j in range(3)] == ["zero", "less-2", "less-5"]


def test_a_cell_that_differs_is_marked_with_the_expected_number(sentences: Sentences) -> None:
    wanted = torch.tensor([[0.25, 0.5], [1.0, torch.nan]])
    got = torch.tensor([[0.25000001, 0.50009], [0.0, torch.nan]])
    view = matrix_view(matrix("matrix.a", got, wanted=wanted), sentences, "m")

    assert [number.text for number in view.numbers] == ["0.25", "0.5001", "0", "nan"]
    assert [number.text for number in view.expected] == ["(0.5)", "(1)"]
    assert view.marks.count("z") == 2
    assert "2 of 4 numbers differ" in view.description
    assert view.rows == [["0", "0.25", "0.5001 (0.5)"], ["1", "0 (1)", "nan"]]


def test_a_matrix_that_is_as_expected_says_so(sentences: Sentences) -> None:
    view = matrix_view(matrix("matrix.a", torch.eye(3), wanted=torch.eye(3)), sentences, "m")

    assert (view.marks, view.expected) == ("", [])
    assert "Every number is as expected." in view.description


def test_heads_that_are_wider_than_a_column_are_tilted_and_cut(sentences: Sentences) -> None:
    narrow = matrix_view(matrix("matrix.a", torch.eye(2), columns=["a", "b"]), sentences, "m")
    wide = matrix_view(matrix("matrix.a", torch.eye(2), columns=["ankle boot", "x" * 50]), sentences, "m")

    assert not narrow.tilted
    assert wide.tilted
    assert [head.text for head in wide.column_heads] == ["ankle boot", f"{'x' * 23}…"]
    assert [head.text for head in wide.row_heads] == ["0", "1"]


def test_classes_and_axes_have_the_courses_words(sentences: Sentences) -> None:
    words = {"label.bag": "包", "matrix.a": "混淆矩阵", "matrix.a_rows": "真实类别", "matrix.a_columns": "预测类别"}
    chinese = Sentences(Catalogue({**sentences.catalogue.entries, **words}, "zh"))
    view = matrix_view(matrix("matrix.a", torch.eye(1), rows=["bag"], columns=["coat"]), chinese, "m")

    assert (view.title, view.columns, view.rows[0][0]) == ("混淆矩阵", ["真实类别", "coat"], "包")
    assert "真实类别" in view.description


def test_a_cut_matrix_says_how_large_it_is(sentences: Sentences) -> None:
    view = matrix_view(matrix("matrix.a", torch.ones(20, 3)), sentences, "m")

    assert "These are the first 12 × 3 of 20 × 3 numbers." in view.description


def test_a_value_that_is_no_matrix_has_no_drawing(sentences: Sentences) -> None:
    view = matrix_view(matrix("matrix.a", None), sentences, "m")

    assert (view.numbers, view.rows, view.height) == ([], [], 0)
    assert view.description == "There is no matrix to draw."


@given(
    cells=st.lists(st.lists(NUMBERS, min_size=3, max_size=3), max_size=14),
    wanted=st.lists(st.lists(NUMBERS, min_size=3, max_size=3), max_size=14),
    signed=st.booleans(),
)
def test_any_record_can_be_drawn(
    sentences: Sentences, cells: list[list[Number]], wanted: list[list[Number]], signed: bool
) -> None:
    record = Matrix(name="matrix.a", cells=cells, shape=[len(cells), 3], signed=signed, wanted=wanted)
    view = matrix_view(record, sentences, "m")

    assert len(view.numbers) == 3 * min(12, len(cells))
    assert sum(outline.count("z") for _, outline in view.shades) == len(view.numbers)
    assert len(view.expected) == view.marks.count("z")
