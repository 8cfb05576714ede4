"""A result in a notebook, in Debian's Chromium: accessible, silent on the network, and no stain on the page around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import AXE, RULES
from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.environment import make_environment
from torchgrade.reports.fragment import render_fragment
from torchgrade.reports.sentences import Sentences

pytestmark = pytest.mark.browser

AROUND = """<!doctype html><html lang="en"><head><title>A notebook</title><style>
body { font-family: serif; } h2, th, td, a { color: rgb(1, 2, 3); }
</style></head><body%s><main><h1>Notebook</h1><p id="own">Own <a href="#own">text</a>.</p>%s<h2 id="after">After</h2></main></body></html>"""


Opened = Callable[..., Page]


@pytest.fixture(params=["en", "zh"])
def opened(
    request: pytest.FixtureRequest, browser: Browser, sample: ModuleType, catalogue: Catalogue, chinese: Catalogue
) -> Iterator[Opened]:
    """Return a function that opens a page with two results in it."""
    results, rows = sample.a_class()
    sentences = Sentences(chinese if request.param == "zh" else catalogue, marks=True)
    environment = make_environment(sentences)
    shown = [one for one in results if one.exercises][:2]
    pieces = "\n".join(
        render_fragment(one, rows.exercises, sentences, environment, number=number) for number, one in enumerate(shown)
    )
    pages: list[Page] = []

    def open_page(scheme: str = "light", attributes: str = "", pieces: str = pieces) -> Page:
        page = browser.new_page(color_scheme=scheme, viewport={"width": 800, "height": 900})  # type: ignore[arg-type]
        pages.append(page)
        page.set_content(AROUND % (attributes, pieces))
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        return page

    yield open_page
    for page in pages:
        page.close()


def colours(page: Page) -> list[float]:
    """Return the brightness of the fragment's background and of its text."""
    script = "[...document.querySelectorAll('.torchgrade-result')].map(e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color])[0]"
    return [sum(map(int, text[4:-1].split(","))) / 765 for text in page.evaluate(script)]


@pytest.mark.parametrize(
    ("scheme", "attributes", "is_dark"),
    [
        ("light", "", False),
        ("dark", "", True),
        ("light", ' data-jp-theme-light="false"', True),
        ("dark", ' data-jp-theme-light="true"', False),
        ("light", ' class="vscode-dark"', True),
    ],
)
def test_it_follows_the_theme_and_axe_finds_nothing_to_mend(
    opened: Opened, scheme: str, attributes: str, is_dark: bool
) -> None:
    page = opened(scheme, attributes)
    background, text = colours(page)
    assert (background < text) is is_dark
    page.evaluate(AXE.read_text("utf-8"))
    # The page around stands for any notebook, whose own colours are not ours to mend.
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run('.torchgrade-result', {runOnly: {type: 'tag', values: rules}})", RULES
    )
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []


def test_the_page_around_looks_as_it_did(opened: Opened) -> None:
    script = """['body', '#own', '#own a', '#after', 'h1'].map(s => {
        const style = getComputedStyle(document.querySelector(s));
        return [...style].filter(n => !/(block|inline)-size|height|width|origin/.test(n)).map(n => style.getPropertyValue(n)).join();
    })"""

    assert opened().evaluate(script) == opened(pieces="").evaluate(script)


def test_it_asks_for_nothing_and_runs_nothing(opened: Opened) -> None:
    page = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith("data:")] == []
    assert page.locator(".torchgrade-result script").count() == 0
