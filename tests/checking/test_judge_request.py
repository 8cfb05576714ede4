"""A request crosses from the command to a judge as it is."""

from __future__ import annotations

import msgspec

from torchgrade.checking.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.results import Note


def test_a_request_survives_the_wire() -> None:
    file = SubmittedBytes(name="a\nb.py", data=b"\x00\xff", mtime_ns=5)
    request = JudgeRequest(
        submission="ada", digest="d", files=(file,), problems=(Note(message_id="m"),), only=("f.rows",), check_seed=3
    )

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(request), type=JudgeRequest) == request


def test_all_checks_are_wanted_where_none_is_named() -> None:
    request = JudgeRequest(submission="ada", digest="d", files=())

    assert (request.only, request.check_seed, request.problems) == ((), None, ())
