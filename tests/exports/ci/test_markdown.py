"""What ``torchgrade.exports.ci.markdown`` promises, through a reader of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from tests.exports.ci_classes import HOSTILE
from torchgrade.exports.ci.markdown import escaped
from torchgrade.model.showable import show

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_a_text_stays_the_same_text_in_a_paragraph_and_in_a_table(given_text: str) -> None:
    text = " ".join(show(given_text).split())
    if not text:
        return
    paragraph = READER.parse(escaped(text))
    cells = [
        one for one in READER.parse(f"| a | b |\n| --- | --- |\n| {escaped(text)} | end |\n") if one.type == "inline"
    ]

    assert [one.type for one in paragraph] == ["paragraph_open", "inline", "paragraph_close"]
    for inline in (paragraph[1], cells[2]):
        assert {child.type for child in inline.children} <= {"text", "text_special"}
        assert "".join(child.content for child in inline.children) == text
    assert cells[3].content == "end"


@pytest.mark.parametrize(
    "text", ["@all", "a|b", "`x`", "<b>", "https://x.org", ":tada:", "#12", "$x$", "www.x.org", "::error file=a::x"]
)
def test_no_sign_that_github_acts_on_is_left(text: str) -> None:
    """Mentions, references, formulas, emoji and addresses are GitHub's own, so no other reader shows them."""
    made = escaped(text)

    assert not set("@|`<$") & set(made)
    assert "://" not in made
    assert ":tada:" not in made
    assert "::" not in made
    assert "www." not in made
