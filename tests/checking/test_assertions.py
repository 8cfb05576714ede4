"""Comparisons say what differs, where and by how much; NaN equals nothing and shapes never broadcast."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.words import shown, shown_all
from torchgrade.checking.assertions import (
    TOLERANCES,
    assert_close,
    assert_form,
    assert_precise,
    assert_tensor,
    assert_unchanged,
    compare,
    float32_decides,
    is_close,
)
from torchgrade.checking.failures import CheckFailedError
from torchgrade.protocol.messages import Opaque

NAN, INF = math.nan, math.inf
NUMBER = st.floats(-1e6, 1e6) | st.sampled_from([NAN, INF, -INF, 0.0, -0.0])


def failure(function: Any, *arguments: Any, **named: Any) -> CheckFailedError:
    with pytest.raises(CheckFailedError) as caught:
        function(*arguments, **named)
    return caught.value


def mismatched(got: float, want: float, rtol: float = 1e-5, atol: float = 1e-5) -> bool:
    a, b = (torch.tensor(x, dtype=torch.float64) for x in (got, want))
    found = bool(compare(a, b, rtol, atol).mismatched)
    assert is_close(a, b, rtol, atol) is not found
    return found


@given(x=NUMBER, y=NUMBER, rtol=st.sampled_from([0.0, 1e-9, 1e-2]), atol=st.sampled_from([0.0, 1e-12, 1e-3]))
@settings(deadline=None)
def test_two_numbers_match_as_the_definition_says(x: float, y: float, rtol: float, atol: float) -> None:
    if math.isnan(x) or math.isnan(y):
        right = False
    elif math.isinf(x) or math.isinf(y):
        right = x == y
    else:
        right = abs(x - y) <= atol + rtol * abs(y)

    assert mismatched(x, y, rtol, atol) is not right


@pytest.mark.parametrize("got", [NAN, INF, 1.0])
def test_nothing_equals_nan(got: float) -> None:
    assert mismatched(got, NAN)
    assert mismatched(NAN, got)


@pytest.mark.parametrize("rtol", [0.0, 1e-5])
def test_an_infinity_equals_itself_and_nothing_else(rtol: float) -> None:
    assert not mismatched(INF, INF, rtol)
    assert not mismatched(-INF, -INF, rtol)
    assert all(mismatched(got, INF, rtol) for got in (5.0, 1e308, -INF, NAN))
    assert all(mismatched(INF, want, rtol) for want in (5.0, 1e308, -INF))


@given(numbers=st.lists(NUMBER, min_size=1, max_size=12), rows=st.integers(1, 4))
@settings(deadline=None)
def test_a_tensor_without_nan_matches_itself(numbers: list[float], rows: int) -> None:
    assume(not any(map(math.isnan, numbers)))
    X = torch.tensor(numbers * rows, dtype=torch.float64).reshape(rows, -1)

    assert compare(X, X.clone(), 0.0, 0.0).mismatched == 0


@given(
    shape=st.lists(st.integers(1, 4), max_size=3).map(tuple),
    at=st.integers(0, 10**6),
    wrong=st.sampled_from([NAN, INF, 100.0, -100.0]),
)
@settings(deadline=None)
def test_the_worst_element_is_found_where_it_is(shape: tuple[int, ...], at: int, wrong: float) -> None:
    want = torch.zeros(shape, dtype=torch.float64)
    got = want + 1.0
    flat = at % want.numel()
    got.view(-1)[flat] = wrong
    found = compare(got, want, 1e-5, 1e-5)

    assert found.mismatched == found.elements == want.numel()
    assert found.worst_index == [int(i) for i in torch.unravel_index(torch.tensor(flat), shape)]
    assert str(found.worst_got) == str(wrong)
    assert found.worst_expected == 0.0


def test_the_worst_is_the_greatest_excess_over_the_tolerance() -> None:
    """A large number may differ more than a small one."""
    found = compare(torch.tensor([1000.5, 0.4]), torch.tensor([1000.0, 0.0]), 1e-3, 0.0)

    assert (found.mismatched, found.worst_index) == (1, [1])


def test_what_was_expected_to_be_infinite_and_is_not_is_the_worst() -> None:
    found = compare(torch.tensor([5.0, 9.0]), torch.tensor([-INF, 1.0]), 1e-3, 0.0)

    assert (found.mismatched, found.worst_index, found.worst_expected) == (2, [0], "-inf")


def test_two_empty_tensors_match() -> None:
    assert compare(torch.empty(0, 3), torch.empty(0, 3), 0.0, 0.0).mismatched == 0
    assert_close(torch.empty(3, 0), torch.empty(0))


def test_numbers_are_compared_in_order_whatever_the_shape_around_them() -> None:
    want = torch.arange(6.0)
    assert_close(want.reshape(2, 3), want)
    assert_close(want.reshape(6, 1), want.reshape(1, 6))
    assert_close(torch.tensor([[7.0]]), torch.tensor(7.0))

    assert failure(assert_close, want.reshape(2, 3).T, want.reshape(2, 3)).message_id == "value.differs"


@pytest.mark.parametrize("shape", [(1,), (3, 1), (1, 4), (3,), (0,)])
def test_what_would_broadcast_is_not_equal(shape: tuple[int, ...]) -> None:
    failed = failure(assert_close, torch.ones(shape), torch.ones(3, 4))

    assert failed.message_id == "shape.elements"
    assert shown_all(failed.values) == {"what": "result", "expected_shape": [3, 4], "got_shape": list(shape)}


ORDER = [torch.bfloat16, torch.float16, torch.float32, torch.float64]


@pytest.mark.parametrize("got", ORDER)
@pytest.mark.parametrize("want", ORDER)
def test_the_tolerance_is_that_of_the_less_precise_dtype(got: torch.dtype, want: torch.dtype) -> None:
    rtol, atol = TOLERANCES[min(got, want, key=ORDER.index)]
    failed = failure(assert_close, torch.full((2,), 8.0, dtype=got), torch.zeros(2, dtype=want))

    assert failed.comparison is not None
    assert (failed.comparison.rtol, failed.comparison.atol) == (rtol, atol)


def test_a_table_of_tolerances_gives_way_to_the_default_where_it_has_none() -> None:
    table = {torch.float32: (0.0, 0.5)}
    assert_close(torch.tensor([1.4]), torch.tensor([1.0]), table)

    failed = failure(assert_close, torch.tensor([1.4]).double(), torch.tensor([1.0]).double(), table)
    assert failed.comparison is not None
    assert (failed.comparison.rtol, failed.comparison.atol) == TOLERANCES[torch.float64]


@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.int8, torch.uint8, torch.bool])
def test_integers_and_truth_values_are_compared_as_numbers(dtype: torch.dtype) -> None:
    assert_close(torch.tensor([0, 1]).to(dtype), torch.tensor([0.0, 1.0]))

    failed = failure(assert_close, torch.tensor([1, 1]).to(dtype), torch.tensor([0.0, 1.0]).double())
    assert failed.message_id == "value.differs"
    assert failed.comparison is not None
    assert (failed.comparison.rtol, failed.comparison.atol) == TOLERANCES[torch.float64]
    assert failed.values["index"] == [0]


def test_a_wrong_scalar_is_named_without_an_index() -> None:
    assert failure(assert_close, torch.tensor(2.0), torch.tensor(1.0)).message_id == "value.differs_alone"

    third = torch.tensor(1 / 3, dtype=torch.float64)
    assert failure(assert_precise, third.float().double(), third).message_id == "value.rounded_alone"


@pytest.mark.parametrize(
    ("got", "want", "message_id"),
    [
        (NAN, 1.0, "value.nan"),
        (INF, 1.0, "value.infinite"),
        (-INF, 1.0, "value.infinite"),
        (2.0, 1.0, "value.differs"),
        (2.0, INF, "value.differs"),
        (-INF, INF, "value.differs"),
        (NAN, INF, "value.nan"),
    ],
)
def test_the_kind_of_difference_is_named(got: float, want: float, message_id: str) -> None:
    failed = failure(assert_close, torch.tensor([0.0, got]), torch.tensor([0.0, want]))

    assert failed.message_id == message_id
    assert (failed.values["mismatched"], failed.values["elements"], failed.values["index"]) == (1, 2, [1])


def test_a_failed_comparison_shows_both_sides() -> None:
    failed = failure(assert_close, torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), what="what.gradient")

    assert failed.got is not None
    assert failed.expected is not None
    assert (failed.got.dtype, failed.got.cells) == ("float32", [["1", "2"]])
    assert (failed.expected.dtype, failed.expected.cells) == ("float32", [["1", "3"]])
    assert shown(failed.values["what"]) == "gradient"


NOT_TENSORS = {
    "nothing": (None, "value.none"),
    "a number": (1.0, "value.not_tensor"),
    "a list": ([torch.ones(1)], "value.not_tensor"),
    "a dict": ({"a": 1}, "value.not_tensor"),
    "a string": ("x", "value.not_tensor"),
    "an opaque value": (Opaque("ndarray", "shape (2,), float64"), "value.not_tensor"),
    "complex numbers": (torch.ones(1, dtype=torch.complex64), "value.complex"),
}


@pytest.mark.parametrize("case", NOT_TENSORS)
def test_what_is_no_tensor_of_real_numbers_is_named(case: str) -> None:
    got, message_id = NOT_TENSORS[case]
    for function in (
        assert_tensor,
        lambda value: assert_close(value, torch.ones(1)),
        lambda value: assert_form(value, [1]),
    ):
        assert failure(function, got).message_id == message_id


def test_the_type_of_an_opaque_value_is_shown_safely() -> None:
    failed = failure(assert_tensor, Opaque("\x1b[31mndarray"))

    assert failed.values["type"] == "\\x1b[31mndarray"


def test_form_is_shape_first_and_then_dtype() -> None:
    X = torch.ones(2, 3)
    assert_form(X, (2, 3))
    assert_form(X, X.shape, torch.float32)

    assert failure(assert_form, X, [3, 2], torch.float64).message_id == "shape.differs"
    assert failure(assert_form, X, [6]).values["got_shape"] == [2, 3]
    assert shown_all(failure(assert_form, X, [2, 3], torch.float64).values) == {
        "what": "result",
        "want": "float64",
        "got_dtype": "float32",
    }


def test_an_argument_is_unchanged_where_every_element_is_the_same() -> None:
    X = torch.tensor([NAN, INF, -0.0, 1.0])
    n = torch.tensor([2**53 + 1])
    assert_unchanged([X, n, torch.empty(0)], [X.clone(), n.clone(), torch.empty(0)], ["X", "n", "e"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0000002])),
        (torch.tensor([NAN]), torch.tensor([1.0])),
        (torch.tensor([1.0]), torch.tensor([NAN])),
        (torch.tensor([2**53]), torch.tensor([2**53 + 1])),
        (torch.tensor([True]), torch.tensor([False])),
    ],
)
def test_an_argument_that_differs_at_all_was_changed(old: torch.Tensor, new: torch.Tensor) -> None:
    failed = failure(assert_unchanged, [torch.ones(1), old], [torch.ones(1), new], ["W", "X"])

    assert (failed.message_id, failed.values) == ("argument.changed", {"name": "X"})


@pytest.mark.parametrize(
    "new", [torch.ones(1, 2), torch.ones(2).double(), torch.ones(3), None, [1.0, 1.0], Opaque("Tensor")]
)
def test_an_argument_of_another_form_was_changed_in_form(new: Any) -> None:
    assert failure(assert_unchanged, [torch.ones(2)], [new], ["X"]).message_id == "argument.changed_form"


def test_a_float64_result_is_precise_whatever_its_shape() -> None:
    want = torch.tensor([0.1, 1 / 3], dtype=torch.float64)

    assert_precise(want.reshape(2, 1), want)


def test_a_result_that_went_through_float32_is_told_from_a_wrong_one() -> None:
    want = torch.tensor([0.1, 1 / 3], dtype=torch.float64)
    rounded = failure(assert_precise, want.float().double(), want)

    assert rounded.message_id == "value.rounded"
    assert rounded.values["expected_value"] != rounded.values["got_value"]
    assert failure(assert_precise, want + 0.01, want).message_id == "value.differs"
    assert failure(assert_precise, want[:1], want).message_id == "shape.elements"
    assert failure(assert_precise, want.float(), want).message_id == "dtype.differs"


@pytest.mark.parametrize(
    ("message_id", "dtype", "passes"),
    [
        ("raised.exception", torch.float64, True),
        ("raised.outside", torch.float64, True),
        ("raised.exception", torch.float32, False),
        ("value.differs", torch.float64, False),
        ("limit.cpu", torch.float64, False),
    ],
)
def test_only_an_exception_in_float64_is_left_to_float32(message_id: str, dtype: torch.dtype, passes: bool) -> None:
    def fails() -> None:
        with float32_decides(dtype):
            raise CheckFailedError(message_id)

    if passes:
        fails()
    else:
        assert failure(fails).message_id == message_id


CLOSE = st.floats(1e-12, 1e-4)


@given(
    numbers=st.lists(st.floats(-100, 100), min_size=1, max_size=12),
    by=CLOSE,
    shape=st.sampled_from([(-1,), (-1, 1), (1, -1)]),
)
@settings(deadline=None)
def test_numbers_that_count_as_different_never_look_alike_side_by_side(
    numbers: list[float], by: float, shape: tuple[int, ...]
) -> None:
    want = torch.tensor(numbers, dtype=torch.float64)
    got = want + by
    assume(bool((got != want).all()))

    failed = failure(assert_close, got.reshape(shape), want, (0.0, 0.0))
    sides = [[text for row in side.cells for text in row] for side in (failed.expected, failed.got) if side is not None]

    assert len(sides) == 2
    # Eight of one row, and eight of one column, are the same ones where the worst is among the first.
    if len(numbers) <= 8:
        assert all(ours != theirs for ours, theirs in zip(*sides, strict=True))
    assert all("e" in text or len(text.lstrip("-").replace(".", "").lstrip("0")) <= 17 for text in sides[0])


def test_numbers_within_the_tolerance_keep_four_digits() -> None:
    want = torch.tensor([1 / 3, 0.6437312], dtype=torch.float64)
    failed = failure(assert_close, want + torch.tensor([1e-13, 1e-7]), want, (0.0, 1e-9))

    assert failed.expected is not None
    assert failed.got is not None
    assert (failed.expected.cells, failed.got.cells) == ([["0.3333", "0.6437312"]], [["0.3333", "0.6437313"]])


def test_an_argument_that_was_changed_by_a_little_does_not_look_as_before() -> None:
    old = torch.ones(12, 12)
    new = old.clone()
    new[11, 11] += 1e-6
    failed = failure(assert_unchanged, [old], [new], ["X"])

    assert failed.expected is not None
    assert failed.got is not None
    assert failed.expected.cells != failed.got.cells
