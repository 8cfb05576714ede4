"""``--to brightspace``, through an importer that follows Brightspace's own rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.importers.brightspace import import_csv
from tests.exports.made import MAXIMUM, data_of, mark, notes_of, order, reason_of, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.brightspace import plan

IDENTIFIERS = st.one_of(
    st.from_regex(r"0{0,3}[1-9][0-9]{0,9}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True),
    st.sampled_from(["", "", "=1+1", "-5", "@x", "张伟", "a,b", 'a"b', "../x", "\u202ex", "0", "a\nb"]),
)
NAMES = st.text(max_size=8)
POINTS = st.one_of(st.none(), st.floats(0, 60).map(lambda points: round(points, 3)))


@settings(max_examples=100, deadline=None)
@given(
    people=st.lists(st.tuples(IDENTIFIERS, IDENTIFIERS, NAMES, POINTS), min_size=1, max_size=12),
    item=st.sampled_from(["Softmax", "回归, 练习", 'Lab "3"', "Softmax Points Grade"]),
)
def test_every_written_mark_arrives_and_every_other_one_is_named(people, item) -> None:
    marks = [
        mark(f"s{place}", points, number=number, login=login, name=name)
        for place, (number, login, name, points) in enumerate(people)
    ]
    asked = order(marks, item=item)
    planned = plan(asked)
    kept = [(one, row) for one, row in zip(asked.marks, planned.rows, strict=True) if row.left_out is None]
    if not kept:
        assert planned.files == ()
        return
    kind = "number" if data_of(planned).startswith(b"OrgDefinedId") else "login"
    name = item.removesuffix(" Points Grade")
    imported = import_csv(
        data_of(planned),
        {getattr(one.person, kind) for one in marks},
        {name: Decimal(repr(MAXIMUM))},
    )

    assert imported.unknown == []
    assert imported.created == []
    assert len(imported.marks) == len(kept)
    for one, row in kept:
        identifier = getattr(one.person, kind)
        arrived = imported.marks[identifier, name]
        assert arrived == min(Decimal(row.value), Decimal(repr(MAXIMUM)))
        assert abs(Decimal(row.value) - Decimal(repr(one.points))) <= Decimal("0.005")
        assert (identifier in imported.cut) <= ("export.brightspace.over" in [one["phrase"] for one in row.warnings])
    for one, row in zip(asked.marks, planned.rows, strict=True):
        assert (one.points is None) <= (row.left_out is not None)


def test_a_file_has_the_number_sign_before_an_id_and_at_the_end_of_a_line() -> None:
    planned = plan(order([mark("ada", 38, number="20230001")], item="Softmax"))

    assert data_of(planned) == b"OrgDefinedId,Softmax Points Grade,End-of-Line Indicator\r\n#20230001,38.00,#\r\n"


def test_accounts_are_used_if_more_students_have_one() -> None:
    planned = plan(order([mark("ada", 38, login="ada"), mark("bo", 1, number="7", login="bo")], item="Softmax"))

    assert data_of(planned).decode().splitlines() == [
        "Username,Softmax Points Grade,End-of-Line Indicator",
        "ada,38.00,#",
        "bo,1.00,#",
    ]


def test_zeros_before_a_number_stay() -> None:
    planned = plan(order([mark("ada", 38, number="0012345")], item="Softmax"))

    assert b"\r\n#0012345,38.00,#\r\n" in data_of(planned)


def test_students_without_an_id_are_named() -> None:
    planned = plan(order([mark("ada", 38, number="1"), mark("bo", 1, name="Bo")], item="Softmax"))

    assert reason_of(planned, "bo") == "export.marks.no_identifier"


@pytest.mark.parametrize("number", ["=1+1", "-1", "+1", "@x", "\t1", "1,2", '1"', "１２", "."])
def test_an_id_that_a_spreadsheet_would_compute_or_change_is_named(number: str) -> None:
    planned = plan(order([mark("ada", 38, number=number), mark("bo", 1, number="2")], item="Softmax"))

    assert reason_of(planned, "ada") == "export.marks.odd_identifier"
    assert data_of(planned).splitlines()[1:] == [b"#2,1.00,#"]


def test_two_rows_of_one_student_are_both_named() -> None:
    planned = plan(order([mark("ada", 38, number="A1"), mark("bo", 1, number="a1")], item="Softmax"))

    assert {reason_of(planned, key) for key in ("ada", "bo")} == {"export.marks.twice"}
    assert planned.files == ()


def test_a_second_row_without_a_mark_is_no_second_student() -> None:
    planned = plan(order([mark("ada", 38, number="1"), mark("bo", None, number="1")], item="Softmax"))

    assert reason_of(planned, "ada") == ""
    assert reason_of(planned, "bo") == "export.no_mark"


def test_a_mark_over_the_maximum_has_a_warning() -> None:
    planned = plan(order([mark("ada", 44, number="1"), mark("bo", 40, number="2")], item="Softmax"))

    assert warnings_of(planned, "ada") == ["export.brightspace.over"]
    assert warnings_of(planned, "bo") == []


def test_marks_are_scaled_to_the_maximum_of_the_item() -> None:
    planned = plan(order([mark("ada", 38, number="1")], item="Softmax", out_of=100.0))

    assert b",95.00,#" in data_of(planned)
    assert "export.marks.scaled" in notes_of(planned)


def test_an_item_is_needed() -> None:
    with pytest.raises(UsageError, match="--item NAME"):
        plan(order([mark("ada", number="1")], item="  "))


@pytest.mark.parametrize(
    "item", ["=Softmax", "+Softmax", "-Softmax", "@Softmax", "Soft\nmax", "Soft\tmax", "Soft\u202emax"]
)
def test_an_item_that_begins_as_a_formula_is_refused(item: str) -> None:
    with pytest.raises(UsageError, match="Rename it in the LMS"):
        plan(order([mark("ada", number="1")], item=item))


def test_a_template_is_refused() -> None:
    with pytest.raises(UsageError, match="takes no template"):
        plan(order([mark("ada", number="1")], "x,y", item="Softmax"))


def test_letters_beyond_ascii_in_the_item_are_noted() -> None:
    assert "export.brightspace.encoding" in notes_of(plan(order([mark("ada", number="1")], item="回归")))
    assert "export.brightspace.encoding" not in notes_of(plan(order([mark("ada", number="1")], item="Softmax")))
