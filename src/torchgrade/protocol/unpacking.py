"""Conversion of nodes and a body back into plain values; imported only if torch is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import torch

from torchgrade.protocol.frames import ProtocolError
from torchgrade.protocol.messages import DataRef, Items, Mapping, Node, Opaque, Scalar, TensorNode
from torchgrade.protocol.values import NUMPY_DTYPES, TORCH_DTYPES, TensorState, byte_size, refuse

# Kept here because a submission may replace the function under its name.
_from_numpy, _array = torch.from_numpy, numpy.ndarray


class Unpacker:
    """Converter of nodes and a body into plain values."""

    def __init__(
        self,
        body: bytes | bytearray | memoryview,
        *,
        views: bool = False,
        data: Callable[[str], Any] | None = None,
    ) -> None:
        self.body = memoryview(body)
        self.at = 0
        self.views = views
        self.data = data
        self._nodes = 0
        self.states: list[TensorState] = []
        """Every tensor read so far, in order."""

    def _taken(self, node: TensorNode) -> bytearray:
        """Return the next bytes of the body, which are those of this tensor."""
        size = byte_size(node)
        if self.at + size > len(self.body):
            raise ProtocolError("short", found=len(self.body), want=self.at + size)
        raw = bytearray(self.body[self.at : self.at + size])
        self.at += size
        return raw

    def _plain(self, node: TensorNode) -> torch.Tensor:
        stride = node.stride
        if stride is not None and not self.views:
            raise ProtocolError("view")
        raw, dtype = self._taken(node), node.dtype
        if raw and stride is None and dtype in NUMPY_DTYPES and dtype != "bool":
            # Two steps fewer than below.
            return _from_numpy(_array(node.shape, NUMPY_DTYPES[dtype], raw))
        flat = _flat(raw, dtype)
        shaped = flat.reshape(node.shape) if stride is None else flat.as_strided(node.shape, stride, node.offset)
        # Return `.data`, because autograd treats a view differently from a base tensor: `grad.detach_()` would raise.
        return shaped.data

    def tensor(self, node: TensorNode, *, graph: bool = False) -> torch.Tensor:
        """Return a plain tensor; with ``graph`` it requires grad and has its ``.grad`` again."""
        result = self._plain(node)
        grad = self._plain(node.grad) if node.grad is not None else None
        self.states.append(TensorState(data=result, grad=grad, requires_grad=node.requires_grad, leaf=node.leaf))
        if graph and node.requires_grad:
            result.requires_grad_()
            result.grad = grad
        return result

    def value(self, node: Node, *, graph: bool = False, depth: int = 0) -> Any:  # noqa: PLR0911 - one line a kind
        """Return the value of a node; keep opaque nodes unchanged."""
        self._nodes += 1
        refuse(depth, self._nodes)
        match node:
            case TensorNode():
                return self.tensor(node, graph=graph)
            case Scalar():
                return node.value
            case Items():
                items = [self.value(item, graph=graph, depth=depth + 1) for item in node.items]
                if node.kind == "generator":
                    return (item for item in items)
                return tuple(items) if node.kind == "tuple" else items
            case Mapping():
                return {key: self.value(item, graph=graph, depth=depth + 1) for key, item in node.items.items()}
            case DataRef() if self.data is not None:
                return self.data(node.name)
            case Opaque():
                return node
            case _:
                raise ProtocolError("data")


def _flat(raw: bytearray, dtype: str) -> torch.Tensor:
    if not raw:
        return torch.empty(0, dtype=TORCH_DTYPES[dtype])
    if dtype == "bool":
        # Compare with 0, because torch does not check for bytes other than 0 and 1.
        return torch.frombuffer(raw, dtype=torch.uint8).ne(0)
    return torch.frombuffer(raw, dtype=TORCH_DTYPES[dtype])
