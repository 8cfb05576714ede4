"""The pages with the table of a large class: accessible, complete without a script, and found by an id."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page

from tests.browser.conftest import Opened
from tests.browser.test_pages import open_all, violations
from tests.reports.big_class import big_class
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.page_names import page_names
from torchgrade.reports import write_class as write_class_module
from torchgrade.reports import write_tables
from torchgrade.reports.editions import edition
from torchgrade.reports.write_class import write_class

pytestmark = pytest.mark.browser

SIZE, ON_A_PAGE = 60, 20
"""Submissions, and students on a page; the real pages have the same elements and 100 times the rows."""
ATTACK = "<img src=x onerror=\"document.title='run'\">"


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, catalogue: Catalogue, chinese: Catalogue
) -> Path:
    """Pages in both languages of a class in which an id is markup."""
    results, rows = big_class(sample, SIZE)
    results[0] = replace(results[0], submission=ATTACK)
    place = tmp_path_factory.mktemp("large")
    editions = [edition(catalogue, None, main=True), edition(chinese, None, main=False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_class_module, "LARGE_CLASS", ON_A_PAGE)
        patch.setattr(write_tables, "ROWS", ON_A_PAGE)
        write_class(results, rows, place, editions, page_names(one.submission for one in results), [])
    return place


def ranges(page: Page) -> list[str]:
    return page.locator("[data-first]:visible").all_inner_texts()


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [
        ("index.html", 1280, "light"),
        ("index.zh.html", 320, "dark"),
        ("tables/table-002.html", 320, "light"),
        ("tables/table-001.zh.html", 1280, "dark"),
    ],
)
def test_axe_finds_nothing_to_mend_and_the_page_is_no_wider_than_its_window(
    opened: Opened, path: str, width: int, scheme: str
) -> None:
    page = opened(path, width, scheme, bypass_csp=True)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_without_a_script_the_links_lead_to_every_row_and_no_field_is_shown(opened: Opened) -> None:
    page = opened("index.html", java_script_enabled=False)
    assert page.locator("[role=search]:visible").count() == 0
    assert len(ranges(page)) == 4
    rows = 0
    page.locator("[data-first]").first.click()
    while True:
        rows += page.locator("table.students tbody tr").count()
        further = page.locator("[rel=next]")
        if not further.count():
            break
        further.click()
    assert rows == SIZE + SIZE // 10 + 2
    page.get_by_role("link", name="Class report").click()
    assert page.url.endswith("/index.html#students")


def test_the_pages_before_and_after_are_linked_below_the_last_row_too(opened: Opened) -> None:
    page = opened("tables/table-002.html")
    below = page.locator("#main > ul.plain a, main > ul.plain a")
    assert [link.get_attribute("href") for link in below.all()] == ["table-001.html", "table-003.html"]
    last_row = page.locator("table.students tbody tr").last.bounding_box()
    first_link = below.first.bounding_box()
    assert last_row is not None
    assert first_link is not None
    assert first_link["y"] > last_row["y"]


def test_the_button_that_opens_a_page_stands_beside_its_field(opened: Opened) -> None:
    page = opened("index.html")
    field = page.get_by_label("Find a student").bounding_box()
    button = page.get_by_role("button", name="Open the page").bounding_box()
    assert field is not None
    assert button is not None
    assert 0 < button["x"] - (field["x"] + field["width"]) < 24


def test_an_id_typed_with_the_keyboard_opens_the_page_with_its_row(opened: Opened) -> None:
    page = opened("index.html")
    page.get_by_label("Find a student").focus()
    page.keyboard.type("2023000033")
    assert len(ranges(page)) == 1
    assert page.locator("[data-finds] [role=status]").inner_text() == "Pages that can have this student: 1 of 4"
    page.keyboard.press("Enter")
    page.wait_for_url("**/tables/table-002.html#students.text=2023000033")
    assert page.locator("table.students tbody tr:visible th").all_inner_texts() == ["2023000033"]


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("2023", [1, 2, 3, 4]),
        ("20230000", [1, 2, 3, 4]),
        ("202300005", [3]),
        ("ZEBRAFINCH-P", [4]),
        ("zebrafinch-partner", [4]),
        ("<img", [4]),
        ("zzz", [4]),
        ("李", []),
        ("!", [1]),
        ("", [1, 2, 3, 4]),
    ],
)
def test_the_beginning_of_an_id_leaves_the_pages_that_can_have_it(opened: Opened, typed: str, pages: list[int]) -> None:
    page = opened("index.html")
    page.get_by_label("Find a student").fill(typed)
    left = page.locator("[data-first]:visible").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert left == [f"tables/table-{number:03}.html" for number in pages]


def test_an_id_that_is_markup_is_text(opened: Opened) -> None:
    page = opened("index.html")
    page.get_by_label("Find a student").fill("<img")
    page.get_by_role("button", name="Open the page").click()
    page.wait_for_url("**/tables/table-004.html#*")
    assert page.locator("table.students tbody tr:visible th").all_inner_texts() == [ATTACK]
    assert "run" not in page.title().split()
