"""A piece of a submission is stopped when it takes too long, and the timer is gone afterwards."""

from __future__ import annotations

import signal

import pytest

from torchgrade.sandbox.worker.timing import TookTooLongError, time_limit


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(TookTooLongError), time_limit(0.01):
        while True:
            pass


def test_an_ordinary_except_does_not_catch_it() -> None:
    with pytest.raises(TookTooLongError), time_limit(0.01):
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001 - as students write it
            pass


@pytest.mark.parametrize("raises", [False, True])
def test_timer_and_handler_are_as_before(raises: bool) -> None:
    before = signal.getsignal(signal.SIGALRM)
    try:
        with time_limit(1000):
            if raises:
                raise ValueError
    except ValueError:
        pass

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_where_there_are_no_timers_the_block_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    with time_limit(0.0):
        ran = True

    assert ran
