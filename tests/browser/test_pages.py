"""Both pages in Debian's Chromium: accessible, silent on the network, and as wide as the window.

axe-core is taken from ``TORCHGRADE_AXE``, else from ``node_modules`` at the root of the repository.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.page_names import page_name
from torchgrade.reports.write import write_pages
from torchgrade.reports.write_regrade import write_regrade

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("TORCHGRADE_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = "<img src=x onerror=alert(1)>"
ENGLISH = [
    "index.html",
    "regrade.html",
    *(f"students/{page_name(who)}.html" for who in ("ada", "eve", "finn", "李雷", HOSTILE)),
]
PAGES = [*ENGLISH, *(path.replace(".html", ".zh.html") for path in ENGLISH)]

Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def folder(
    tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, catalogue: Catalogue, chinese: Catalogue
) -> Path:
    """A run's pages in both languages."""
    results, rows = sample.a_class()
    place = tmp_path_factory.mktemp("run")
    write_pages(results, rows, place, [catalogue, chinese], [])
    changes, generation = sample.a_regrade()
    write_regrade(changes, generation, rows, [result.submission for result in results], place, [catalogue, chinese])
    return place


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opened]:
    """Return a function that opens a page; scripts of tests may run beside the page's policy."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str,
        width: int = 1280,
        scheme: str = "light",
        *,
        bypass: bool = False,
        seen: Callable[[Request], None] = lambda _: None,
        failed: Callable[[Request], None] = lambda _: None,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=bypass)
        contexts.append(context)
        page = context.new_page()
        page.on("request", seen)
        page.on("requestfailed", failed)
        page.goto((folder / path).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def open_all(page: Page) -> None:
    """Open every fold, so that what it holds is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """Return the rules that axe finds broken, each with the elements."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert len(found["passes"]) > 15
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_to_mend(opened: Opened, path: str, scheme: str, width: int) -> None:
    page = opened(path, width, scheme, bypass=True)
    open_all(page)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_nothing_but_itself(opened: Opened, folder: Path, path: str) -> None:
    asked: list[str] = []
    page = opened(path, seen=lambda request: asked.append(request.url))
    open_all(page)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [(folder / path).as_uri()]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("media", "width"), [("screen", 1280), ("screen", 320), ("print", 720)])
def test_a_page_is_no_wider_than_its_window(opened: Opened, path: str, media: str, width: int) -> None:
    page = opened(path, width)
    page.emulate_media(media=media)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_to_mend_on_paper(opened: Opened, path: str) -> None:
    page = opened(path, bypass=True)
    page.emulate_media(media="print")
    assert violations(page) == []


@pytest.mark.parametrize("path", ENGLISH)
def test_a_link_without_a_script_leads_to_the_other_language_and_back(opened: Opened, path: str) -> None:
    page = opened(path)
    page.locator("header a", has_text="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh"
    page.locator("header a", has_text="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", [path for path in PAGES if ".zh." in path])
def test_the_words_of_a_state_are_not_broken_into_single_characters(opened: Opened, path: str) -> None:
    page = opened(path, 320)
    heights = "states => states.map(s => s.getBoundingClientRect().height / parseFloat(getComputedStyle(s).lineHeight))"
    assert max(page.locator(".state:visible").evaluate_all(heights), default=0) < 4


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_stops_a_script_and_an_image_that_a_page_would_hold(opened: Opened, folder: Path, path: str) -> None:
    attack = (
        "<script>document.title='run'</script><img src='http://127.0.0.1:9/x.png' onerror=\"document.title='run'\">"
    )
    source = (folder / path).read_text("utf-8")
    attacked = folder / Path(path).with_name("attacked.html")
    attacked.write_text(source.replace("</main>", f"{attack}</main>"), "utf-8")
    refused: list[str | None] = []
    page = opened(str(attacked), failed=lambda request: refused.append(request.failure))
    page.wait_for_load_state("networkidle")
    assert page.title() != "run"
    assert refused == ["csp"]


@pytest.mark.parametrize(("scheme", "drawn"), [("light", "invert(1)"), ("dark", "none")])
def test_the_policy_lets_the_garments_be_seen_and_they_are_ink_on_the_schemes_paper(
    opened: Opened, scheme: str, drawn: str
) -> None:
    pictures = opened("students/ada.html", scheme=scheme).locator(".pictures img")
    assert pictures.count() == 4
    seen = "images => images.map(i => [i.naturalWidth, getComputedStyle(i).filter])"
    assert pictures.evaluate_all(seen) == [[28, drawn]] * 4


def test_the_band_lies_behind_the_curve_and_inside_the_drawing(opened: Opened) -> None:
    page = opened("students/ada.html")
    open_all(page)
    chart, band = page.locator("svg.chart").bounding_box(), page.locator("svg.chart polygon.band").bounding_box()
    assert chart is not None
    assert band is not None
    assert chart["x"] <= band["x"]
    assert band["x"] + band["width"] <= chart["x"] + chart["width"]
    assert page.evaluate(
        "document.querySelector('polygon.band').compareDocumentPosition(document.querySelector('polyline.curve'))"
        " === Node.DOCUMENT_POSITION_FOLLOWING"
    )


def test_the_first_tab_stop_skips_to_the_results(opened: Opened) -> None:
    page = opened("students/ada.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_exercise_and_its_check_open_by_keyboard_alone(opened: Opened) -> None:
    page = opened("students/ada.html")
    for fold in (page.locator("details.exercise").first, page.locator("details.check").first):
        assert fold.get_attribute("open") is None
        fold.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert fold.get_attribute("open") is not None


def test_the_overview_leads_to_every_exercise_and_back(opened: Opened) -> None:
    page = opened("students/ada.html")
    page.locator("#overview a", has_text="Softmax").last.click()
    softmax = page.locator("#exercise-softmax")
    assert softmax.get_attribute("open") is not None
    assert page.url.endswith("#exercise-softmax")
    softmax.locator(".back a").click()
    assert page.url.endswith("#overview")


def test_on_paper_every_check_is_there_and_what_failed_has_its_details(opened: Opened) -> None:
    page = opened("students/ada.html")
    page.emulate_media(media="print")
    for text in ("torchgrade check ada.py softmax.values", "Every row comes with its own label."):
        shown = page.get_by_text(text)
        box = shown.bounding_box()
        assert box is not None
        assert box["height"] > 0
        assert shown.is_visible()
    assert not page.locator(".back").first.is_visible()


def test_the_class_page_leads_to_the_page_of_a_student_with_any_name(opened: Opened) -> None:
    page = opened("index.html")
    page.locator("section[aria-labelledby=students] a", has_text="<img").click()
    assert page.locator("h1").inner_text() == f"Feedback for {HOSTILE}"
