"""Protocol errors for nodes and bytes that an honest peer never sends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.nodes import LEAVES, nested, node
from torchgrade.protocol.frames import ProtocolError
from torchgrade.protocol.messages import DTYPES, DataRef, Items, Mapping, Node, Opaque, Scalar, TensorNode
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import MAX_DEPTH, byte_size, tensors

IMPOSSIBLE: dict[str, Node] = {
    "another dtype": node(dtype="float8_e4m3fn"),
    "an attribute of torch that is no dtype": node(dtype="load"),
    "a negative shape": node(shape=[-1]),
    "two negative sizes": node(shape=[-2, -2]),
    "a huge shape": node(shape=[2**62]),
    "a shape that wraps around": node(shape=[2**32, 2**32]),
    "a huge empty shape": node(shape=[0, 2**64 - 1]),
    "seventeen dimensions": node(shape=[1] * 17),
    "a negative storage": node(stride=[1], storage=-1),
    "a view": node(stride=[1], storage=1),
    "a view beyond its storage": node(shape=[4], stride=[10**9], storage=1),
    "a view before its storage": node(stride=[1], storage=1, offset=-1),
    "a gradient of a gradient": node(shape=[0], grad=node(shape=[0], grad=node(shape=[0]))),
    "a reference to data": DataRef("images"),
    "a deep tree": nested(MAX_DEPTH + 2, Scalar(1)),
    "a very deep tree": nested(400, Scalar(1)),
    "a deep mapping": Mapping({"a": nested(MAX_DEPTH + 1, Mapping({}))}),
    "more bytes than came": node(shape=[3]),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_a_node_that_no_honest_peer_sends_is_a_protocol_error(case: str) -> None:
    with pytest.raises(ProtocolError):
        Unpacker(bytes(8)).value(IMPOSSIBLE[case])


NODES: st.SearchStrategy[Node] = st.recursive(
    st.builds(
        TensorNode,
        dtype=st.sampled_from([*DTYPES, "float8_e4m3fn", "load", ""]),
        shape=st.lists(st.sampled_from([0, 1, 2, 3, -1, 2**31, 2**62, 2**64 - 1]) | st.integers(0, 5), max_size=18),
        requires_grad=st.booleans(),
        stride=st.none() | st.lists(st.integers(-4, 4), max_size=3),
        storage=st.integers(-5, 20),
        offset=st.integers(-5, 5),
        grad=st.none() | st.builds(TensorNode, dtype=st.sampled_from(DTYPES), shape=st.lists(st.integers(-1, 3))),
    )
    | st.builds(Scalar, LEAVES)
    | st.builds(Opaque, st.text(max_size=5), st.text(max_size=5))
    | st.builds(DataRef, st.text(max_size=3)),
    lambda inner: (
        st.builds(Items, st.sampled_from(["list", "tuple", "generator", ""]), st.lists(inner, max_size=4))
        | st.builds(Mapping, st.dictionaries(st.text(max_size=3), inner, max_size=3))
    ),
    max_leaves=8,
)


@given(node=NODES, body=st.binary(max_size=64))
@settings(deadline=None, max_examples=300)
def test_any_node_and_any_body_give_a_value_or_a_protocol_error(node: Node, body: bytes) -> None:
    unpacker = Unpacker(body)
    try:
        unpacker.value(node)
    except ProtocolError:
        pass
    assert unpacker.at <= len(body)
    try:
        size = sum(byte_size(n) for n in tensors(node))
    except ProtocolError:
        return
    assert size >= 0
