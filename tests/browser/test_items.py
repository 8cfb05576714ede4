"""The class page of a run with every kind of flag, sections and addresses, in Debian's Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.people import Enrolled, Person
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.write import write_pages

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("TORCHGRADE_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROWS = ["1110"] * 20 + ["0110"] * 10 + ["1010"] * 8 + ["1e11"] * 2 + ["1111"] * 6
"""Outcomes of the checks of softmax: passed, failed, or an error of torchgrade."""

Opened = Callable[..., Page]


def result_of(sample: ModuleType, number: int, row: str) -> SubmissionResult:
    outcomes = {"1": Outcome.PASSED, "0": Outcome.FAILED, "e": Outcome.ERROR}
    checks = [sample.check_of(sample.SOFTMAX, n, outcomes[letter]) for n, letter in enumerate(row)]
    if row[0] == "0":
        checks[0] = sample.failed_values()
    part = sample.graded(sample.SOFTMAX, checks)
    return sample.submission(f"s{number:02}", [replace(part, status=Status.ERROR) if "e" in row else part])


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, catalogue: Catalogue, chinese: Catalogue
) -> Path:
    results = [result_of(sample, number, row) for number, row in enumerate(ROWS)]
    people = [Person(email=f"{one.submission}@u.example", section="AB"[n % 2]) for n, one in enumerate(results)]
    enrolled = [
        Enrolled(key=r.submission, submission=r.submission, person=p) for r, p in zip(results, people, strict=True)
    ]
    place = tmp_path_factory.mktemp("class")
    write_pages(
        results, RunRows(exercises=(sample.SOFTMAX,), enrolled=tuple(enrolled)), place, [catalogue, chinese], []
    )
    return place


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opened]:
    """Return a function that opens a page of the run without its scripts."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            bypass_csp=scripts,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / path).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["index.html", "index.zh.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_to_mend_on_a_page_with_everything(
    opened: Opened, path: str, scheme: str, width: int
) -> None:
    page = opened(path, width, scheme, scripts=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []


def test_one_click_without_a_script_shows_the_students_of_a_mistake(opened: Opened) -> None:
    page = opened("index.html")
    mistake = page.locator("details.mistake", has_text="You divided by the column sums")
    assert not mistake.get_by_role("link", name="s20").is_visible()
    mistake.locator("summary").first.click()
    assert mistake.locator("summary").first.inner_text().startswith("10 students")
    assert mistake.get_by_role("link", name="s20").is_visible()
    assert mistake.get_by_text("s20@u.example, s21@u.example").is_visible()
    assert mistake.get_by_text("torchgrade regrade RUN --check softmax --students s20,s21").is_visible()


def test_one_click_selects_a_whole_list_to_copy(opened: Opened) -> None:
    page = opened("index.html", scripts=True)
    mistake = page.locator("details.mistake", has_text="You divided by the column sums")
    mistake.locator("summary").first.click()
    mistake.locator(".copied").last.click(position={"x": 60, "y": 12})
    chosen = page.evaluate("getSelection().toString()").strip()
    assert chosen == "torchgrade regrade RUN --check softmax --students " + ",".join(f"s{n}" for n in range(20, 30))


def test_a_flag_leads_to_the_row_of_its_check(opened: Opened) -> None:
    page = opened("index.html")
    page.get_by_role("link", name="Softmax: hidden").first.click()
    assert page.url.endswith("#item-softmax.hidden")
    assert page.locator("[id='item-softmax.hidden'] .flag").count() > 0
