"""Nodes for tests, some of which no honest peer sends."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from torchgrade.protocol.messages import Items, Node, TensorNode

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)


def node(**fields: Any) -> TensorNode:
    return TensorNode(**{"dtype": "float32", "shape": [1], **fields})


def nested(depth: int, leaf: Node) -> Node:
    for _ in range(depth):
        leaf = Items("list", [leaf])
    return leaf
