"""Rows of one student."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import Seen, grows_with
from torchgrade.exports.doubles import Settled, settle
from torchgrade.model.marks import Mark
from torchgrade.model.people import Person
from torchgrade.model.rows import RowStatus


def mark(key: str, points: float | None = 1.0, submission: str = "", **person: str) -> Mark:
    return Mark(
        key=key,
        person=Person(**person),
        submission=submission or key,
        points=points,
        max_points=4.0,
        status=RowStatus.GRADED,
    )


def split(settled: Settled) -> tuple[list[str], list[str], list[str]]:
    return (
        [one.key for one in settled.marks],
        [row.key for row in settled.dropped],
        [row.key for row in settled.conflicts],
    )


def test_different_students_keep_their_marks() -> None:
    assert split(settle([mark("a", number="1"), mark("b", number="2")], ())) == (["a", "b"], [], [])


def test_a_student_with_two_different_marks_waits_for_a_person() -> None:
    settled = settle([mark("ada", 1.0), mark("ada~2", 2.0), mark("bo")], ())

    assert split(settled) == (["bo"], [], ["ada", "ada~2"])
    assert settled.conflicts[0].left_out == {
        "phrase": "export.double",
        "values": {"rows": {"list": ["ada", "ada~2"], "separator": "comma"}},
    }


def test_a_student_whose_rows_agree_keeps_one_of_them() -> None:
    assert split(settle([mark("x", 2.0, number="7"), mark("y", 2.0, number="７")], ())) == (["x"], ["y"], [])


def test_rows_are_one_student_through_a_third_row() -> None:
    marks = [mark("a", 1.0, number="1"), mark("b", 2.0, login="ada"), mark("c", 3.0, number="1", login="ADA")]

    assert split(settle(marks, ())) == ([], [], ["a", "b", "c"])


def test_the_rows_of_a_student_are_in_the_order_in_which_they_met() -> None:
    marks = [
        mark("a", 1.0, number="1"), mark("b", 2.0, login="b"), mark("c", 3.0, number="1"),
        mark("x", 1.0, email="x"), mark("y", 2.0, email="x"),
        mark("d", 4.0, number="1", login="b"),
    ]  # fmt: skip

    assert split(settle(marks, ())) == ([], [], ["x", "y", "a", "c", "b", "d"])


@pytest.mark.parametrize("email", ["none", ""])
def test_twice_the_rows_of_one_student_take_twice_the_steps(email: str) -> None:
    lists = [[mark(f"hw3~{place}", place, email=email) for place in range(count)] for count in (50, 100, 200)]

    assert grows_with([partial(settle, marks, ()) for marks in lists]) < 2.2


def test_twice_the_rows_to_leave_out_take_twice_the_comparisons() -> None:
    lists = [[mark(Seen(f"s{place}")) for place in range(count)] for count in (50, 100, 200)]

    assert grows_with([partial(settle, marks, [one.key for one in marks]) for marks in lists]) < 2.2


def test_namesakes_are_two_students() -> None:
    assert split(settle([mark("a", 1.0, name="Li Lei"), mark("b", 2.0, name="Li Lei")], ()))[0] == ["a", "b"]


def test_a_row_without_a_mark_contradicts_none() -> None:
    assert split(settle([mark("a", None, number="1"), mark("b", 2.0, number="1")], ()))[0] == ["a", "b"]


def test_a_row_or_submission_that_the_user_names_is_left_out() -> None:
    marks = [mark("1", 1.0, "1+2"), mark("2", 1.0, "1+2"), mark("2", 3.0, "2+3")]

    assert split(settle(marks, ["2+3"])) == (["1", "2"], ["2"], [])
    assert split(settle([mark("ada"), mark("ada~2", 2.0)], ["ada~2"])) == (["ada"], ["ada~2"], [])


PEOPLE = st.builds(
    lambda number, login, points: ("k", number, login, points),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([None, 1.0, 2.0]),
)


@given(st.lists(PEOPLE, max_size=8))
def test_no_two_exported_marks_share_a_student_and_no_row_is_forgotten(rows: list[tuple[str, str, str, float]]) -> None:
    marks = [mark(f"k{place}", points, number=n, login=login) for place, (_, n, login, points) in enumerate(rows)]
    settled = settle(marks, ())

    marked = [one for one in settled.marks if one.points is not None]
    for kind in ("number", "login"):
        texts = [text for one in marked if (text := getattr(one.person, kind))]
        assert len(texts) == len(set(texts))
    assert sorted(key for part in split(settled) for key in part) == sorted(one.key for one in marks)
