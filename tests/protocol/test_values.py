"""Tests of sending values, and of protocol errors for data that an honest peer never sends."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.nodes import LEAVES, nested, node
from tests.protocol.random_bytes import filled, raw
from torchgrade.protocol.messages import (
    DTYPES,
    DataRef,
    Items,
    Opaque,
    Scalar,
    TensorNode,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import (
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_STRING,
    Generator,
    Packer,
    ProtocolError,
    ValueTooLargeError,
    byte_size,
    tensors,
)

DTYPE = st.sampled_from([getattr(torch, name) for name in DTYPES])
FLOATS = st.sampled_from([torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.complex64])


def crossed(value: Any, *, views: bool = False, graph: bool = False) -> Any:
    """Return the value that the other side receives."""
    packer = Packer(views=views)
    node = packer.node(value)
    unpacker = Unpacker(b"".join(packer.buffers), views=views)
    result = unpacker.value(node, graph=graph)
    assert unpacker.at == len(unpacker.body)
    assert sum(byte_size(n) for n in tensors(node)) == packer.size == len(unpacker.body)
    return result


SHAPE = st.lists(st.integers(0, 4), max_size=4).map(tuple)


@given(shape=SHAPE, dtype=DTYPE, seed=st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_tensor_of_any_dtype_and_shape_crosses_bit_by_bit(
    shape: tuple[int, ...], dtype: torch.dtype, seed: int
) -> None:
    value = filled(shape, dtype, seed)
    result = crossed(value)

    assert (result.shape, result.dtype, raw(result)) == (value.shape, value.dtype, raw(value))
    assert type(result) is torch.Tensor


def cut(whole: torch.Tensor, draw: st.DataObject) -> torch.Tensor:
    """Return a view of the tensor: sliced with a step, transposed, expanded or narrowed."""
    kind = draw.draw(st.sampled_from(["step", "transpose", "expand", "offset", "element", "diagonal"]))
    match kind:
        case "step":
            return whole[:: draw.draw(st.integers(1, 3)), 1 :: draw.draw(st.integers(1, 3))]
        case "transpose":
            return whole.T
        case "expand":
            return whole[:1].expand(3, -1)
        case "offset":
            return whole[draw.draw(st.integers(0, 4)) :, :2]
        case "element":
            return whole[-1, -1]
        case _:
            return whole.diagonal()


@given(draw=st.data(), dtype=DTYPE, seed=st.integers(0, 2**32 - 1), views=st.booleans())
@settings(deadline=None)
def test_a_view_crosses_with_its_numbers_and_where_asked_with_its_strides(
    draw: st.DataObject, dtype: torch.dtype, seed: int, views: bool
) -> None:
    value = cut(filled((5, 4), dtype, seed), draw)
    result = crossed(value, views=views)

    assert (result.shape, result.dtype, raw(result)) == (value.shape, value.dtype, raw(value))
    if views:
        assert result.is_contiguous() == value.is_contiguous()
        if not value.is_contiguous():
            assert result.stride() == value.stride()
    else:
        assert result.is_contiguous()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bool, torch.bfloat16])
def test_a_single_element_crosses_whatever_its_stride(dtype: torch.dtype) -> None:
    whole = filled((3, 5), dtype, 7)
    for value in (whole[:1].diagonal(), whole[:1, 2], whole[1:2, 3:], whole.T[:1, 0]):
        assert raw(crossed(value)) == raw(value.clone())
        assert raw(crossed(value, views=True)) == raw(value.clone())


@given(shape=SHAPE, dtype=FLOATS, seed=st.integers(0, 999), has_grad=st.booleans(), transposed=st.booleans())
@settings(deadline=None)
def test_a_leaf_crosses_with_its_gradient(
    shape: tuple[int, ...], dtype: torch.dtype, seed: int, has_grad: bool, transposed: bool
) -> None:
    value = filled(shape, dtype, seed)
    value = value.T if transposed and value.ndim == 2 else value
    value.requires_grad_()
    if has_grad:
        value.grad = filled(tuple(value.shape), dtype, seed + 1)
    result = crossed(value, views=True, graph=True)

    assert result.requires_grad
    assert result.is_leaf
    assert not result._is_view()
    assert raw(result) == raw(value)
    assert (result.grad is None) == (not has_grad)
    if value.grad is not None:
        assert raw(result.grad.detach_()) == raw(value.grad)


def test_a_judge_rebuilds_a_plain_tensor_whatever_is_claimed() -> None:
    value = torch.nn.Parameter(torch.ones(2, 2))
    value.grad = torch.zeros(2, 2)
    packer = Packer()
    node = packer.node(value)
    unpacker = Unpacker(b"".join(packer.buffers))
    result = unpacker.value(node)
    (state,) = unpacker.states

    assert isinstance(node, TensorNode)
    assert (node.type, node.requires_grad, node.leaf) == ("Parameter", True, True)
    assert (type(result), result.requires_grad, result.grad) == (torch.Tensor, False, None)
    assert (state.data is result, state.requires_grad, state.leaf) == (True, True, True)
    assert raw(state.grad) == raw(value.grad)


def test_a_result_of_the_graph_is_claimed_to_be_no_leaf() -> None:
    node = Packer().node(torch.ones(2, requires_grad=True) * 2)

    assert isinstance(node, TensorNode)
    assert (node.requires_grad, node.leaf, node.grad) == (True, False, None)


TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(value=TREES)
@settings(deadline=None)
def test_a_tree_of_plain_values_crosses(value: Any) -> None:
    result = crossed(value)

    assert result == value
    assert type(result) is type(value)


def test_tensors_in_a_tree_keep_their_places() -> None:
    value = {"a": [torch.tensor([1.0]), (torch.tensor([2]), 3)], "b": torch.tensor(True)}
    result = crossed(value)

    assert result["a"][0].item() == 1.0
    assert result["a"][1][0].item() == 2
    assert result["a"][1][1] == 3
    assert result["b"].item() is True


def test_a_named_tuple_arrives_as_a_tuple() -> None:
    batch = namedtuple("batch", "X y")

    assert crossed(batch(1, 2)) == (1, 2)
    assert type(crossed(batch(1, 2))) is tuple


def test_a_generator_is_sent_as_its_items_and_arrives_as_a_generator() -> None:
    result = crossed(Generator([1, torch.tensor(2)]))

    assert iter(result) is result
    assert list(result) == [1, torch.tensor(2)]


def test_a_reference_to_data_is_looked_up_where_the_data_is() -> None:
    assert Packer().node(DataRef("images")) == DataRef("images")
    assert Unpacker(b"", data={"images": 5}.__getitem__).value(DataRef("images")) == 5


class Thing:
    """Object that cannot be sent."""


def endless() -> list[Any]:
    x: list[Any] = []
    x.append(x)
    return x


OPAQUE = {
    "an object": Thing(),
    "a function": endless,
    "a class": Thing,
    "a set": {1},
    "bytes": b"x",
    "a complex number": 1j,
    "a dict with other keys": {1: 2},
    "a long list": [0] * (MAX_ITEMS + 1),
    "a long dict": {str(i): i for i in range(MAX_ITEMS + 1)},
    "a subclass of int": np.int64(3),
    "a numpy array": np.zeros((2, 3)),
    "a big integer": 2**63,
    "a sparse tensor": torch.eye(2).to_sparse(),
    "a meta tensor": torch.empty(2, device="meta"),
    "a quantised tensor": torch.empty(2, dtype=torch.float8_e4m3fn),
}


@pytest.mark.parametrize("case", OPAQUE)
def test_what_does_not_cross_comes_as_its_type(case: str) -> None:
    value = OPAQUE[case]
    packer = Packer()
    node = packer.node(value)

    assert isinstance(node, Opaque)
    assert node.type == type(value).__name__
    assert packer.size == 0


def test_what_can_be_said_of_an_opaque_value_is_said() -> None:
    assert Packer().node(np.zeros((2, 3))) == Opaque("ndarray", "shape (2, 3), float64")
    assert Packer().node(np.float32(2.5)) == Opaque("float32", "shape (), float32", 2.5)
    assert Packer().node(2**70) == Opaque("int", "71 bits")


def test_a_value_that_holds_itself_ends_at_the_greatest_depth() -> None:
    node = Packer().node(endless())
    depth = 0
    while isinstance(node, Items):
        node, depth = node.items[0], depth + 1

    assert depth == MAX_DEPTH
    assert node == Opaque("list", "")


def test_a_long_string_is_cut_and_surrogates_are_escaped() -> None:
    node = Packer().node("\ud800" + "x" * 10_000)

    assert isinstance(node, Scalar)
    assert node.value == "\\ud800" + "x" * (MAX_STRING - 6)


class Liar(torch.Tensor):
    """Tensor that answers every question about itself with a lie."""

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return True


def test_a_subclass_is_not_asked_about_itself() -> None:
    packer = Packer()
    node = packer.node(torch.tensor([[1.0, 2.0]]).as_subclass(Liar))
    result = Unpacker(b"".join(packer.buffers)).value(node)

    assert isinstance(node, TensorNode)
    assert node.type == "Liar"
    assert type(result) is torch.Tensor
    assert result.tolist() == [[1.0, 2.0]]


def test_a_value_over_the_limit_is_refused_before_it_is_copied() -> None:
    huge = torch.zeros(1).expand(2**40)
    with pytest.raises(ValueTooLargeError) as caught:
        Packer(1 << 20).node([torch.ones(2), huge])

    assert caught.value.size == 2**42 + 8


def test_a_value_at_the_limit_is_sent() -> None:
    packer = Packer(16)
    packer.node([torch.ones(2), torch.ones(2)])

    assert packer.size == 16
    with pytest.raises(ValueTooLargeError):
        packer.node(torch.ones(1))


def test_the_tensors_of_a_deep_tree_are_not_counted() -> None:
    with pytest.raises(ProtocolError, match="deep"):
        list(tensors(nested(400, node())))


def test_the_list_of_an_iteration_may_hold_values_of_the_greatest_depth() -> None:
    packer = Packer()
    value: Any = torch.ones(1)
    for _ in range(MAX_DEPTH):
        value = [value]
    items = Items("list", [packer.node(value)])

    assert len(list(tensors(items))) == 1
    assert Unpacker(b"".join(packer.buffers)).value(items)


@given(shape=SHAPE, dtype=DTYPE, seed=st.integers(0, 2**32 - 1), graph=st.booleans(), views=st.booleans())
@settings(deadline=None)
def test_a_dense_tensor_is_packed_as_every_other_is(
    shape: tuple[int, ...], dtype: torch.dtype, seed: int, graph: bool, views: bool
) -> None:
    value = filled(shape, dtype, seed)
    if graph and dtype.is_floating_point:
        value = value.requires_grad_() * 1
    quick, slow = Packer(views=views), Packer(views=views)
    slow._dense = lambda value: None  # type: ignore[method-assign]

    assert quick.node(value) == slow.node(value)
    assert (quick.buffers, quick.size, quick._text_left) == (slow.buffers, slow.size, slow._text_left)
