"""How one check appears: its title, its requirement, and the checks that it waits for."""

from __future__ import annotations

import re
from types import ModuleType

import jinja2
import pytest
from msgspec.structs import replace

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import CheckResult, Diagnosis, ExerciseResult, Note, Passage
from torchgrade.reports.checks import check_view, full_view
from torchgrade.reports.environment import make_environment
from torchgrade.reports.evidence import FULL
from torchgrade.reports.languages import with_languages
from torchgrade.reports.records import CheckView
from torchgrade.reports.sentences import Sentences

SPOKEN = {
    "check.softmax.values.title": "逐行计算",
    "check.softmax.values": "每一行之和应为 1。",
    "check.softmax.gradient.title": "梯度",
    "check.softmax.gradient": "`X` 应得到梯度。",
    "softmax.about.sum": "对哪些数求和",
    "softmax.about.exp": "在哪里取 exp",
    "section.book.4.3": "softmax 运算",
}


@pytest.fixture(scope="module")
def chinese() -> Sentences:
    """The sentences of a course that has Chinese."""
    catalogue = catalogue_for(language="zh")
    catalogue.entries.update(SPOKEN)
    return Sentences(catalogue)


def view_of(check: CheckResult, exercise: Exercise, found: ExerciseResult, sentences: Sentences) -> CheckView:
    return full_view(check, found, {spec.check: spec for spec in exercise.checks}, sentences, FULL)


def views(sample: ModuleType, sentences: Sentences, *outcomes: Outcome) -> list[CheckView]:
    checks = [sample.check_of(sample.SOFTMAX, number, outcome) for number, outcome in enumerate(outcomes)]
    found = sample.graded(sample.SOFTMAX, checks)
    return [view_of(check, sample.SOFTMAX, found, sentences) for check in checks]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_title_and_requirement_read_the_same_under_each_outcome(
    outcome: Outcome, sample: ModuleType, chinese: Sentences
) -> None:
    (view,) = views(sample, chinese, outcome)

    assert (view.title, view.sentence) == ("逐行计算", "每一行之和应为 1。")


def test_a_hidden_check_without_a_title_does_not_show_its_name(sample: ModuleType, sentences: Sentences) -> None:
    hidden = sample.secret_check()
    shown = check_view(hidden, sample.graded(sample.SOFTMAX, [hidden]), {}, sentences, FULL)
    named = check_view(
        replace(hidden, title="Other sizes"), sample.graded(sample.SOFTMAX, [hidden]), {}, sentences, FULL
    )

    assert (shown.title, shown.sentence) == ("Hidden check", "Values are right on further shapes.")
    assert named.title == "Other sizes"


def test_a_skipped_check_waits_for_the_title_of_another(sample: ModuleType, chinese: Sentences) -> None:
    _, view = views(sample, chinese, Outcome.FAILED, Outcome.SKIPPED)

    assert [(link.text, link.href) for link in view.waits] == [("逐行计算", "#check-softmax.values")]


def test_a_record_without_its_course_still_names_the_check_that_it_waits_for(
    sample: ModuleType, sentences: Sentences
) -> None:
    skipped = sample.check_of(
        sample.SOFTMAX, 1, Outcome.SKIPPED, message_id="skipped.requires", values={"check": "softmax.values"}
    )
    view = full_view(skipped, sample.graded(sample.SOFTMAX, [skipped]), {}, sentences, FULL)

    assert view.message == "Skipped: this check runs only after values passes."


def test_the_subjects_of_several_mistakes_are_joined_as_the_language_joins_them(
    sample: ModuleType, chinese: Sentences
) -> None:
    shared = [Note(message_id="softmax.about.sum"), Note(message_id="softmax.about.exp")]
    found = Diagnosis(misconception="mistake.several", message="stored", shared=shared)
    failed = replace(sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED), diagnosis=found)
    view = view_of(failed, sample.SOFTMAX, sample.graded(sample.SOFTMAX, [failed]), chinese)

    assert "对哪些数求和；在哪里取 exp" in view.cause


@pytest.mark.parametrize(("entry", "title"), [("section.book.4.3", "softmax 运算"), ("", "The softmax operation")])
def test_the_section_to_read_has_its_title_in_the_language_of_the_page_or_as_it_is_stored(
    entry: str, title: str, sample: ModuleType, chinese: Sentences
) -> None:
    passage = Passage(section="4.3", title="The softmax operation", entry=entry)
    found = Diagnosis(misconception="mistake.several", message="stored", passage=passage)
    failed = replace(sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED), diagnosis=found)
    view = view_of(failed, sample.SOFTMAX, sample.graded(sample.SOFTMAX, [failed]), chinese)

    assert view.passage is not None
    assert view.passage.text == f"第 4.3 节，{title}"


@pytest.fixture(scope="module")
def templates(chinese: Sentences) -> jinja2.Environment:
    """The environment that speaks Chinese."""
    return make_environment(chinese)


def test_only_a_failed_check_has_a_label_before_its_requirement(
    sample: ModuleType, chinese: Sentences, templates: jinja2.Environment
) -> None:
    module = templates.get_template("checks.html").module
    failed, passed = (str(module.check(views(sample, chinese, one)[0])) for one in (Outcome.FAILED, Outcome.PASSED))

    assert '<span class="required"><b>要求：</b>每一行之和应为 1。</span>' in failed
    assert '<span class="required">每一行之和应为 1。</span>' in passed
    assert re.search(r"<h3>\s*逐行计算\s*</h3>", failed)


def test_what_stayed_english_on_a_page_of_another_language_is_marked(
    sample: ModuleType, chinese: Sentences, templates: jinja2.Environment, environment: jinja2.Environment
) -> None:
    failed = sample.check_of(sample.SOFTMAX, 2, Outcome.FAILED, message="Row `0` is <NaN>.")
    found = sample.graded(sample.SOFTMAX, [failed])
    marking = Sentences(chinese.catalogue, marks=True)
    module = templates.get_template("checks.html").module
    page = with_languages(str(module.check(view_of(failed, sample.SOFTMAX, found, marking))))
    english = view_of(failed, sample.SOFTMAX, found, Sentences(catalogue_for()))

    assert '<p class="message"><span lang="en">Row <code>0</code> is &lt;NaN&gt;.</span></p>' in page
    assert '<b>要求：</b><span lang="en">Logits of ±1000 still give probabilities.</span>' in page
    assert 'lang="en"' not in str(environment.get_template("checks.html").module.check(english))


def test_what_stands_between_backticks_is_code(
    sample: ModuleType, chinese: Sentences, templates: jinja2.Environment
) -> None:
    view = views(sample, chinese, Outcome.PASSED, Outcome.PASSED)[1]

    assert "<code>X</code> 应得到梯度。" in str(templates.get_template("checks.html").module.check(view))
