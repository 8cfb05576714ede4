"""Tests of times and numbers of attempts in names, and of times with an unclear order."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.deliveries.moments import moment, numbered, readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-05-08-30-00", "20250305083000"),
        ("2025-03-05T08:30:00Z", "20250305083000"),
        ("2025-10-01 10:00:00-0400", "20251001100000"),
        ("2015-01-01T12_00_00", "20150101120000"),
        ("2025_3_5", "20250305000000"),
        ("2026-02", "20260201000000"),
        ("2025年3月5日", "20250305000000"),
        ("20250305", "20250305000000"),
        ("20250305083000", "20250305083000"),
        ("20250305T083000Z", "20250305083000"),
        ("20250305_0830", "20250305083000"),
        ("Oct 5, 2025 845 AM", "20251005084500"),
        ("Oct 3, 2025 1159 PM", "20251003235900"),
        ("Oct 4, 2025 1201 AM", "20251004000100"),
        ("October 4, 2025 1:01 PM", "20251004130100"),
        ("5 Oct 2025 2045", "20251005204500"),
        ("5. März 2025 08:30", "20250305083000"),
        ("5 déc. 2025", "20251205000000"),
    ],
)
def test_a_time_is_read_in_the_forms_of_the_systems(text: str, expected: str) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["", "03-05-2025", "yesterday", "5 Foo 2025", "2025-13-01", "Oct 5, 2025 2560 PM", "v2"]
)
def test_a_time_whose_order_is_not_plain_is_none(text: str) -> None:
    assert moment(text) == ""


def test_a_number_sorts_by_its_value_and_is_no_date() -> None:
    assert moment("9") < moment("10")
    assert moment("1741163400") == numbered(1741163400)
    assert numbered(20250305) != moment("20250305")


@given(st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2090, 1, 1)))
@pytest.mark.parametrize("form", ["%Y-%m-%d-%H-%M-%S", "%Y%m%d%H%M%S", "%b %d, %Y %I%M %p", "%d %B %Y %H:%M"])
def test_every_time_is_read_as_it_was_written(form: str, when: datetime.datetime) -> None:
    seconds = "%S" if "%S" in form else "00"

    assert moment(when.strftime(form)) == when.strftime(f"%Y%m%d%H%M{seconds}")


def test_a_time_is_readable_and_a_number_is_not() -> None:
    assert readable(moment("2025-03-05-08-30-00")) == "2025-03-05 08:30:00"
    assert [readable(text) for text in ("", moment("1733"), "n" + "0" * 13, "2025030508300x")] == [""] * 4
