"""Steps of Python code, so that a test sees work that grows with the square of a class, whatever the machine does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any


def steps_of(act: Callable[[], object]) -> int:
    """Return how many lines of Python an act executes; each turn of a loop or of a comprehension is a line."""
    count = 0

    def step(_frame: FrameType, _event: str, _of: object) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def grows_with(acts: Sequence[Callable[[], object]]) -> float:
    """Return how much more the second doubling costs than the first one: about 2 if work grows with its size.

    :param acts: the same act on n, 2n and 4n things.
    """
    few, more, most = map(steps_of, acts)
    return (most - more) / (more - few)


class Seen(str):
    """Text whose comparisons are steps, because Python compares plain texts without a call."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()
