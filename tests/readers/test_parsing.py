"""Tests of the parser's single error class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.parsing import BrokenCodeError, parse


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 500,
        "x = " + "-" * 50_000 + "1",
        "+".join("1" * 40_000),
        "x = a" + ".b" * 40_000,
    ],
)
def test_code_that_is_nested_too_deeply_is_broken(source: str) -> None:
    with pytest.raises(BrokenCodeError):
        parse(source)


def test_the_line_and_the_reason_are_pythons() -> None:
    with pytest.raises(BrokenCodeError) as raised:
        parse("x = 1\nfor i in y\n    pass\n")
    assert (raised.value.line, raised.value.reason) == (2, "expected ':'")


def test_a_null_byte_is_broken_code() -> None:
    with pytest.raises(BrokenCodeError):
        parse("x = 1\0")


def test_a_string_with_a_strange_escape_parses_without_a_warning() -> None:
    assert parse("x = '\\d'").body


@given(st.text())
def test_any_text_parses_or_is_broken(text: str) -> None:
    line = 1
    try:
        parse(text)
    except BrokenCodeError as error:
        line = error.line
    assert line >= 1
