"""Which words read alike."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.submissions.deliveries.nearness import Nearest, edits

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


def test_the_row_that_is_nearest_to_all_words_is_found() -> None:
    rows = Nearest([["20230001", "张三"], ["20230002", "李四"], ["20230010", "王五"]])

    assert rows.find(["20230001", "李四"]) == 1
    assert rows.find(["20230011", "王吾"]) == 2
    assert rows.find(["20230009", "孙八"]) is None
    assert rows.find([]) is None


def test_one_shared_sign_of_a_chinese_name_is_enough_to_be_found() -> None:
    assert Nearest([["赵六"], ["钱七"]]).find(["钱柒"]) == 1
