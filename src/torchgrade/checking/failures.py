"""The way in which a check reports that the submission did not meet its requirement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torchgrade.model.phrases import Value, storable
from torchgrade.model.results import Comparison, Frame, TensorView


class CheckFailedError(Exception):
    """The submission's answer is not right: a catalogue entry, its fields, and the values to show.

    The assertions and proxies raise it. A check may also raise it itself through :func:`fail`.
    """

    def __init__(
        self,
        message_id: str,
        *,
        expected: TensorView | None = None,
        got: TensorView | None = None,
        comparison: Comparison | None = None,
        frames: Sequence[Frame] = (),
        **values: Value,
    ) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = {name: storable(value) for name, value in values.items()}
        self.expected = expected
        self.got = got
        self.comparison = comparison
        self.frames = list(frames)


def fail(message_id: str, **values: Any) -> None:
    """Fail the check with an entry of the course's catalogue."""
    raise CheckFailedError(message_id, **values)
