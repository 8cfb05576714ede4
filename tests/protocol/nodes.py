"""Nodes for tests, some of which no honest peer sends."""

from __future__ import annotations

from typing import Any

from torchgrade.protocol.messages import Items, Node, TensorNode


def node(**fields: Any) -> TensorNode:
    return TensorNode(**{"dtype": "float32", "shape": [1], **fields})


def nested(depth: int, leaf: Node) -> Node:
    for _ in range(depth):
        leaf = Items("list", [leaf])
    return leaf
