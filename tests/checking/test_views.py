"""As much of a value as a page shows: at most 8 x 8 numbers, and no text that could act."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.checking.views import SIDE, number, view
from torchgrade.protocol.messages import DTYPES, Opaque


@given(
    shape=st.lists(st.sampled_from([0, 1, 2, 7, 8, 9, 20]), max_size=4).map(tuple),
    dtype=st.sampled_from([getattr(torch, name) for name in DTYPES]),
)
@settings(deadline=None)
def test_a_view_of_any_tensor_has_at_most_eight_by_eight_cells(shape: tuple[int, ...], dtype: torch.dtype) -> None:
    value = torch.zeros(shape, dtype=dtype)
    shown = view(value)
    shown_cells = sum(map(len, shown.cells))

    assert shown.shape == list(shape)
    assert shown.dtype == str(dtype).removeprefix("torch.")
    assert len(shown.cells) <= SIDE == 8
    assert all(len(row) <= SIDE for row in shown.cells)
    assert shown_cells == value.numel() or (shown.truncated and shown_cells < value.numel())


def test_a_vector_is_one_row_and_more_dimensions_are_flattened() -> None:
    assert view(torch.arange(3)).cells == [["0", "1", "2"]]
    assert view(torch.tensor(2.5)).cells == [["2.5"]]
    assert view(torch.arange(8).reshape(2, 2, 2)).cells == [["0", "1", "2", "3"], ["4", "5", "6", "7"]]


def test_a_view_of_a_tensor_of_the_graph_is_possible() -> None:
    assert view(torch.ones(1, requires_grad=True) * 2).cells == [["2"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.23456, "1.235"), (1e-9, "1e-09"), (math.nan, "nan"), (-math.inf, "-inf"), (True, "True"), (123456, "123456"),
     (1 + 2j, "1+2j"), (complex(0, -math.inf), "0-infj")],
)  # fmt: skip
def test_a_number_has_four_significant_digits(value: complex, text: str) -> None:
    assert number(value) == text


OTHERS = {
    "nothing": (None, "NoneType", "None"),
    "a float": (0.25, "float", "0.25"),
    "a truth value": (True, "bool", "True"),
    "a string": ("a\x1b[0m", "str", "a\\x1b[0m"),
    "an opaque value": (Opaque("ndarray", "shape (2,)\u202e"), "ndarray", "shape (2,)\\u202e"),
    "a numpy scalar": (Opaque("float64", "shape (), float64", 3.0), "float64", "3"),
    "a list": ([torch.ones(2), 1, "x", Opaque("set"), 5], "list", "len = 5: Tensor (2,), 1, str, set, …"),
    "a tuple": ((), "tuple", "len = 0"),
    "a dict": ({"W": torch.ones(2), "a\x1b": 1, "c": {}, "d": (1, 2), "e": None}, "dict",
               "len = 5: W: Tensor (2,), a\\x1b: 1, c: dict, d: (1, 2), …"),
    "an address": ("<object at 0x7f0123456789>", "str", "<object at 0x…>"),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_tensor_is_shown_as_text(case: str) -> None:
    value, kind, text = OTHERS[case]
    shown = view(value)

    assert (shown.type, shown.text, shown.cells) == (kind, text, [])


@given(text=st.text(max_size=2000), kind=st.text(max_size=300))
@settings(deadline=None)
def test_text_is_short_and_cannot_act(text: str, kind: str) -> None:
    for value in (text, Opaque(kind, text), [Opaque(kind, text)], {"a": text}):
        shown: Any = view(value)
        assert len(shown.text) <= 3000
        assert not any(char in shown.text + shown.type for char in "\x1b\u202e\x00\x9b")


@pytest.mark.parametrize(
    ("shape", "around", "first", "corner"),
    [
        ((20, 3), (15, 2), [11, 0], "33"),
        ((20, 3), (19, 2), [12, 0], "36"),
        ((3, 20), (1, 9), [0, 5], "5"),
        ((20,), (12,), [0, 8], "8"),
        ((20, 3), (7, 2), [], "0"),
        ((20, 3), (), [], "0"),
        ((2, 3, 4), (1, 2, 3), [], "0"),
        ((), (), [], "0"),
    ],
)
def test_the_window_holds_the_number_that_is_asked_for(
    shape: tuple[int, ...], around: tuple[int, ...], first: list[int], corner: str
) -> None:
    value = torch.arange(math.prod(shape)).reshape(shape)
    shown = view(value, around)

    assert (shown.first, shown.cells[0][0]) == (first, corner)
    if around and len(shape) < 3:
        assert str(int(value[around])) in {cell for row in shown.cells for cell in row}
