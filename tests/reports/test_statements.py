"""Statements as markup."""

from __future__ import annotations

import re

import jinja2
import pytest
from markupsafe import Markup

from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.reports import statements as module
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements, convert, render_statement


@pytest.fixture
def chinese(catalogue: Catalogue) -> Sentences:
    words = {"page.statement.formula": "公式", "page.statement.code": "代码"}
    return Sentences(Catalogue({**catalogue.entries, **words}, "zh"))


def body(text: str, sentences: Sentences, level: int = 2) -> str:
    view = convert(Statement(text=text, language=sentences.language), level, sentences)
    assert isinstance(view.body, Markup)
    return str(view.body)


def test_the_first_heading_is_the_title(sentences: Sentences) -> None:
    view = convert(Statement(text="# one_hot(y, num_classes)\n\nText.", language="en"), 2, sentences)
    assert view.title == "one_hot(y, num_classes)"
    assert view.body == "<p>Text.</p>\n"


def test_a_statement_without_a_heading_has_no_title(sentences: Sentences) -> None:
    assert convert(Statement(text="Text.", language="en"), 2, sentences).title == ""


@pytest.mark.parametrize(("level", "wanted"), [(2, [2, 3, 2]), (4, [4, 5, 4]), (6, [6, 6, 6])])
def test_headings_continue_the_outline_of_the_page(sentences: Sentences, level: int, wanted: list[int]) -> None:
    text = body("# t\n\n## a\n\n### b\n\n# c\n", sentences, level)
    assert [int(found) for found in re.findall(r"<h(\d)>", text)] == wanted
    assert [int(found) for found in re.findall(r"</h(\d)>", text)] == wanted


def test_a_formula_in_a_line_is_mathml(sentences: Sentences) -> None:
    assert body("A $q$ here.", sentences).startswith("<p>A <math><semantics><mi>q</mi>")


@pytest.mark.parametrize(
    "text", ["$$\nx\n$$", "$$x$$", "Before:\n\n$$x$$\n\nAfter.", "- Item\n\n  $$x$$", "In $$x$$ it."]
)
def test_a_formula_on_its_own_scrolls_with_the_keyboard(sentences: Sentences, text: str) -> None:
    start = '<span class="scroll formula" tabindex="0" role="group" aria-label="Formula"><math display="block">'
    assert start in body(text, sentences)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"A $\nothing$.", r"<p>A <code>$\nothing$</code>.</p>"),
        (r"A $\a<b$.", r"<p>A <code>$\a&lt;b$</code>.</p>"),
        (r"$$\frac{$$", r"<code>$$\frac{$$</code>"),
    ],
)
def test_a_formula_that_cannot_be_converted_is_shown_as_its_source(sentences: Sentences, text: str, shown: str) -> None:
    assert shown in body(text, sentences)


@pytest.mark.parametrize("text", ["```python\na < b\n```", "    a < b\n"])
def test_code_scrolls_with_the_keyboard(sentences: Sentences, text: str) -> None:
    assert body(text, sentences) == (
        '<div class="scroll" tabindex="0" role="group" aria-label="Code"><pre><code>a &lt; b\n</code></pre></div>\n'
    )


def test_a_dollar_in_code_is_no_formula(sentences: Sentences) -> None:
    assert body("`$a$`", sentences) == "<p><code>$a$</code></p>\n"


def test_html_in_a_statement_is_text(sentences: Sentences) -> None:
    text = body("<script>alert(1)</script>\n\nA <b onclick=x>b</b> $<i>$ `<u>`\n\n```\n<s>\n```\n", sentences)
    assert not re.findall(r"<(?:script|b|i|u|s)\b", text)


def test_a_link_to_a_site_sends_no_referrer(sentences: Sentences) -> None:
    assert '<a href="https://d2l.ai/a?b&amp;c" rel="noreferrer">d</a>' in body("[d](https://d2l.ai/a?b&c)", sentences)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "other.html", "#a"]
)
def test_any_other_link_is_text(sentences: Sentences, target: str) -> None:
    assert "<a" not in body(f"[d]({target}) <{target}>", sentences)


def test_an_image_is_its_text(sentences: Sentences) -> None:
    assert body("![a <b> *c*](https://x/y.png)", sentences) == "<p>a &lt;b&gt; c</p>\n"


def test_a_table_is_a_table(sentences: Sentences) -> None:
    assert "<td>" in body("| a | b |\n| --- | --- |\n| 1 | 2 |\n", sentences)


def test_a_label_has_the_language_of_the_page_in_a_text_of_another(chinese: Sentences) -> None:
    view = convert(Statement(text="$$x$$", language="en"), 2, chinese)
    assert view.language == "en"
    assert 'aria-label="公式" lang="zh">' in view.body


def test_a_text_in_the_language_of_the_page_is_not_marked(chinese: Sentences) -> None:
    view = convert(Statement(text="$$x$$", language="zh"), 2, chinese)
    assert view.language == ""
    assert "lang=" not in view.body


def test_a_statement_is_converted_once_for_each_level(sentences: Sentences, monkeypatch: pytest.MonkeyPatch) -> None:
    levels: list[int] = []
    real = convert
    monkeypatch.setattr(
        module, "convert", lambda text, level, words: (levels.append(level), real(text, level, words))[1]
    )
    found = Statements({"softmax": Statement(text="a", language="en")}, sentences)

    for _ in range(3):
        assert found.view("softmax", 3) is not None
        assert found.view("softmax", 4) is not None
    assert levels == [3, 4]


def test_an_exercise_without_a_statement_has_none(sentences: Sentences) -> None:
    assert Statements({}, sentences).view("softmax", 3) is None


def test_a_page_names_the_exercise_its_file_and_the_command(
    sentences: Sentences, environment: jinja2.Environment
) -> None:
    statement = Statement(text="# softmax(X)\n\n## More\n\nA $q$.", language="en")
    page = render_statement("softmax", statement, "d2l.ipynb", sentences, environment)

    assert "<title>Statement of softmax</title>" in page
    assert "<h1><bdi>softmax(X)</bdi></h1>" in page
    assert "<h2>More</h2>" in page
    assert "<pre>torchgrade check d2l.ipynb softmax</pre>" in page
    assert "default-src 'none'" in page
    assert "Skip to the statement" in page


def test_a_page_without_a_heading_is_headed_by_the_exercise(
    sentences: Sentences, environment: jinja2.Environment
) -> None:
    page = render_statement("soft_max", Statement(text="A", language="en"), "a.py", sentences, environment)
    assert "<h1><bdi>soft_<wbr>max</bdi></h1>" in page


def test_a_page_of_another_language_is_in_that_language(chinese: Sentences) -> None:
    page = render_statement("a", Statement(text="$$x$$", language="zh"), "a.py", chinese, make_environment(chinese))
    assert '<html lang="zh">' in page
    assert 'aria-label="公式">' in page
