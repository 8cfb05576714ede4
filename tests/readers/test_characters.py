"""Tests of characters that look like Python's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.characters import plain


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("f（x，y）：", "f(x,y):"),
        ("x ＝ １２", "x = 12"),
        ("x\u00a0=\u3000y", "x = y"),
        ("\ufeffdef f\u200b(x):", "def f(x):"),
        ("return −x – y", "return -x - y"),
        ("torch。exp(X、y)", "torch.exp(X,y)"),
        ("s = “a：b” + ‘c，d’", "s = \"a：b\" + 'c，d'"),
        ("s = ＂a＂", 's = "a"'),
        ("⽤ = 1", "用 = 1"),
        ("权重 = 1", "权重 = 1"),
        ("x²", "x²"),
        ("a × b", "a × b"),
    ],
)
def test_code_gets_plain_signs(code: str, text: str) -> None:
    assert plain(code).text == text


@pytest.mark.parametrize(
    "code", ["x = '（'", 'x = "\u00a0\\""', "# 这⾥（", '"""\n：\n"""', "x = '''’‘'''  # ，", "x = 1"]
)
def test_strings_and_comments_stay(code: str) -> None:
    made = plain(code)
    assert (made.text, made.line, made.sign) == (code, 0, "")


def test_the_first_sign_is_told() -> None:
    made = plain("x = '，'\n\nf（x）")
    assert (made.line, made.sign) == (3, "U+FF08")


@given(st.text("（）：，“”‘’'\"\\#\n a\u00a0\u200b。、⽤"))
def test_the_number_of_lines_never_changes(text: str) -> None:
    assert plain(text).text.count("\n") == text.count("\n")


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_signs_stay_plain(text: str) -> None:
    assert plain(text).text == text
