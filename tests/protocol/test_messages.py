"""Tests of sending requests and replies, and of refusing other data in the decoder."""

from __future__ import annotations

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.model.slices import Statement, Unit
from torchgrade.protocol import messages
from torchgrade.protocol.messages import (
    DTYPES,
    Attach,
    Call,
    DataRef,
    Done,
    Items,
    Iterate,
    Load,
    Loaded,
    Mapping,
    Noted,
    Opaque,
    Place,
    Raised,
    Record,
    Returned,
    Run,
    Scalar,
    StandIn,
    TensorNode,
    TooLarge,
    Vjp,
)

NODE = Items("tuple", [TensorNode(dtype="float32", shape=[2, 3]), Scalar(2**63 - 1), Mapping({"W": Scalar(None)})])
UNIT = Unit(
    module="submission",
    sources={"ada.py": "x = 1"},
    statements=[Statement(file="ada.py", line=1, source="x = 1", drop=[(1, 0)], binds=["x"])],
    own=["x"],
)
REQUESTS = [
    Load(
        number=1, units=[UNIT], stand_ins=[StandIn(modules=["d2l"], source="")], givens="", fill=[], override=[],
        wanted=["f"], seed=3,
    ),
    Call(number=2**63 - 1, name="f", arguments=[NODE, DataRef("images")], record=True, constructors=["a.B"]),
    Vjp(number=2, name="f", arguments=[NODE], wrt=[0], cotangent=NODE),
    Iterate(number=3, name="f", arguments=[], limit=4),
    Run(number=4, scenario="result = {}", inputs={"x": NODE}, seed=7),
    Attach(number=5, name="images", value=TensorNode(dtype="uint8", shape=[0]), sealed=True),
]  # fmt: skip
REPLIES = [
    Loaded(number=1, defined=["f"], given=[], notes=[Noted(file="ada.py", line=3, reason="slow")]),
    Returned(number=2, value=NODE, after=[Opaque("Thing", "text")], gradients=[None], record=Record(disabled=True)),
    Raised(number=3, type="E", message="m", places=[Place(file="a.py", line=1, function="f", text="t")]),
    TooLarge(number=4, bytes=2**40),
    Done(number=5),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: type(r).__name__)
def test_a_request_survives_the_wire(request_: messages.WorkerRequest) -> None:
    assert messages.decode_request(messages.encode(request_)) == request_


@pytest.mark.parametrize("reply", REPLIES, ids=lambda r: type(r).__name__)
def test_a_reply_survives_the_wire(reply: messages.Reply) -> None:
    assert messages.decode_reply(messages.encode(reply)) == reply


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: type(r).__name__)
def test_a_request_is_no_reply(request_: messages.WorkerRequest) -> None:
    with pytest.raises(msgspec.DecodeError):
        messages.decode_reply(messages.encode(request_))


def test_every_dtype_that_crosses_is_one_of_torch() -> None:
    assert all(isinstance(getattr(torch, name), torch.dtype) for name in DTYPES)


NOT_REPLIES = {
    "nothing": b"",
    "a list that claims four thousand million items": b"\x83\xa1_\xa8returned\xa6number\x01\xa7aliases\xdd\xff\xff\xff\xff",
    "a string that claims four gigabytes": b"\x83\xa1_\xa6raised\xa6number\x01\xa4type\xdb\xff\xff\xff\xff",
    "a mapping that claims four thousand million entries": b"\xdf\xff\xff\xff\xff",
    "an extension type": b"\xc7\x01\x01x",
    "a string that is not UTF-8": b"\x83\xa1_\xa6raised\xa6number\x01\xa4type\xa1\xff",
    "a number beyond 64 bits": b"\x82\xa1_\xa4done\xa6number\xcb\x7f\xf0\x00\x00\x00\x00\x00\x00",
    "another tag": msgspec.msgpack.encode({"_": "verdict", "number": 1}),
    "no tag": msgspec.msgpack.encode({"number": 1}),
    "bytes behind it": messages.encode(Done(number=1)) + b"\x00",
    "a shape of floats": msgspec.msgpack.encode(
        {"_": "returned", "number": 1, "value": {"_": "t", "dtype": "float32", "shape": [1.5]}}
    ),
}


@pytest.mark.parametrize("case", NOT_REPLIES)
def test_what_is_not_a_reply_is_refused(case: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a DecodeError is one, and so is what a bad string raises
        messages.decode_reply(NOT_REPLIES[case])


def test_endless_nesting_is_refused() -> None:
    deep = b"\x83\xa1_\xa1i\xa4kind\xa4list\xa5items\x91" * 100_000
    with pytest.raises((RecursionError, msgspec.DecodeError)):
        messages.decode_reply(b"\x83\xa1_\xa8returned\xa6number\x01\xa5value" + deep)


@given(data=st.binary(max_size=200))
@settings(deadline=None)
def test_arbitrary_bytes_are_a_reply_or_a_decoding_error(data: bytes) -> None:
    try:
        reply = messages.decode_reply(data)
    except (ValueError, RecursionError):
        return
    assert isinstance(reply, messages.Reply)


@given(
    reply=st.sampled_from(REPLIES),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=6),
)
@settings(deadline=None)
def test_a_mutated_reply_is_a_reply_or_a_decoding_error(reply: messages.Reply, changes: list[tuple[int, int]]) -> None:
    data = bytearray(messages.encode(reply))
    for at, byte in changes:
        data[at % len(data)] = byte
    try:
        decoded = messages.decode_reply(bytes(data))
    except (ValueError, RecursionError):
        return
    assert isinstance(decoded, messages.Reply)
