"""Conversion of plain values to nodes and bytes; imported only if torch is imported."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy
import torch

from torchgrade.protocol.frames import ProtocolError
from torchgrade.protocol.messages import (
    DTYPES,
    MAX_DIMENSIONS,
    DataRef,
    Items,
    Mapping,
    Node,
    Opaque,
    Scalar,
    TensorNode,
)

TORCH_DTYPES = {name: getattr(torch, name) for name in DTYPES}
_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}
_SIZES = {name: dtype.itemsize for name, dtype in TORCH_DTYPES.items()}
NUMPY_DTYPES = {name: numpy.dtype(name) for name in DTYPES if name != "bfloat16"}
# Kept here because a submission may replace the method under its name.
_numpy = torch.Tensor.numpy
MAX_ITEMS = 4096
MAX_NODES = 8192
"""Maximum number of values in one message; a container beyond the limit is not sent."""
MAX_DEPTH = 16
MAX_STRING = 4096
MAX_NAME = 100
_MAX_TEXT = 1 << 19
"""Maximum number of characters in one message."""
_MAX_EXTENT = 1 << 48
_MAX_EMPTY = 1 << 16
"""Maximum product of the other sizes of a tensor without elements.

Such a tensor costs no byte in a message, but 2**30 empty rows cost gigabytes.
"""


class Generator(list[Any]):
    """Items of a request that the function receives through a generator."""


class TensorState(NamedTuple):
    """A received tensor with its attributes at the other end.

    Everything except the numbers is only the other end's claim.
    """

    data: torch.Tensor
    """The numbers, as a plain tensor."""
    grad: torch.Tensor | None
    """The tensor's ``.grad``, plain; its shape and dtype may differ from those of ``data``."""
    requires_grad: bool
    leaf: bool


