"""Statements of exercises as markup: Markdown without HTML of its own, with formulas as MathML."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

from torchgrade.courses.texts import Statement
from torchgrade.reports.environment import rendered
from torchgrade.reports.records import StatementPage, StatementView
from torchgrade.reports.sentences import Sentences

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SAFE = ("https://", "http://")
_SCROLLED = Markup('<{0} class="{1}" tabindex="0" role="group" aria-label="{2}"{3}>{4}</{0}>')


class Statements:
    """Statements for the pages of one language; each statement is converted once, however many pages show it."""

    def __init__(self, texts: Mapping[str, Statement], sentences: Sentences) -> None:
        self._texts = texts
        self._sentences = sentences
        self._views: dict[tuple[str, int], StatementView] = {}

    def view(self, exercise: str, level: int) -> StatementView | None:
        """Return the statement of an exercise, or None if there is none.

        :param level: level of its largest headings on the page.
        """
        text = self._texts.get(exercise)
        if text is None:
            return None
        if (exercise, level) not in self._views:
            self._views[exercise, level] = convert(text, level, self._sentences)
        return self._views[exercise, level]


def convert(statement: Statement, level: int, sentences: Sentences) -> StatementView:
    """Return a statement as title and markup.

    :param level: level of its largest headings below the title.
    :param sentences: sentences of the page, which may have another language.
    """
    language = "" if statement.language == sentences.language else statement.language
    parser = _parser()
    tokens = parser.parse(statement.text)
    title = ""
    if tokens and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]) + level - 2, level), 6)}"
    words = {name: sentences.say(f"statement.{name}") for name in ("formula", "code")}
    # A label has the language of the page, also inside a text of another language.
    words["lang"] = Markup(' lang="{}"').format(sentences.language) if language else ""
    body = parser.renderer.render(tokens, parser.options, words)
    return StatementView(title=title, body=Markup(body), language=language)  # noqa: S704 - the parser escapes texts


def render_statement(
    exercise: str, statement: Statement, file: str, sentences: Sentences, environment: jinja2.Environment
) -> str:
    """Return a page with one statement.

    :param file: name of the file in which the student writes the function.
    """
    view = convert(statement, 2, sentences)
    command = shlex.join(("torchgrade", "check", file, exercise))
    page = StatementPage(exercise=exercise, title=view.title or exercise, statement=view, file=file, command=command)
    return rendered(environment, "statement.html", page=page, languages=())


@cache
def _parser() -> MarkdownIt:
    # Import these here, because pages without statements do not need them.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False, double_inline=True)
    parser.validateLink = lambda url: url.lower().startswith(_SAFE)  # type: ignore[method-assign]
    for name, rule in (
        ("math_inline", _inline_formula),
        ("math_inline_double", _formula),
        ("math_block", _formula),
        ("fence", _code),
        ("code_block", _code),
        ("link_open", _link),
        ("image", _image),
    ):
        parser.add_render_rule(name, rule)
    return parser


def _inline_formula(_renderer: Any, tokens: Sequence[Token], place: int, *_: Any) -> str:
    from torchgrade.reports.formulas import formula

    latex = tokens[place].content.strip()
    return formula(latex, display=False) or Markup("<code>${}$</code>").format(latex)


def _formula(_renderer: Any, tokens: Sequence[Token], place: int, _options: Any, words: Mapping[str, str]) -> str:
    from torchgrade.reports.formulas import formula

    latex = tokens[place].content.strip()
    shown = formula(latex, display=True) or Markup("<code>$${}$$</code>").format(latex)
    # A formula between two dollar signs can be inside a paragraph, which cannot contain a div.
    return _SCROLLED.format("span", "scroll formula", words["formula"], words["lang"], shown)


def _code(_renderer: Any, tokens: Sequence[Token], place: int, _options: Any, words: Mapping[str, str]) -> str:
    shown = Markup("<pre><code>{}</code></pre>").format(tokens[place].content)
    return _SCROLLED.format("div", "scroll", words["code"], words["lang"], shown) + "\n"


def _link(renderer: Any, tokens: Sequence[Token], place: int, options: Any, words: Mapping[str, str]) -> str:
    tokens[place].attrSet("rel", "noreferrer")
    markup: str = renderer.renderToken(tokens, place, options, words)
    return markup


def _image(renderer: Any, tokens: Sequence[Token], place: int, options: Any, words: Mapping[str, str]) -> str:
    """Return the text for an image, because a page loads no image."""
    return escape(renderer.renderInlineAsText(tokens[place].children, options, words))
