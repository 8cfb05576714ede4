"""The sections on attempts in a browser: marks over time, attempts to full marks, and changes since the last result."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from tests.browser.test_pages import Opened, open_all, opened, violations
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.history import Attempt, Generation, GradingKind
from torchgrade.model.page_names import page_name
from torchgrade.reports.write import write_pages

pytestmark = pytest.mark.browser
__all__ = ["opened"]

PAGES = [f"{page}{suffix}.html" for page in ("index", f"students/{page_name('ada')}") for suffix in ("", ".zh")]
CHECKS = ("softmax.values", "softmax.gradient", "softmax.large", "softmax.hidden", "data_iter.pairs")


@pytest.fixture(scope="session")
def folder(
    tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, catalogue: Catalogue, chinese: Catalogue
) -> Path:
    """A run's pages after three gradings, in both languages."""
    results, rows = sample.a_class()
    attempts = [
        Attempt(
            submission=result.submission, generation=number, digest=str(number), points=3.0 * number + place,
            max_points=15.0, passed=CHECKS[: number + 1][number % 2 :], not_passed=CHECKS[number + 1 :],
        )
        for place, result in enumerate(sorted(results, key=lambda one: one.submission))
        for number in (1, 2, 3)
    ]  # fmt: skip
    kinds = (GradingKind.GRADE, GradingKind.GRADE, GradingKind.REGRADE)
    generations = tuple(
        Generation(number=number, kind=kind, at=f"2026-11-0{number}T08:00:00Z") for number, kind in enumerate(kinds, 1)
    )
    place = tmp_path_factory.mktemp("attempts")
    write_pages(
        results, replace(rows, attempts=tuple(attempts), generations=generations), place, [catalogue, chinese], []
    )
    return place


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(opened: Opened, path: str, width: int, scheme: str) -> None:
    page = opened(path, width, scheme, bypass=True)
    open_all(page)

    assert page.locator("#over-time, #changes").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("media", "width"), [("screen", 1280), ("screen", 320), ("print", 720)])
def test_a_page_is_no_wider_than_its_window(opened: Opened, path: str, media: str, width: int) -> None:
    page = opened(path, width)
    page.emulate_media(media=media)
    open_all(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_changed_check_leads_to_its_place(opened: Opened) -> None:
    page = opened(PAGES[2])
    links = page.locator("section[aria-labelledby=changes] a")

    assert links.count() > 0
    for link in links.all():
        assert page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']").count() == 1
