"""The class page and the page for a lecture of a class with a roster: accessible, and sorted and filtered by our script."""

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
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write import render_class, write_lecture

pytestmark = pytest.mark.browser

SIZE = 60
"""Submissions. The pages of 300 take axe several times as long and have the same elements."""
ROWS = SIZE + SIZE // 10 + 1 + 1
"""Students: those without a submission, and the partner of one, have rows too."""
ATTACK = "<img src=x onerror=\"document.title='run'\">"


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, catalogue: Catalogue, chinese: Catalogue
) -> Path:
    """Both pages in both languages; the name of one student is markup."""
    results, rows = big_class(sample, SIZE)
    first, *others = rows.enrolled
    rows = replace(rows, enrolled=(replace(first, person=replace(first.person, name=ATTACK)), *others))
    place = tmp_path_factory.mktemp("class")
    names = page_names(result.submission for result in results)
    for one in (catalogue, chinese):
        sentences = Sentences(one, marks=True)
        text = render_class(results, rows, names, sentences, make_environment(sentences))
        (place / f"index.{one.language}.html").write_text(text, "utf-8")
    write_lecture(results, rows, place, [catalogue, chinese], b"k" * 32)
    return place


def shown(page: Page) -> list[str]:
    return page.locator("table.students tbody tr:visible th").all_inner_texts()


@pytest.mark.parametrize(
    ("path", "width", "scheme", "media"),
    [
        ("index.en.html", 1280, "light", "screen"),
        ("index.zh.html", 320, "dark", "screen"),
        ("index.en.html", 720, "light", "print"),
        ("lecture.html", 320, "light", "screen"),
        ("lecture.zh.html", 1280, "dark", "screen"),
    ],
)
def test_axe_finds_nothing_to_mend_and_the_page_is_no_wider_than_its_window(
    opened: Opened, path: str, width: int, scheme: str, media: str
) -> None:
    page = opened(path, width, scheme, fragment="#students.state=graded&students.sort=total", bypass_csp=True)
    page.emulate_media(media=media)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_without_a_script_every_row_is_there_and_no_button(opened: Opened) -> None:
    page = opened("index.en.html", java_script_enabled=False)
    assert page.locator("table.students tbody tr").count() == ROWS
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    assert not page.locator("thead button").count()


def test_the_keyboard_sorts_and_a_second_press_turns_the_order(opened: Opened) -> None:
    page = opened("index.en.html")
    head = page.locator("table.students thead th", has_text="Total")
    head.locator("button").focus()
    totals = "rows => rows.map(row => row.cells[4].textContent.trim())"
    for order in ("ascending", "descending"):
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == order
        texts = page.locator("table.students tbody tr").evaluate_all(totals)
        numbers = [float(text) for text in texts if text]
        assert numbers == sorted(numbers, reverse=order == "descending")
        assert texts[len(numbers) :] == [""] * (len(texts) - len(numbers))
    assert page.locator("[aria-sort]").count() == 1
    assert page.url.endswith("#students.sort=total&students.down=1")


def test_a_filter_says_how_many_rows_it_leaves_and_its_address_gives_the_same_rows(opened: Opened) -> None:
    page = opened("index.en.html")
    region = page.locator("[data-sorts=students]")
    region.get_by_label("Section").select_option("CS-1")
    region.get_by_label("Find text").fill("late 20230000")
    left = shown(page)
    assert 1 < len(left) < 20
    assert region.locator("[role=status]").inner_text() == f"Rows found: {len(left)} of {ROWS}"
    again = opened("index.en.html", fragment=page.url[page.url.index("#") :])
    assert shown(again) == left
    again.get_by_role("button", name="Show all: Students").click()
    assert len(shown(again)) == ROWS


def test_the_map_is_sorted_by_difficulty_and_the_checks_too(opened: Opened) -> None:
    page = opened("lecture.html", fragment="#map.sort=passed&checks.text=gradient")
    passed = page.locator("table.map tbody td").evaluate_all("cells => cells.map(cell => Number(cell.dataset.value))")
    assert passed == sorted(passed)
    assert len(passed) == 7
    assert page.locator("table.checks tbody tr:visible").count() == 1


def test_a_name_that_is_markup_stays_text_while_the_script_works(opened: Opened) -> None:
    page = opened("index.en.html", fragment="#students.sort=name")
    page.locator("table.students thead button").first.click()
    assert page.get_by_text(ATTACK).count() == 1
    assert page.title() != "run"


def test_an_address_with_unknown_values_shows_everything(opened: Opened) -> None:
    page = opened("index.en.html", fragment="#students.state=nonsense&students.sort=nonsense&other.text=x")
    assert len(shown(page)) == ROWS


def test_of_many_rows_the_reader_asks_for_more_and_paper_has_them_all(opened: Opened, folder: Path) -> None:
    text = (folder / "index.en.html").read_text("utf-8")
    body = text[text.index("<tbody>", text.index('class="wide students')) :].removeprefix("<tbody>")
    rows = body[: body.index("</tbody>")]
    (folder / "many.html").write_text(text.replace(rows, rows * 9), "utf-8")
    page = opened("many.html")
    assert len(shown(page)) == 500
    assert page.locator("[data-sorts=students] [role=status]").inner_text().startswith(f"Rows found: {9 * ROWS} of")
    button = page.get_by_role("button", name="Show 500 more rows: Students")
    button.click()
    assert len(shown(page)) == 9 * ROWS
    assert not button.is_visible()
    page.reload()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(shown(page)) == 9 * ROWS
