"""Time limits follow from the reference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.audit.limits import CLASS, MULTIPLE, is_slow, limits_for


@given(st.floats(0, 1000))
def test_a_wrong_answer_may_take_a_multiple_of_the_reference_or_as_long_as_in_a_class_run(seconds: float) -> None:
    limits = limits_for(seconds)

    assert limits.cpu_seconds >= min(MULTIPLE * seconds, CLASS.cpu_seconds)
    assert limits.cpu_seconds <= CLASS.cpu_seconds
    assert limits.cpu_seconds <= limits.wall_seconds <= CLASS.wall_seconds


def test_two_measurements_that_differ_a_little_give_the_same_limits() -> None:
    assert limits_for(0.12) == limits_for(0.15)


def test_a_reference_that_is_faster_than_its_share_is_not_slow() -> None:
    assert not is_slow(0.1 * CLASS.cpu_seconds)
    assert is_slow(0.5 * CLASS.cpu_seconds)
