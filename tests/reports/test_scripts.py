"""Our script of a page."""

from __future__ import annotations

import base64
import hashlib
import re
from types import ModuleType

import jinja2
import pytest

from torchgrade.model.page_names import page_names
from torchgrade.reports.scripts import script
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write import render_class


def test_the_policy_of_the_class_page_allows_the_very_text_of_its_script(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    results, rows = sample.a_class()
    page = render_class(results, rows, page_names(one.submission for one in results), sentences, environment)

    (text,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page


def test_two_scripts_are_one_element_with_one_digest() -> None:
    both = script("sorting.js", "finding.js")
    text = both.element.removeprefix("<script>").removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert both.policy == f"script-src 'sha256-{digest}'; "
    assert all(script(name).element.removeprefix("<script>")[:-9] in text for name in ("sorting.js", "finding.js"))


@pytest.mark.parametrize("name", ["sorting.js", "finding.js"])
def test_the_script_makes_no_markup_of_data_and_asks_for_nothing(name: str) -> None:
    text = script(name).element.removesuffix("</script>")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval",
        "Function(",
        "fetch",
        "XMLHttp",
        "import",
        "</",
    ):
        assert word not in text
