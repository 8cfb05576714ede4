"""What ``torchgrade.reports.regrade_page`` promises."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from torchgrade.model.page_names import page_names
from torchgrade.reports.regrade_page import regrade_page
from torchgrade.reports.regrade_records import RegradePage
from torchgrade.reports.sentences import Sentences


@pytest.fixture
def page(sample: ModuleType, sentences: Sentences) -> RegradePage:
    """The page of the sample."""
    return page_of(sample, sentences)


def page_of(sample: ModuleType, sentences: Sentences, **generation: object) -> RegradePage:
    results, rows = sample.a_class()
    changes, made = sample.a_regrade()
    names = page_names(result.submission for result in results)
    return regrade_page(changes, replace(made, **generation), rows, sentences, names)


def test_it_says_when_what_was_graded_again(page: RegradePage) -> None:
    assert page.when == "Graded again on 2026-11-29 21:35:26 UTC: softmax. You named: softmax.rows."


def test_it_says_when_nothing_was_named_or_had_to_run(sample: ModuleType, sentences: Sentences) -> None:
    assert page_of(sample, sentences, checks=()).when == "Graded again on 2026-11-29 21:35:26 UTC: softmax."
    assert page_of(sample, sentences, checks=(), exercises=()).when.endswith("No exercise had to run again.")


def test_its_numbers_count_rows(page: RegradePage) -> None:
    assert [(fact.name, fact.value) for fact in page.facts] == [
        ("Graded again", "6"), ("Gain", "2"), ("Lose", "1"), ("Unchanged", "1"),
    ]  # fmt: skip


def test_each_check_has_its_students_with_gain_and_loss(page: RegradePage, sample: ModuleType) -> None:
    assert [(one.check, one.gaining, one.losing, one.effect) for one in page.checks] == [
        ("softmax.gone", 0, 2, "2 students −0.5"), ("softmax.rows", 2, 0, "2 students +2"),
    ]  # fmt: skip
    assert page.checks[0].title == "gone"


def test_losses_come_first_then_gains_then_totals_that_came_or_went(page: RegradePage) -> None:
    found = {group.kind: [(row.who.text, row.change, row.symbol) for row in group.rows] for group in page.marks}

    assert found == {
        "losses": [("eve", "−0.5", "▼")],
        "gains": [("<img src=x onerror=alert(1)>", "+2", "▲"), ("ada", "+1.5", "▲")],
        "totals": [("finn", "", "–"), ("李雷", "", "–")],
    }
    assert (page.marks[2].rows[0].before, page.marks[2].rows[0].after) == ("no total", "4 of 21.5")


def test_a_mark_that_a_person_decided_is_said_in_the_row_and_above(page: RegradePage) -> None:
    (eve,) = page.marks[0].rows
    assert eve.decided == "You decided this mark: 12.5 still counts."
    assert page.decided == "1 row has a mark that you decided. That mark still counts."
    assert [row.decided for row in page.marks[1].rows] == ["", ""]


def test_a_row_links_to_the_page_of_its_submission(page: RegradePage) -> None:
    assert page.marks[0].rows[0].who.href == "students/eve.html"
