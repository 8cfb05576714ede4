"""What the packer makes of values that were made to break it, and the unpacker of bytes that were."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch

from torchgrade.protocol.messages import Items, Mapping, Opaque, Returned, Scalar, TensorNode, decode_reply, encode
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import (
    MAX_NAME,
    MAX_NODES,
    Packer,
    ProtocolError,
    ValueTooLargeError,
    byte_size,
    tensors,
)


def test_a_truth_value_is_one_whatever_byte_came() -> None:
    """torch keeps a byte of 255 as it is, and what it computes with it is undefined."""
    result = Unpacker(bytes([0, 1, 2, 255])).tensor(TensorNode(dtype="bool", shape=[4]))

    assert result.view(torch.uint8).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("shape", [[2**30, 0], [0, 2**40], [65537, 0], [256, 0, 257]])
def test_a_tensor_of_very_many_rows_of_nothing_does_not_come_in(shape: list[int]) -> None:
    """Not a byte is sent for it; unpacking it like a pair would make a tensor of each row."""
    with pytest.raises(ProtocolError):
        byte_size(TensorNode(dtype="float32", shape=shape))


@pytest.mark.parametrize("shape", [[0], [0, 784], [0, 1, 28, 28], [65536, 0]])
def test_an_empty_batch_comes_in(shape: list[int]) -> None:
    assert Unpacker(b"").tensor(TensorNode(dtype="float32", shape=shape)).shape == torch.Size(shape)


ODD_TENSORS: dict[str, Callable[[], torch.Tensor]] = {
    "rows of nothing": lambda: torch.zeros(2**30, 0),
    "dimensions": lambda: torch.zeros([1] * 17),
    "nested": lambda: torch.nested.nested_tensor([torch.zeros(2)]),
}


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("case", ODD_TENSORS)
def test_a_tensor_that_would_not_come_in_is_sent_as_its_type(case: str) -> None:
    packer = Packer()
    node = packer.node(ODD_TENSORS[case]())

    assert isinstance(node, Opaque)
    assert node.type == "Tensor"
    assert packer.buffers == []


def test_lists_of_very_many_values_are_sent_in_part() -> None:
    """The message stays one that comes in, and the check can say that a list came."""
    packer = Packer()
    node = packer.node([[0.0] * 300 for _ in range(300)])

    assert isinstance(node, Items)
    assert isinstance(node.items[0], Items)
    assert node.items[-1] == Opaque("list")
    assert Unpacker(b"").value(node)[0] == [0.0] * 300


def test_many_long_texts_are_sent_in_part() -> None:
    node = Packer().node(["x" * 4096] * 4000)

    assert len(encode(Returned(number=1, value=node))) < 1 << 20


def test_a_tree_of_too_many_values_does_not_come_in() -> None:
    tree = Items("list", [Items("list", [Scalar(1)] * 4096)] * 5)

    assert 2 * MAX_NODES < 5 * 4096
    with pytest.raises(ProtocolError, match="many"):
        list(tensors(tree))
    with pytest.raises(ProtocolError, match="many"):
        Unpacker(b"").value(tree)


def test_too_many_values_are_refused_before_they_are_walked() -> None:
    tree = Items("list", [Scalar(1)] * 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            list(tensors(tree))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 1 << 20


@pytest.mark.parametrize("key", ["\ud800", "x" * (MAX_NAME + 1), 1, None])
def test_a_dictionary_with_a_key_that_does_not_cross_is_sent_as_its_type(key: Any) -> None:
    """Of two keys that were cut one would hide the other, and its bytes would belong to nobody."""
    packer = Packer()

    assert packer.node({key: torch.ones(2)}) == Opaque("dict")
    assert packer.size == 0


def test_the_keys_of_a_dictionary_cross_as_they_are() -> None:
    node = Packer().node({"W\n": 1, "": 2, "é": 3})

    assert node == Mapping({"W\n": Scalar(1), "": Scalar(2), "é": Scalar(3)})


class Renamed(type):
    """Gives its classes a name that no class can have."""

    __name__ = property(lambda cls: "\ud800" + "x" * 10**6)  # type: ignore[assignment]


def test_the_name_of_a_class_is_cut_and_can_be_sent() -> None:
    value = Renamed("Thing", (), {})()
    sent = encode(Returned(number=1, value=Packer().node(value)))

    assert len(sent) < 500


def test_a_value_is_not_asked_whether_it_is_a_tensor() -> None:
    class Disguised:
        __class__ = property(lambda self: torch.Tensor)  # type: ignore[assignment]

    assert Packer().node(Disguised()) == Opaque("Disguised")


def test_a_view_of_more_bytes_than_can_be_told_is_too_large() -> None:
    with pytest.raises(ValueTooLargeError) as caught:
        Packer(1 << 20).node(torch.zeros(1, dtype=torch.complex128).expand(2**62))

    assert caught.value.size == 2**63 - 1


LONG = {
    "aliases": {"_": "returned", "number": 1, "value": {"_": "s", "value": None}, "aliases": [0] * 65},
    "a shape": {"_": "returned", "number": 1, "value": {"_": "t", "dtype": "int8", "shape": [1] * 17}},
    "a text": {"_": "returned", "number": 1, "value": {"_": "s", "value": "x" * 40_000}},
    "a name": {"_": "returned", "number": 1, "value": {"_": "o", "type": "x" * 5000}},
    "places": {"_": "raised", "number": 1, "type": "", "message": "", "places": [{"file": "", "line": 1, "function": "", "text": ""}] * 65},
    "modules": {"_": "raised", "number": 1, "type": "", "message": "", "places": [], "through": ["x"] * 65},
    "names": {"_": "loaded", "number": 1, "defined": ["x"] * 1025, "given": [], "notes": []},
}  # fmt: skip


@pytest.mark.parametrize("case", LONG)
def test_what_is_longer_than_an_honest_worker_sends_is_not_decoded(case: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="length"):
        decode_reply(msgspec.msgpack.encode(LONG[case]))
