"""Tests of tracking strings and brackets in text that does not parse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.lexing import LineLexer


def fresh_after(*lines: str) -> bool:
    lexer = LineLexer()
    for line in lines:
        lexer.feed(line)
    return lexer.fresh


@pytest.mark.parametrize(
    "lines",
    [
        ["x = 1"],
        ["x = (1,", "2)"],
        ['x = """a', 'b"""'],
        ["x = 'it''s'"],
        ["x = '# no comment ('"],
        ["# it's (a comment"],
        ["x = 'unclosed ("],
        ["x = 1 + \\", "2"],
        ["x = 'a\\", "b'"],
        [r'x = "\""'],
        ["x = ''"],
        ["))"],
        ["x = 'a\\", ""],
    ],
)
def test_a_statement_can_begin_behind_whole_ones(lines: list[str]) -> None:
    assert fresh_after(*lines)


@pytest.mark.parametrize(
    "lines",
    [["x = ("], ['"""'], ["x = '''a", '"""'], ["x = 1 + \\"], ["f(", "# )"], [r'"""\"""', "a"]],
)
def test_a_statement_cannot_begin_inside_a_string_or_bracket(lines: list[str]) -> None:
    assert not fresh_after(*lines)


def test_the_end_of_the_code_is_where_the_comment_begins() -> None:
    assert LineLexer().feed("x = '#'  # y") == 9


@given(st.lists(st.text("'\"\\#()[] a", max_size=12), max_size=6))
def test_any_lines_are_taken_in(lines: list[str]) -> None:
    lexer = LineLexer()
    for line in lines:
        assert 0 <= lexer.feed(line) <= len(line)
