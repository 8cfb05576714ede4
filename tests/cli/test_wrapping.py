"""Lines of a text whose Chinese characters fill two cells."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.cli.wrapping import breaks, cells, wrap

PARTS = st.sampled_from([*"ab汉字，。“”（）_- \n\t1", "`a`", "`a  b`", "`汉 字`"])
WORDS = st.lists(PARTS, max_size=60).map("".join)
"""Texts in which all kinds of characters and code meet."""
ANY = st.text(st.characters(exclude_characters="`"), max_size=60)
WIDTHS = st.integers(1, 30)


@given(WORDS | ANY, WIDTHS)
def test_no_line_is_wider_than_the_width_unless_it_is_a_single_word(text: str, width: int) -> None:
    assert all(cells(row) <= width or wrap(row.strip(" "), 1) == [row.strip(" ")] for row in wrap(text, width))


@given(WORDS | st.text(" `ab汉\n") | st.text(), WIDTHS)
def test_the_lines_have_all_characters_of_the_text_in_their_order(text: str, width: int) -> None:
    blanks = str.maketrans("", "", "\t\n\x0b\x0c\r ")

    assert "".join(wrap(text, width)).translate(blanks) == text.translate(blanks)


@given(WORDS, WIDTHS)
def test_lines_that_are_joined_and_wrapped_again_stay_the_same(text: str, width: int) -> None:
    rows = wrap(text, width)

    assert all("\n" not in row and "\t" not in row for row in rows)
    assert all(wrap(row, width) == [row] for row in rows)


@given(st.text("ab汉字，。“”（）_-", max_size=60), WIDTHS)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str, width: int) -> None:
    rows = wrap(text, width)

    for before, after in itertools.pairwise(rows):
        assert after[0] not in "，。；：、？！）”》"
        assert before[-1] not in "（“《"


@given(st.text("ab汉字，。", min_size=1, max_size=40), st.integers(6, 30))
def test_a_line_is_as_full_as_it_can_be(text: str, width: int) -> None:
    rows = wrap(text, width)

    for row, following in itertools.pairwise(rows):
        assert cells(row) + cells(wrap(following, 1)[0]) > width


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("one two three", 8, ["one two", "three"]),
        ("a  b\nc", 10, ["a  b c"]),
        ("  text", 10, ["  text"]),
        ("请看这里", 4, ["请看", "这里"]),
        ("请看，这里", 4, ["请", "看，", "这里"]),
        ("请看“这里”吧", 6, ["请看", "“这里”", "吧"]),
        ("请写 `dim=1`，再试", 11, ["请写", "`dim=1`，再", "试"]),
        ("用 --data-root 指定", 10, ["用", "--data-root", "指定"]),
        ("学号_姓名", 4, ["学", "号_姓", "名"]),
        ("take `a = b` or `c = d`", 12, ["take `a = b`", "or `c = d`"]),
        ("先算 `X = torch.zeros(2)`，再试", 10, ["先算", "`X = torch.zeros(2)`，", "再试"]),
        ("a ` b " + "c " * 30 + "` d", 8, ["a ` b c", *["c c c c"] * 7, "c ` d"]),
        ("见 torchgrade check", 12, ["见", "torchgrade", "check"]),
    ],
)
def test_where_a_text_is_broken(text: str, width: int, rows: list[str]) -> None:
    assert wrap(text, width) == rows


@pytest.mark.parametrize(("text", "width"), [("ab", 2), ("汉字，", 6), ("ｅ", 2), ("e\u0301", 1), ("“”…", 3), ("", 0)])
def test_the_width_of_a_text_is_that_in_a_terminal(text: str, width: int) -> None:
    assert cells(text) == width


def test_positions_of_breaks_keep_the_blanks_of_a_line() -> None:
    assert breaks("  one   two 三四", 10) == [8]
    assert breaks("", 10) == breaks("   ", 2) == []
