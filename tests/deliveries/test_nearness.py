"""Tests of the similarity of words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.deliveries.nearness import Nearest, edits

WORD = st.text("ab张三", max_size=8)


def test_edits_count_what_is_put_in_taken_away_or_changed() -> None:
    assert [edits(*pair) for pair in (("", "abc"), ("kitten", "sitting"), ("张三", "张珊"), ("ab", "ab"))] == [
        3,
        3,
        1,
        0,
    ]


@settings(deadline=None)
@given(WORD, WORD, WORD)
def test_edits_are_a_distance(one: str, two: str, three: str) -> None:
    assert edits(one, two) == edits(two, one)
    assert (edits(one, two) == 0) == (one == two)
    assert edits(one, three) <= edits(one, two) + edits(two, three)


def test_the_row_with_the_nearest_name_is_found() -> None:
    rows = Nearest([["张三"], ["李四"], ["王五"], ["adango", "ngoada"]], ["1", "2", "3", "4"])

    assert rows.by_name(["李四"]) == 1
    assert rows.by_name(["王吾"]) == 2
    assert rows.by_name(["hw", "ngoadda"]) == 3
    assert rows.by_name(["孙八"]) is None
    assert rows.by_name([]) is None


def test_one_shared_sign_of_a_chinese_name_is_enough_to_be_found() -> None:
    assert Nearest([["赵六"], ["钱七"]], ["", ""]).by_name(["钱柒"]) == 1


def test_a_short_word_is_near_only_if_it_is_equal() -> None:
    rows = Nearest([["ben"]], [""])

    assert (rows.by_name(["ken"]), rows.by_name(["ben"])) == (None, 0)


def test_a_number_is_near_if_one_sign_differs_and_only_one_row_is() -> None:
    rows = Nearest([[], [], []], ["3412345", "3412346", "7777777"])

    assert rows.by_number("7777778") == 2
    assert rows.by_number("777777") == 2
    assert rows.by_number("3412347") is None
    assert rows.by_number("7777788") is None
    assert rows.by_number("") is None


def test_a_date_is_near_no_number() -> None:
    assert Nearest([[]], ["20251004"]).by_number("20251003") is None
