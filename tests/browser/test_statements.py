"""Statements in Debian's Chromium: formulas have a size, and no page is wider than its window."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from torchgrade.cli.main import main
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.courses.texts import read_statements
from torchgrade.plugins.manager import Plugins
from torchgrade.reports.write import write_pages

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("TORCHGRADE_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXERCISES = [outline.name for outline in outlines(Plugins())]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FLAT = """[...document.querySelectorAll('math')].filter(math => {
  const box = math.getBoundingClientRect(); return box.width < 3 || box.height < 5 || box.height > 120;
}).map(math => math.outerHTML)"""


@pytest.fixture(scope="module", params=["en", "zh"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sample: ModuleType) -> Path:
    """Every statement as a page, and the page of a student who passed everything."""
    language = request.param
    place = tmp_path_factory.mktemp(language)
    assert main(["start", str(place), "--html", "--lang", language]) == 0
    packages = [outline.package for outline in outlines(Plugins())]
    results, rows = sample.a_class()
    statements = {language: read_statements(packages, language)}
    write_pages(results, rows, place, [catalogue_for(packages, language)], [], statements)
    return place


@pytest.fixture(params=[(1280, "light"), (320, "light"), (1280, "dark"), (320, "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[Any]:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert len(found["passes"]) > 10
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("width", [1280, 320])
def test_every_statement_fits_its_window_and_shows_its_formulas(browser: Browser, folder: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for exercise in EXERCISES:
        page.goto((folder / f"{exercise}.html").as_uri())
        assert page.evaluate(TOO_WIDE) == 0, exercise
        assert page.evaluate(FLAT) == [], exercise
    page.close()


@pytest.mark.parametrize("exercise", ["train_linreg", "one_hot"])
def test_axe_finds_nothing_in_a_statement(page: Page, folder: Path, exercise: str) -> None:
    page.goto((folder / f"{exercise}.html").as_uri())
    assert violations(page) == []


def test_a_students_page_with_open_statements_fits_and_axe_finds_nothing(page: Page, folder: Path) -> None:
    page.goto((folder / "students" / "ada.html").as_uri())
    assert page.locator("details.told").count() == 3
    assert violations(page) == []
    assert page.evaluate(TOO_WIDE) == 0
    assert page.evaluate(FLAT) == []


def test_a_statement_is_printed_whole_and_a_students_page_prints_none_unless_opened(
    browser: Browser, folder: Path
) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto((folder / "train_linreg.html").as_uri())
    assert page.evaluate(TOO_WIDE) == 0
    overflow = "[...document.querySelectorAll('pre')].filter(pre => pre.scrollWidth > pre.clientWidth + 1).length"
    assert page.evaluate(overflow) == 0

    page.goto((folder / "students" / "ada.html").as_uri())
    # Chromium may report the size that a closed statement would have, so its box does not show whether it is printed.
    statement = page.locator("#exercise-softmax details.told .statement")
    assert not statement.is_visible()
    page.evaluate("document.querySelector('#exercise-softmax details.told').open = true")
    assert statement.is_visible()
    page.close()


def test_a_wide_formula_scrolls_with_the_keyboard(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto((folder / "train_linreg.html").as_uri())
    page.locator(".formula").first.focus()
    page.keyboard.press("ArrowRight")
    # The policy of the page forbids Playwright's own wait, which evaluates a string inside the page.
    end = time.monotonic() + 30
    while (moved := page.evaluate("document.querySelector('.formula').scrollLeft")) == 0 and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert moved > 0
    page.close()
