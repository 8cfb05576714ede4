"""Steps of Python code, so that a test sees work that grows with the square of a class, whatever the machine does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType


def steps_of(act: Callable[[], object]) -> int:
    """Return how often an act calls a function or continues a generator."""
    count = 0

    def step(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        act()
    finally:
        sys.setprofile(before)
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
