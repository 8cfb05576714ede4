"""Ordinary jobs run side by side; one that is tried again runs with nothing beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from torchgrade.sandbox.turns import Turns

WAIT = 20.0
SHORT = 0.05


def started(function: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=function, daemon=True)
    thread.start()
    return thread


def test_ordinary_jobs_run_side_by_side() -> None:
    turns, together = Turns(), threading.Barrier(3)

    def job() -> None:
        with turns.shared():
            together.wait(WAIT)

    threads = [started(job) for _ in range(3)]
    for thread in threads:
        thread.join(WAIT)

    assert not together.broken
    assert not any(thread.is_alive() for thread in threads)


class Scene:
    """Two jobs, of which the first holds its turn until it is let go."""

    def __init__(self, first: str, second: str) -> None:
        self.turns = Turns()
        self.go, self.inside, self.second_inside = threading.Event(), threading.Event(), threading.Event()
        self.first = started(lambda: self._hold(first))
        assert self.inside.wait(WAIT)
        self.second = started(lambda: self._enter(second))

    def _hold(self, kind: str) -> None:
        with getattr(self.turns, kind)():
            self.inside.set()
            self.go.wait(WAIT)

    def _enter(self, kind: str) -> None:
        with getattr(self.turns, kind)():
            self.second_inside.set()

    def end(self) -> None:
        self.go.set()
        self.first.join(WAIT)
        assert self.second_inside.wait(WAIT)
        self.second.join(WAIT)


@pytest.mark.parametrize(("first", "second"), [("shared", "alone"), ("alone", "shared"), ("alone", "alone")])
def test_one_alone_has_nothing_beside_it(first: str, second: str) -> None:
    scene = Scene(first, second)

    assert not scene.second_inside.wait(SHORT)
    scene.end()


def test_one_that_waits_to_be_alone_is_not_starved_by_those_that_come_later() -> None:
    scene = Scene("shared", "alone")
    while not scene.turns._waiting:
        time.sleep(0.001)
    late = threading.Event()

    def latecomer() -> None:
        with scene.turns.shared():
            late.set()

    thread = started(latecomer)
    assert not late.wait(SHORT)
    scene.end()
    assert late.wait(WAIT)
    thread.join(WAIT)


def test_a_job_that_raises_gives_its_turn_back() -> None:
    turns = Turns()
    for kind in (turns.shared, turns.alone, turns.shared):
        with pytest.raises(ValueError, match="job"), kind():
            raise ValueError("job")
