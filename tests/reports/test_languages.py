"""Marks around English become ``lang``, wherever they are on a page, and the elements of the page still nest."""

from __future__ import annotations

import pytest

from torchgrade.model.foreign import END, START
from torchgrade.reports.environment import code
from torchgrade.reports.languages import with_languages


@pytest.mark.parametrize(
    ("marked", "page"),
    [
        ("<p>错误：[it is wrong]。</p>", '<p>错误：<span lang="en">it is wrong</span>。</p>'),
        ('<p title="[it is]">[so]</p>', '<p title="it is"><span lang="en">so</span></p>'),
        ("<title>[a b]</title>", "<title>a b</title>"),
        ("<code>[a b]</code>", "<code>a b</code>"),
        ("<p>[a <code>x</code> b]</p>", '<p><span lang="en">a <code>x</code> b</span></p>'),
        ('<svg><text x="1">[a b]</text><desc>[c d]</desc></svg>',
         '<svg><text x="1"><tspan lang="en">a b</tspan></text><desc>c d</desc></svg>'),
        ("<p>[a b</p><p>c]</p>", "<p>a b</p><p>c</p>"),
        ("<p>[a [b] c]</p>", '<p>a <span lang="en">b</span> c</p>'),
        ("<p>[a<wbr>_b]</p>", '<p><span lang="en">a<wbr>_b</span></p>'),
        ("<p>]a[</p>", "<p>a</p>"),
    ],
)  # fmt: skip
def test_a_marked_text_becomes_an_element_where_one_may_be(marked: str, page: str) -> None:
    assert with_languages(marked.replace("[", START).replace("]", END)) == page


@pytest.mark.parametrize(("first", "second"), [("a ` b", "c ` d"), ("`", "`"), ("` `", "x")])
def test_backticks_of_a_submission_cannot_cross_elements(first: str, second: str) -> None:
    text = with_languages(f"<p>{code(f'甲 {START}{first}{END} 乙 `x` {START}{second}{END}')}</p>")

    assert text.count("<span") == text.count("</span>")
    assert text.replace('<span lang="en">', "").replace("</span>", "").count("<code>") == text.count("</code>")
    for piece in text.split("<code>")[1:]:
        assert "span" not in piece.split("</code>")[0]
