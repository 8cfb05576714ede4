"""A failed check carries a catalogue entry and its fields."""

from __future__ import annotations

import pytest

from torchgrade.checking.failures import CheckFailedError, fail
from torchgrade.model.results import Frame


def test_a_failure_keeps_its_entry_and_fields() -> None:
    frame = Frame(place="ada.py, line 3", function="f", line="x")
    failed = CheckFailedError("shape.differs", want=[2], got_shape=[3], frames=(frame,))

    assert (failed.message_id, failed.values, failed.frames) == (
        "shape.differs",
        {"want": [2], "got_shape": [3]},
        [frame],
    )
    assert (failed.expected, failed.got, failed.comparison) == (None, None, None)


def test_a_check_fails_itself_by_name() -> None:
    with pytest.raises(CheckFailedError) as caught:
        fail("course.entry", n=3)

    assert (caught.value.message_id, caught.value.values) == ("course.entry", {"n": 3})
