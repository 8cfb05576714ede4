"""Tests of submissions with their bytes, and of the digest that detects changes."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.deliveries.found import SubmittedBytes
from torchgrade.deliveries.judge_request import JudgeRequest, digest_of
from torchgrade.model.results import Note

FILES = st.lists(st.tuples(st.text(max_size=8), st.binary(max_size=8)), max_size=4)


def files_of(pairs: list[tuple[str, bytes]], mtime: int = 0) -> list[SubmittedBytes]:
    return [SubmittedBytes(name=name, data=data, mtime_ns=mtime) for name, data in pairs]


@given(FILES, FILES)
def test_a_digest_is_equal_only_for_equal_names_and_bytes(
    one: list[tuple[str, bytes]], two: list[tuple[str, bytes]]
) -> None:
    assert (digest_of(files_of(one)) == digest_of(files_of(two))) == (one == two)


def test_a_digest_does_not_depend_on_when_a_file_was_copied() -> None:
    assert digest_of(files_of([("a.py", b"x")], 1)) == digest_of(files_of([("a.py", b"x")], 2))


def test_a_request_survives_the_wire() -> None:
    file = SubmittedBytes(name="a\nb.py", data=b"\x00\xff", mtime_ns=5)
    request = JudgeRequest(
        submission="ada", digest="d", files=(file,), problems=(Note(message_id="m"),), only=("f.rows",), check_seed=3
    )

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(request), type=JudgeRequest) == request


def test_all_checks_are_wanted_where_none_is_named() -> None:
    request = JudgeRequest(submission="ada", digest="d", files=())

    assert (request.only, request.check_seed, request.problems) == ((), None, ())