class ValueTooLargeError(Exception):
    """A value with more bytes than the request allows."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        # Limit the size, because an expanded view may claim more than a message can express.
        self.size = min(size, 2**63 - 1)


class Packer:
    """Converter of values into nodes that collects the bytes of their tensors."""

    def __init__(self, limit: int | None = None, *, views: bool = False) -> None:
        self.limit = limit
        self.views = views
        self.buffers: list[bytes] = []
        self.size = 0
        self._nodes = 0
        self._text_left = _MAX_TEXT

    def _text(self, text: str, limit: int) -> str:
        """Return the allowed part of a text, in a form that can be sent."""
        if text == "Tensor" and self._text_left >= len(text):
            self._text_left -= len(text)
            return text
        text = text[:limit].encode("utf-8", "backslashreplace").decode()[: min(limit, self._text_left)]
        self._text_left -= len(text)
        return text

    def _take(self, plain: torch.Tensor, size: int) -> None:
        """Keep the bytes of a tensor in the order of its elements."""
        self.size += size
        if self.limit is not None and self.size > self.limit:
            raise ValueTooLargeError(self.size)
        if not size:
            return
        if plain.dtype is torch.bfloat16:
            # numpy has no such dtype. Set the stride, because a single element is contiguous with any stride, but a
            # view as bytes refuses some strides.
            plain = plain.reshape(-1).contiguous().as_strided((plain.numel(),), (1,)).view(torch.uint8)
        self.buffers.append(_numpy(plain).tobytes())

    def tensor(self, value: torch.Tensor, *, with_grad: bool = True) -> TensorNode | Opaque:
        """Return the node of a tensor, and keep its bytes; return an opaque node if it cannot be sent."""
        if type(value) is torch.Tensor and (node := self._dense(value)) is not None:
            return node
        # Disable the functions of a subclass, because it could answer every question about itself falsely.
        with torch._C.DisableTorchFunctionSubclass():
            name = self._text(type(value).__name__, MAX_NAME)
            plain = value.detach()
            if plain.is_nested:
                return Opaque(name, "nested")
            dtype, shape = _NAMES.get(plain.dtype), list(plain.shape)
            size = plain.numel() * plain.element_size()
            if dtype is None or plain.layout != torch.strided or plain.device.type != "cpu":
                return self._opaque_tensor(name, plain)
            if self.limit is not None and self.size + size > self.limit:
                raise ValueTooLargeError(self.size + size)
            if not _is_possible(shape):
                return self._opaque_tensor(name, plain)
            if plain.is_conj() or plain.is_neg():
                plain = plain.resolve_conj().resolve_neg()
            storage = 0
            view = self.views and not plain.is_contiguous()
            if view:
                whole = plain.as_strided((plain.untyped_storage().nbytes() // plain.element_size(),), (1,), 0)
                storage = whole.numel()
                self._take(whole, storage * plain.element_size())
            else:
                self._take(plain, size)
            leaf, requires_grad = value.is_leaf, value.requires_grad
            grad = self.tensor(value.grad, with_grad=False) if with_grad and leaf and value.grad is not None else None
        return TensorNode(
            dtype=dtype, shape=shape, requires_grad=requires_grad, leaf=leaf, type=name,
            stride=list(plain.stride()) if view else None,
            storage=storage,
            offset=int(plain.storage_offset()) if view else 0,
            grad=grad if isinstance(grad, TensorNode) else None,
        )  # fmt: skip

    def _dense(self, value: torch.Tensor) -> TensorNode | None:
        """Return the node of a dense tensor with elements and without a gradient, as most are, or None for others."""
        leaf, dtype = value.is_leaf, _NAMES.get(value.dtype)
        if dtype not in NUMPY_DTYPES or (leaf and value.grad is not None):
            return None
        try:
            array = _numpy(value.detach())
        except (RuntimeError, TypeError, ValueError):
            # A sparse or a conjugate tensor, a tensor without numbers, a giant view, and others.
            return None
        size, shape = array.nbytes, list(array.shape)
        if not size or not array.flags.c_contiguous or not _is_possible(shape) or self._text_left < len("Tensor"):
            return None
        self.size += size
        if self.limit is not None and self.size > self.limit:
            raise ValueTooLargeError(self.size)
        self._text_left -= len("Tensor")
        self.buffers.append(array.tobytes())
        return TensorNode(dtype=dtype, shape=shape, requires_grad=value.requires_grad, leaf=leaf)

    def _opaque_tensor(self, name: str, plain: torch.Tensor) -> Opaque:
        text = f"shape {tuple(plain.shape)}, {plain.dtype}, {plain.layout}, on {plain.device}"
        return Opaque(name, self._text(text, MAX_STRING))

    def node(self, value: Any, depth: int = 0) -> Node:  # noqa: PLR0911 - one line a kind of value
        """Return the node of any value."""
        self._nodes += 1
        # Use `type` instead of `isinstance`, because a hostile value can fake its `__class__`.
        if issubclass(type(value), torch.Tensor):
            return self.tensor(value)
        if value is None or type(value) in (bool, float):
            return Scalar(value)
        if type(value) is int:
            return Scalar(value) if -(2**63) <= value < 2**63 else Opaque("int", f"{value.bit_length()} bits")
        if type(value) is str:
            return Scalar(self._text(value, MAX_STRING))
        if isinstance(value, DataRef):
            return value
        if depth < MAX_DEPTH:
            # A named tuple is a tuple, and so are other subclasses (torch.Size).
            kind = "tuple" if issubclass(type(value), tuple) else type(value).__name__.lower()
            if (kind == "tuple" or type(value) in (list, Generator)) and self._has_room(len(value)):
                return Items(kind, [self.node(item, depth + 1) for item in value])
            if type(value) is dict and self._has_room(len(value)) and all(map(_is_key, value)):
                return Mapping({self._text(k, MAX_NAME): self.node(v, depth + 1) for k, v in value.items()})
        return self._opaque(value)

    def _has_room(self, items: int) -> bool:
        return items <= MAX_ITEMS and self._nodes + items <= MAX_NODES and self._text_left > 0

    def _opaque(self, value: Any) -> Opaque:
        name = self._text(type(value).__name__, MAX_NAME)
        shape = getattr(value, "shape", None) if type(value).__module__ == "numpy" else None
        if shape is None:
            return Opaque(name)
        item = value.item() if shape == () else None
        plain = type(item) in (bool, float) or (type(item) is int and -(2**63) <= item < 2**63)
        text = self._text(f"shape {tuple(shape)}, {value.dtype}", MAX_STRING)
        return Opaque(name, text, item if plain else None)


def _is_key(key: Any) -> bool:
    """Return whether a key of a dictionary is sent unchanged, because two truncated keys could be equal."""
    if type(key) is not str or len(key) > MAX_NAME:
        return False
    return not any("\ud800" <= char <= "\udfff" for char in key)


def tensors(root: Node | TensorNode | None) -> Iterator[TensorNode]:
    """Yield the tensors of a tree in the order of their bytes; refuse a tree that exceeds the packer's limits."""
    todo: list[tuple[Node | TensorNode | None, int]] = [(root, 0)]
    count = 1
    while todo:
        node, depth = todo.pop()
        if isinstance(node, TensorNode):
            yield node
            if node.grad is not None:
                yield node.grad
        elif isinstance(node, Items | Mapping):
            count += len(node.items)
            refuse(depth + 1, count)
            inner = node.items if isinstance(node, Items) else node.items.values()
            todo.extend((item, depth + 1) for item in reversed(inner))


def refuse(depth: int, count: int) -> None:
    """Raise ProtocolError for a tree that is deeper, or has more values, than any from an honest packer."""
    # Allow one level more than the packer, because a list surrounds the items of an iteration. Allow twice the number
    # of nodes, because separate values (items, arguments, gradients) are packed regardless of earlier ones.
    if depth > MAX_DEPTH + 1:
        raise ProtocolError("deep")
    if count > 2 * MAX_NODES:
        raise ProtocolError("many")


def _is_possible(shape: Sequence[int]) -> bool:
    """Return whether a shape may be sent: no negative size, not too large for torch, and not huge without elements."""
    if len(shape) > MAX_DIMENSIONS or (shape and min(shape) < 0):
        return False
    count = math.prod(shape)
    return count <= _MAX_EXTENT if count else math.prod(max(n, 1) for n in shape) <= _MAX_EMPTY


def byte_size(node: TensorNode) -> int:
    """Return the number of a tensor's bytes in the body; raise ProtocolError for an impossible header."""
    possible = (
        node.dtype in _SIZES
        and _is_possible(node.shape)
        and node.storage >= 0
        and (node.grad is None or node.grad.grad is None)
    )
    if not possible:
        raise ProtocolError("tensor", dtype=repr(node.dtype[:20]), shape=list(node.shape[:20]))
    count = node.storage if node.stride is not None else math.prod(node.shape)
    return int(count * _SIZES[node.dtype])
