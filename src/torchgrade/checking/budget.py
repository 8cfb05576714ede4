"""Seconds on the clock that all workers of one submission may use together (ruling 25).

Without it a submission that sleeps a little less than every limit of a check has a slot for minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from torchgrade.model.exercises import Limits


class Budget:
    """Seconds that the workers of one submission may still use: one budget for all its exercises and attempts."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = limits.whole_seconds
        self._clock = clock
        self._spent = 0.0
        self._since: float | None = None
        self._processor = 0.0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the seconds inside, in which a worker has a request. The judge's own work is not counted."""
        self._since = self._clock()
        try:
            yield
        finally:
            self._spent += self._clock() - self._since
            self._since = None

    def add_processor(self, seconds: float) -> None:
        """Count the processor time of a worker whose check or life is over."""
        self._processor += seconds

    @property
    def is_spent(self) -> bool:
        """Whether no second is left."""
        running = 0.0 if self._since is None else self._clock() - self._since
        return self._spent + running >= self.seconds

    def is_starved(self, now: float) -> bool:
        """Return whether the workers waited for most of the budget, perhaps for a processor.

        :param now: processor time of the running check.
        """
        return self._processor + now < self.seconds / 2
