"""Pictures of each kind in Debian's Chromium, in both languages: accessible, inside the window, and readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import AXE, RULES, open_all
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write_students import render_student

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]

COURSE = {
    "matrix.error": ("Difference from the expected result", "与预期结果之差"),
    "matrix.error_rows": ("Example", "样本"),
    "matrix.error_columns": ("Class", "类别"),
    "matrix.confusion": ("Confusion matrix", "混淆矩阵"),
    "cloud.data": ("Your data", "你的数据"),
    "cloud.data_fitted": ("fitted line", "拟合直线"),
    "recovered.parameters": ("Parameters", "参数"),
    "gallery.shown": ("Your figure", "你的图"),
}


@pytest.fixture
def opened(browser: Browser, sample: ModuleType) -> Iterator[Opened]:
    """Return a function that opens a page with pictures of each kind."""
    pages: list[Page] = []

    def open_page(language: str = "en", width: int = 1280, scheme: str = "light") -> Page:
        ours = load_catalogue([files("torchgrade") / "catalogues"], language)
        words = {entry: pair[language == "zh"] for entry, pair in COURSE.items()}
        sentences = Sentences(Catalogue({**ours.entries, **words}, language, ours.english))
        _, rows = sample.a_class()
        pictures = sample.pictures()
        exercises = [
            sample.all_passed(sample.TRAIN, attachments=pictures[:4]),
            sample.all_passed(sample.DATA_ITER, attachments=pictures[4:]),
        ]
        text = render_student(sample.submission("ada", exercises), rows, sentences, make_environment(sentences))
        page = browser.new_page(
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 900},
            bypass_csp=True,
        )
        pages.append(page)
        page.set_content(text)
        open_all(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_axe_finds_nothing_and_no_picture_is_wider_than_the_window(
    opened: Opened, language: str, scheme: str, width: int
) -> None:
    page = opened(language, width, scheme)
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)

    assert page.locator("figure").count() == 8
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_number_of_each_cell_can_be_read_on_its_colour(opened: Opened, scheme: str) -> None:
    """Look at each shade, because axe does not look into a drawing."""
    script = """() => {
        const part = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
        const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number);
            return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
        const svg = document.querySelector('svg.matrix');
        const ink = light(getComputedStyle(svg.querySelector('text')).fill);
        const names = ['zero', 'broken'];
        for (const side of ['less', 'more']) for (const n of [1, 2, 3, 4, 5]) names.push(`${side}-${n}`);
        return names.map(name => {
            const cell = svg.querySelector('.cell').cloneNode();
            cell.setAttribute('class', `cell ${name}`);
            svg.append(cell);
            const fill = light(getComputedStyle(cell).fill);
            return (Math.max(ink, fill) + 0.05) / (Math.min(ink, fill) + 0.05);
        });
    }"""
    ratios = opened(scheme=scheme).evaluate(script)

    assert len(ratios) == 12
    assert min(ratios) >= 4.5


def test_no_text_of_a_matrix_leaves_its_drawing(opened: Opened) -> None:
    script = """[...document.querySelectorAll('svg.matrix')].flatMap(svg => {
        const frame = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect()).filter(box =>
            box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1
        ).length;
    })"""

    for language in ("en", "zh"):
        assert opened(language).evaluate(script) == [0, 0, 0]


def test_the_page_asks_for_nothing(opened: Opened) -> None:
    page = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith("data:")] == []
    assert page.locator("script").count() == 0
