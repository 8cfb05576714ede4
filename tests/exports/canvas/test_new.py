"""What ``torchgrade.exports.canvas.new`` promises: only items and users that Canvas finds go into a new file."""

from __future__ import annotations

import pytest

from tests.exports.made import data_of, mark, order, reason_of
from torchgrade.errors import UsageError
from torchgrade.exports.canvas.plan import plan

ITEM = "Softmax (4711)"


@pytest.mark.parametrize(
    ("item", "match"),
    [
        ("", "needs --item"),
        ("Softmax", "does not end with"),
        ("Final Score x (1)", "words of a total"),
        ("=Softmax (1)", "formula"),
        ("a\nb (1)", "does not end with"),
    ],
)
def test_an_item_that_canvas_would_not_import_is_refused(item: str, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        plan(order([mark("k", entries=["lei_12_500_a.py"])], item=item))


def test_without_a_template_a_delivery_from_canvas_is_needed() -> None:
    with pytest.raises(UsageError, match="no submission of this run is from a Canvas download"):
        plan(order([mark("lei", number="S1")], item=ITEM))


def test_without_a_template_a_submission_without_a_user_loses_its_mark() -> None:
    planned = plan(
        order([mark("k", entries=["lei_12_500_a.py"]), mark("anon", entries=["anon_1aB_501_a.py"])], item=ITEM)
    )
    assert data_of(planned) == b"Student,ID,Section,Softmax (4711)\r\n    Points Possible,,,40.00\r\n,12,,30.00\r\n"
    assert reason_of(planned, "anon") == "export.canvas.no_user"


def test_without_a_template_two_submissions_of_one_user_are_both_named() -> None:
    planned = plan(order([mark("a", entries=["l_12_500_a.py"]), mark("b", entries=["l_012_501_a.py"])], item=ITEM))
    assert planned.files == ()
    assert [reason_of(planned, key) for key in "ab"] == ["export.template.claimed"] * 2


def test_a_title_with_a_comma_and_quotes_is_one_heading() -> None:
    planned = plan(order([mark("k", entries=["lei_12_500_a.py"])], item='a, "b" (1)'))
    assert data_of(planned).splitlines()[0] == b'Student,ID,Section,"a, ""b"" (1)"'
