"""When to say that no worker is there: soon, and then now and again, because a silent wait looks like a hang."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_SECONDS = 5.0
NEXT_SECONDS = 60.0


class Waiting:
    """Clock of a wait for workers."""

    def __init__(self, say: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._due: float | None = None

    def look(self, *, is_over: bool) -> None:
        """Say that no worker is there, if it is due."""
        if is_over:
            self._due = None
        elif self._due is None:
            self._due = self._clock() + FIRST_SECONDS
        elif self._clock() >= self._due:
            self._due = self._clock() + NEXT_SECONDS
            self._say()
