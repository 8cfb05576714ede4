"""Chromium; the sample class, which lies with the tests of the reports; the sentences of its pages."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from torchgrade.model.catalogue import Catalogue, load_catalogue

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
Opened = Callable[..., Page]
SAMPLE = Path(__file__).parent.parent / "reports" / "sample.py"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module: Playwright starts once in a process, and its event loop must end before other tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opened]:
    """Return a function that opens a page of the module's ``folder``, with further options of a browser context."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, width: int = 1280, scheme: str = "light", *, fragment: str = "", **further: bool) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **further))
        page = contexts[-1].new_page()
        page.goto((folder / path).as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The module that builds sample records."""
    spec = importlib.util.spec_from_file_location("torchgrade_test_sample", SAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Our own sentences, with some of a course."""
    entries = load_catalogue([files("torchgrade") / "catalogues"]).entries
    of_a_course = {
        "softmax.dim_0": "You divided by the column sums (dim=0).",
        "curve.train_loss": "Training loss at the start of each epoch and at the end",
    }
    return Catalogue({**entries, **of_a_course})


@pytest.fixture(scope="session")
def chinese() -> Catalogue:
    """The same sentences in Chinese."""
    ours = load_catalogue([files("torchgrade") / "catalogues"], "zh")
    of_a_course = {"softmax.dim_0": "你按列求了和（`dim=0`）。", "curve.train_loss": "每个迭代周期的训练损失"}
    return Catalogue({**ours.entries, **of_a_course}, "zh", ours.english)
