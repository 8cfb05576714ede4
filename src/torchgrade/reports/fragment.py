"""Result as a piece of HTML inside another page: the checks of a student's page, with a style of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import jinja2
from markupsafe import Markup
from msgspec.structs import replace

from torchgrade.model.exercises import Exercise
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.reports.environment import rendered
from torchgrade.reports.records import CheckView, ExerciseView, Link
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student import student_page

SCOPE = ".torchgrade-result.torchgrade-result"
"""Selector of the fragment; the class appears twice, so that a page's own rules for headings and tables count less."""
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"(@[^{}]+)\{((?:[^{}]*\{[^{}]*\})*\s*)\}")
_THEMES = {
    "light": '[data-jp-theme-light="true"] {0}, .vscode-light {0}',
    "dark": '[data-jp-theme-light="false"] {0}, .vscode-dark {0}',
}
"""Selectors of the reader's theme in notebooks, which may differ from the system's theme."""

Again = Callable[[str, int], str]
"""Function that returns the text to type to try a check's numbers again, from the check's id and seed."""


def render_fragment(
    result: SubmissionResult,
    exercises: Sequence[Exercise],
    sentences: Sentences,
    environment: jinja2.Environment,
    *,
    number: int,
    again: Again | None = None,
    last_line: str = "",
) -> str:
    """Return the result as one ``div``, without a script or a request.

    :param number: number of the fragment on its page, because ids must differ.
    :param again: function that replaces the command that tries the same numbers again.
    :param last_line: line at the end; already safe to show.
    """
    page = student_page(result, exercises, sentences)
    shown = [
        _placed(view, found, f"torchgrade-{number}-", again)
        for view, found in zip(page.exercises, result.exercises, strict=True)
    ]
    style = Markup(scoped_style(environment))  # noqa: S704 - the style is ours
    return rendered(environment, "fragment.html", page=page, exercises=shown, last_line=last_line, style=style)


def _placed(view: ExerciseView, found: ExerciseResult, prefix: str, again: Again | None) -> ExerciseView:
    """Give every id of an exercise a prefix."""
    seeds = {check.check: check.check_seed for check in found.checks}
    return replace(
        view,
        anchor=prefix + view.anchor,
        checks=[_check(check, seeds.get(check.check), prefix, again) for check in view.checks],
        pictures=[replace(picture, id=prefix + picture.id) for picture in view.pictures],
    )


def _check(view: CheckView, seed: int | None, prefix: str, again: Again | None) -> CheckView:
    return replace(
        view,
        anchor=prefix + view.anchor if view.anchor else "",
        waits=[
            Link(text=link.text, href=f"#{prefix}{link.href[1:]}" if link.href.startswith("#") else link.href)
            for link in view.waits
        ],
        replay=again(view.check, seed) if again is not None and seed is not None and view.replay else view.replay,
    )


def scoped_style(environment: jinja2.Environment) -> str:
    """Return the style of the pages with every rule limited to the fragment, light and dark."""
    assert environment.loader is not None
    text = environment.loader.get_source(environment, "style.css")[0]
    media = [(head.strip(), _scoped(body)) for head, body in _MEDIA.findall(text)]
    rules = [_scoped(_MEDIA.sub("", text)), *(f"{head} {{\n{body}\n}}" for head, body in media)]
    roots = [body for selector, body in _RULE.findall(text) if selector.split("{")[-1].strip() == ":root"]
    for scheme, body in zip(("light", "dark"), roots, strict=True):
        variables = re.sub(r"color-scheme:[^;]*;", "", body)
        rules.append(f"{_THEMES[scheme].format(SCOPE)} {{ color-scheme: {scheme};{variables}}}")
    return "\n".join(rules)


def _scoped(text: str) -> str:
    rules = []
    for selectors, body in _RULE.findall(text):
        bound = [_bound(selector.strip()) for selector in selectors.split(",")]
        kept = [selector for selector in bound if selector]
        if kept:
            rules.append(f"{', '.join(kept)} {{{body}}}")
    return "\n".join(rules)


def _bound(selector: str) -> str:
    """Return a selector below the fragment; return an empty text for elements that a page has once."""
    if selector == ":root":
        return SCOPE
    element = re.split(r"[:\s]", selector, maxsplit=1)[0]
    return "" if element in ("html", "body", "header", "main", "footer") else f"{SCOPE} {selector}"
