"""Tests of whole frames from pieces of any size, and of refusing giant lengths before reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.model.phrases import phrase
from torchgrade.protocol.frames import MAX_HEADER, PREFIX, Assembler, FrameError, pack


@given(
    messages=st.lists(st.tuples(st.binary(max_size=40), st.lists(st.binary(max_size=30), max_size=3)), max_size=4),
    cuts=st.lists(st.integers(1, 20), min_size=1),
)
@settings(deadline=None)
def test_frames_cut_anywhere_come_out_as_they_went_in(
    messages: list[tuple[bytes, list[bytes]]], cuts: list[int]
) -> None:
    stream = b"".join(piece for header, buffers in messages for piece in pack(header, buffers))
    assembler = Assembler(max_body=1000)
    found, at, turn = [], 0, 0
    while at < len(stream):
        step = cuts[turn % len(cuts)]
        assembler.feed(stream[at : at + step])
        at, turn = at + step, turn + 1
        while (frame := assembler.next()) is not None:
            found.append(frame)

    assert found == [(header, b"".join(buffers)) for header, buffers in messages]
    assert assembler.next() is None


@pytest.mark.parametrize(("header", "body"), [(11, 0), (2**32 - 1, 0), (0, 6), (0, 2**64 - 1), (2**32 - 1, 2**64 - 1)])
def test_a_length_beyond_the_bound_is_refused_from_its_prefix_alone(header: int, body: int) -> None:
    assembler = Assembler(max_header=10, max_body=5)
    assembler.feed(PREFIX.pack(header, body))

    with pytest.raises(FrameError) as caught:
        assembler.next()
    values = {"header": header, "body": body, "most_header": 10, "most_body": 5}
    assert caught.value.words == phrase("protocol.large", **values)


def test_lengths_at_the_bound_are_accepted() -> None:
    assembler = Assembler(max_header=10, max_body=5)
    assembler.feed(b"".join(pack(b"h" * 10, [b"b" * 5])))

    assert assembler.next() == (b"h" * 10, b"b" * 5)


def test_a_body_is_refused_where_none_is_expected() -> None:
    assembler = Assembler()
    assembler.feed(b"".join(pack(b"h", [b"b"])))

    with pytest.raises(FrameError):
        assembler.next()


def test_the_bound_of_a_header_fits_in_its_prefix() -> None:
    assert MAX_HEADER < 2**32


@given(data=st.binary(max_size=64))
@settings(deadline=None)
def test_arbitrary_bytes_are_a_frame_or_nothing_or_refused(data: bytes) -> None:
    assembler = Assembler(max_header=16, max_body=16)
    assembler.feed(data)
    try:
        frame = assembler.next()
    except FrameError:
        return
    assert frame is None or len(frame[0]) + len(frame[1]) + PREFIX.size <= len(data)
