"""Replies that no honest worker sends: those of one that answers rightly, changed by chance in any place."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from msgspec import structs

from torchgrade.protocol.messages import (
    DTYPES,
    Done,
    Each,
    Items,
    Loaded,
    Mapping,
    Node,
    Noted,
    Opaque,
    Place,
    Raised,
    Record,
    Reply,
    Returned,
    Scalar,
    TensorNode,
    TooLarge,
)
from torchgrade.protocol.values import byte_size, tensors

Part = tuple[Node, bytes]
"""A node and the bytes of its tensors."""

TEXTS = ("", "x", "\x1b[2J\x1b]0;\x07", "\u202e\u2066", "\0\x9b\x7f\n\r", "<script>{type}%s</script>", "é" * 4096,
         "can't allocate memory", "Found no NVIDIA driver", "_" * 1000)  # fmt: skip
NUMBERS = (None, True, False, 0, 1, -1, 2, 2**63 - 1, -(2**63), 2**64 - 1, 0.0, -0.0, 1.5, 1e308, 5e-324,
           float("nan"), float("inf"), float("-inf"))  # fmt: skip
SHAPES: tuple[list[int], ...] = (
    [], [0], [1], [2], [3], [7], [1, 1], [0, 3], [3, 0], [5, 3], [4, 5], [20, 1], [23, 3], [1, 0, 2], [1] * 16, [0] * 16,
    [65536, 0], [2**30, 0], [0, 2**62], [-1, -1], [2**40], [1] * 17,
)  # fmt: skip
BYTES = (b"\0", b"\xff", b"\x7f\xf0\0\0", b"\0\0\xc0\x7f", b"\x01", b"\0\0\x80\x7f")


def _filled(r: random.Random, size: int) -> bytes:
    pattern = r.choice([*BYTES, r.randbytes(7)])
    return (pattern * (size // len(pattern) + 1))[:size]


def strange_tensor(r: random.Random, *, nested: bool = True) -> tuple[TensorNode, bytes]:
    """Return a tensor of any dtype, shape and bits, with claims that need not fit."""
    node = TensorNode(
        dtype=r.choice(DTYPES), shape=r.choice(SHAPES), requires_grad=r.random() < 0.5, leaf=r.random() < 0.5,
        type=r.choice(["Tensor", "Parameter", *TEXTS]),
    )  # fmt: skip
    size = max(0, min(_count(node.shape), 200)) * getattr(torch, node.dtype).itemsize
    body = _filled(r, size)
    if nested and r.random() < 0.2:
        grad, more = strange_tensor(r, nested=False)
        return structs.replace(node, grad=grad), body + more
    return node, body


def _count(shape: Sequence[int]) -> int:
    count = 1
    for n in shape:
        count *= n
    return count


def strange_part(r: random.Random, depth: int = 0) -> Part:
    """Return any value that a worker may claim a function gave."""
    kind = r.random()
    if kind < 0.4:
        return strange_tensor(r)
    if kind < 0.7 or depth > 2:
        opaque = Opaque(r.choice(TEXTS), r.choice(TEXTS), r.choice(NUMBERS))
        return r.choice([Scalar(r.choice(NUMBERS)), Scalar(r.choice(TEXTS)), opaque]), b""
    parts = [strange_part(r, depth + 1) for _ in range(r.choice([0, 1, 2, 2, 3, 30]))]
    body = b"".join(data for _, data in parts)
    if kind < 0.9:
        return Items(r.choice(["list", "tuple", "generator", ""]), [node for node, _ in parts]), body
    keys = ["w", "b", "parameters", "snapshots", "test_modes", *TEXTS]
    return Mapping({keys[i % len(keys)]: node for i, (node, _) in enumerate(parts[: len(keys)])}), body


def _cut(nodes: Sequence[Node], data: bytes) -> list[Part]:
    """Give each node the bytes that are its own."""
    parts, at = [], 0
    for node in nodes:
        size = sum(byte_size(tensor) for tensor in tensors(node))
        parts.append((node, data[at : at + size]))
        at += size
    return parts


def _joined(parts: Sequence[Part]) -> tuple[list[Node], bytes]:
    return [node for node, _ in parts], b"".join(data for _, data in parts)


def changed(r: random.Random, node: Node, data: bytes) -> Part:
    """Return a value with a change somewhere in it."""
    if isinstance(node, Items) and node.items and r.random() < 0.8:
        parts = _cut(node.items, data)
        at = r.randrange(len(parts))
        match r.randrange(8):
            case 0:
                parts.pop(at)
            case 1:
                parts.insert(at, parts[at])
            case 2:
                parts[at:at] = [strange_part(r)] * r.choice([1, 300])
            case _:
                parts[at] = changed(r, *parts[at])
        nodes, body = _joined(parts)
        return Items(node.kind if r.random() < 0.9 else r.choice(["list", "tuple", ""]), nodes), body
    if isinstance(node, Mapping) and node.items and r.random() < 0.9:
        named = dict(zip(node.items, _cut(list(node.items.values()), data), strict=True))
        key = r.choice(list(named))
        part = named.pop(key)
        if r.random() < 0.8:
            named[key] = changed(r, *part)
        nodes, body = _joined(list(named.values()))
        return Mapping(dict(zip(named, nodes, strict=True))), body
    if isinstance(node, TensorNode) and r.random() < 0.7:
        return _changed_tensor(r, node, data)
    return strange_part(r)


def _changed_tensor(r: random.Random, node: TensorNode, data: bytes) -> Part:
    node = structs.replace(node, grad=None)
    count = _count(node.shape)
    match r.randrange(4):
        case 0:
            return node, _filled(r, byte_size(node))
        case 1:
            dtype = r.choice(DTYPES)
            return structs.replace(node, dtype=dtype), _filled(r, count * getattr(torch, dtype).itemsize)
        case 2:
            shape = r.choice([[count], [count, 1], [1, count], [1] * 15 + [count]])
            return structs.replace(node, shape=shape), data[: byte_size(node)]
        case _:
            claims = {"requires_grad": r.random() < 0.5, "leaf": r.random() < 0.5}
            return structs.replace(node, **claims), data[: byte_size(node)]


def another_reply(r: random.Random, number: int) -> Reply:
    """Return a reply of another kind, with texts and numbers of any sort."""
    text = lambda: r.choice(TEXTS)  # noqa: E731 - drawn anew each time
    noted = [Noted(file=text(), line=2**62, reason=text(), type=text(), message=text(), through=[text()])] * 3
    places = [Place(file=text(), line=r.choice([-1, 0, 2**64 - 1]), function=text(), text=text())] * r.choice(
        [0, 1, 64]
    )
    raised = Raised(
        number=number, type=text(), message=text(), places=places, notes=noted, through=[text()],
        builtin=r.choice(["MemoryError", "SystemExit", "RecursionError", "OSError", "EOFError", *TEXTS]),
    )  # fmt: skip
    loaded = Loaded(number=number, defined=[text()], given=[text(), "a" * 4000], notes=noted)
    return r.choice([raised, raised, raised, loaded, Done(number=number), TooLarge(number=number, bytes=2**64 - 1)])


def split(each: Each, body: bytes) -> list[tuple[Returned, bytes]]:
    """Return each answer of several calls with the bytes that are its own."""
    parts, at = [], 0
    for answer in each.answers:
        size = sum(byte_size(tensor) for node in (answer.value, *answer.after) for tensor in tensors(node))
        parts.append((answer, body[at : at + size]))
        at += size
    return parts


def _forged_each(r: random.Random, each: Each, body: bytes) -> tuple[Reply, bytes]:
    parts = split(each, body)
    raised, at = each.raised, r.randrange(len(parts)) if parts else 0
    match r.randrange(8):
        case 0:
            parts = parts[:at]
        case 1:
            parts += parts[at : at + 1]
        case 2:
            parts, other = parts[:at], another_reply(r, each.number)
            raised = other if isinstance(other, Raised) else None
        case _:
            for place in range(at, min(at + 1, len(parts))):
                reply, data = forged(r, *parts[place])
                if isinstance(reply, Returned):
                    parts[place] = reply, data
    answers = [answer for answer, _ in parts]
    return structs.replace(each, answers=answers, raised=raised), b"".join(data for _, data in parts)


def forged(r: random.Random, reply: Reply, body: bytes) -> tuple[Reply, bytes]:
    """Return the reply with a change somewhere in it."""
    if isinstance(reply, Each) and r.random() < 0.9:
        return _forged_each(r, reply, body)
    if not isinstance(reply, Returned) or r.random() < 0.1:
        return (another_reply(r, reply.number), b"") if r.random() < 0.5 else (reply, body)
    flowing = [node for node in reply.gradients if node is not None]
    parts = _cut([reply.value, *reply.after, *flowing], body)
    at = 0 if r.random() < 0.6 else r.randrange(len(parts))
    parts[at] = changed(r, *parts[at])
    if at > len(reply.after):
        parts[at] = strange_tensor(r)
    nodes, data = _joined(parts)
    after, rest = nodes[1 : len(reply.after) + 1], iter(nodes[len(reply.after) + 1 :])
    gradients = [None if node is None else next(rest) for node in reply.gradients]
    record = Record(functions=[r.choice(TEXTS)], operators=["softmax"], disabled=r.random() < 0.5)
    claims = {
        "exhausted": r.random() < 0.9 and reply.exhausted,
        "type": reply.type if r.random() < 0.9 else r.choice(["list", *TEXTS]),
        "record": reply.record if r.random() < 0.9 else r.choice([None, record, Record()]),
        "aliases": [0, 2**63],
        "warnings": [r.choice(TEXTS)] * 3,
    }
    return structs.replace(reply, value=nodes[0], after=after, gradients=gradients, **claims), data
