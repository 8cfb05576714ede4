"""A result inside another page: nothing of it leaks, and nothing of that page is needed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.cli.student.test_text import DOUBLE, check_of
from tests.english_runs import english_runs
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.results import Curve, ExerciseResult, Note, Point, SubmissionResult
from torchgrade.reports.environment import make_environment
from torchgrade.reports.fragment import SCOPE, render_fragment, scoped_style
from torchgrade.reports.sentences import Sentences

SENTENCES = Sentences(catalogue_for())
ENVIRONMENT = make_environment(SENTENCES)


def result_of(message: str = "It is wrong.") -> SubmissionResult:
    checks = [
        check_of(Outcome.FAILED, message=message, check_seed=7),
        check_of(Outcome.SKIPPED, check="double.shape", message_id="skipped.requires"),
    ]
    exercise = ExerciseResult(
        exercise="double", status=Status.GRADED, points=0.0, max_points=3.0, checks=checks, file="mine.py",
        attachments=[Curve(name="curve.train_loss", points=[Point(x=0.0, y=1.0), Point(x=1.0, y=0.5)])],
    )  # fmt: skip
    return SubmissionResult(
        submission="ada", points=0.0, max_points=3.0, sandbox=SandboxLevel.NONE, seconds=1.0, exercises=[exercise],
        problems=[Note(message_id="none", message="A <note>.")],
    )  # fmt: skip


def fragment(number: int = 1, message: str = "It is wrong.", **further: object) -> str:
    return render_fragment(result_of(message), [DOUBLE], SENTENCES, ENVIRONMENT, number=number, **further)  # type: ignore[arg-type]


class Ids(HTMLParser):
    """Collects ids and what refers to them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for key, value in attrs:
            if key == "id":
                self.ids.append(value or "")
            elif key == "aria-labelledby":
                self.named.update((value or "").split())
            elif key == "href" and (value or "").startswith("#"):
                self.named.add((value or "")[1:])


def ids_of(text: str) -> Ids:
    found = Ids()
    found.feed(text)
    return found


@pytest.fixture(autouse=True)
def curve(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caption of the curve is a sentence of a course."""
    monkeypatch.setitem(SENTENCES.catalogue.entries, "curve.train_loss", "Training loss")


def test_two_fragments_share_no_id_and_every_reference_stays_inside() -> None:
    one, two = ids_of(fragment(1)), ids_of(fragment(2))

    assert len(one.ids) == len(set(one.ids)) > 3
    assert not set(one.ids) & set(two.ids)
    assert one.named <= set(one.ids)
    assert two.named <= set(two.ids)
    assert any("double.values" in name for name in one.named), "a skipped check links to what it waits for"


def test_text_is_escaped_and_nothing_runs() -> None:
    text = fragment(message="<script>alert(1)</script>", last_line="1 < 2")
    tags = ids_of(text).tags

    assert "&lt;script&gt;" in text
    assert "1 &lt; 2" in text
    assert not {"script", "link", "iframe", "img", "html", "body"} & tags


def test_the_line_to_try_again_is_the_caller_s() -> None:
    assert "torchgrade check mine.py double.values --check-seed 7" in fragment()
    assert "<pre>again double.values 7</pre>" in fragment(again=lambda check, seed: f"again {check} {seed}")


def test_every_rule_of_the_style_holds_below_the_fragment_only() -> None:
    style = scoped_style(ENVIRONMENT)
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", re.sub(r"@[^{}]+\{", "", style))
    selectors = [selector.strip() for rule in rules for selector in rule.strip().lstrip("}").split(",")]

    assert len(selectors) > 50
    assert [selector for selector in selectors if SCOPE not in selector] == []


def test_both_themes_can_be_chosen_by_the_system_and_by_the_notebook() -> None:
    style = scoped_style(ENVIRONMENT)

    assert "@media (prefers-color-scheme: dark)" in style
    for theme in ('[data-jp-theme-light="false"]', '[data-jp-theme-light="true"]', ".vscode-dark", ".vscode-light"):
        assert f"{theme} {SCOPE}" in style
    assert style.count("--page:") == 4


def test_english_in_a_chinese_result_is_marked() -> None:
    sentences = Sentences(catalogue_for(language="zh"), marks=True)
    text = render_fragment(
        result_of("It is not right."), [DOUBLE], sentences, make_environment(sentences), number=1, last_line="完"
    )

    assert '<p class="message"><span lang="en">It is not right.</span></p>' in text
    assert '<div class="torchgrade-result" lang="zh">' in text
    assert english_runs(text) == []
