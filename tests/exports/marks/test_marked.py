"""Text of a mark, and what a person should know about it."""

from __future__ import annotations

import pytest

from tests.exports.made import mark, order
from torchgrade.exports.marks.marked import Marked, mark_notes, mark_warnings
from torchgrade.exports.marks.numbers import short
from torchgrade.exports.planned import ExportOptions


@pytest.mark.parametrize(
    ("text", "expected"), [("38.00", "38"), ("38.50", "38.5"), ("0.00", "0"), ("100", "100"), ("12.34", "12.34")]
)
def test_zeros_behind_the_point_are_no_part_of_a_short_mark(text: str, expected: str) -> None:
    assert short(text) == expected


def test_a_row_without_points_has_no_text() -> None:
    assert Marked.of(mark("a", None), ExportOptions()) is None


@pytest.mark.parametrize(
    ("points", "options", "expected"),
    [
        (38.0, {}, []),
        (40.0, {}, []),
        (40.5, {}, ["export.marks.over"]),
        (12.345, {}, ["export.marks.rounded"]),
        (38.5, {"whole": True}, ["export.marks.rounded"]),
        (40.0, {"out_of": 33.3}, []),
        (40.5, {"out_of": 33.3}, ["export.marks.rounded", "export.marks.over"]),
    ],
)
def test_rounding_and_points_over_the_maximum_have_warnings(points: float, options: dict, expected: list[str]) -> None:
    marked = Marked.of(mark("a", points), ExportOptions(**options))

    assert marked is not None
    assert [one["phrase"] for one in mark_warnings(marked)] == expected


def test_notes_give_the_scale() -> None:
    assert [one["phrase"] for one in mark_notes(order([]))] == ["export.marks.scale"]
    assert [one["phrase"] for one in mark_notes(order([], out_of=40.0))] == ["export.marks.scale"]
    assert list(mark_notes(order([], out_of=12.25, whole=True))) == [
        {"phrase": "export.marks.scaled", "values": {"limit": "40", "out_of": "12.25"}},
        {"phrase": "export.marks.whole"},
    ]
