"""What ``torchgrade.reports.lecture_page`` promises."""

from __future__ import annotations

from types import ModuleType

import jinja2
import msgspec
import pytest

from tests.reports.big_class import SECTIONS, WORD, big_class
from torchgrade.reports import lecture_page as module
from torchgrade.reports.class_page import class_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.lecture_page import lecture_page
from torchgrade.reports.sentences import Sentences

KEY = b"k" * 32


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class of more than 40 students is large."""
    monkeypatch.setattr(module, "LARGE_CLASS", 40)


@pytest.mark.usefixtures("large")
def test_the_page_of_a_large_class_has_the_numbers_of_a_small_one_and_no_table(
    sample: ModuleType, sentences: Sentences, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, rows = big_class(sample, 60)
    page = lecture_page(results, rows, sentences, KEY)
    monkeypatch.setattr(module, "LARGE_CLASS", 60)
    small = lecture_page(results, rows, sentences, KEY)

    assert (page.facts, page.histogram, page.exercises, page.items) == (
        small.facts,
        small.histogram,
        small.exercises,
        small.items,
    )
    assert (page.students.rows, page.students_left_out, page.pages) == ([], 60, [])
    assert len(small.students.rows) == 60


@pytest.mark.usefixtures("large")
def test_the_page_of_a_large_class_contains_no_trace_of_a_student_and_says_that_the_table_is_missing(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    results, rows = big_class(sample, 60)
    page = lecture_page(results, rows, sentences, KEY)
    text = rendered(environment, "lecture.html", page=page, languages=[], public=True)

    told = msgspec.json.encode([msgspec.structs.replace(page, map=None)]).decode() + text
    assert [one for one in (WORD, "O'Neill", "example.org", *SECTIONS) if one in told] == []
    assert not [one.submission for one in results if one.submission in told]
    assert "This page has no table of the 60 students, because the class is too large." in text


@pytest.mark.usefixtures("large")
def test_students_with_equal_points_are_in_another_order_than_their_ids(
    sample: ModuleType, sentences: Sentences
) -> None:
    results, rows = big_class(sample, 60)
    plain = msgspec.structs.replace(rows, enrolled=(), groups={}, not_understood=(), delivered=())
    mixed = lecture_page(results, rows, sentences, KEY).map
    in_order = class_page(results, plain, sentences, {}).map

    assert mixed is not None
    assert in_order is not None
    assert [row.passed for row in mixed.rows] == [row.passed for row in in_order.rows]
    assert [row.strip for row in mixed.rows] != [row.strip for row in in_order.rows]
    assert mixed == lecture_page(results, rows, sentences, KEY).map
