"""What ``torchgrade.checking.pictured`` promises: any value becomes a picture within its limits, and none raises."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.checking.data import MOST_BYTES
from torchgrade.checking.pictured import cloud, gallery, matrix, recovered
from torchgrade.model.attachments import Line, Parameter
from torchgrade.model.results import Attachment
from torchgrade.protocol.messages import Opaque

DTYPES = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.uint8, torch.int64, torch.bool, torch.complex64]  # fmt: skip
HOSTILE = [0.0, 1.0, -1.0, math.nan, math.inf, -math.inf, 3e38, 1e-38]


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """Tensors of any shape and dtype, with numbers that are not finite where the dtype has them."""
    dtype = draw(st.sampled_from(DTYPES))
    shape = draw(st.lists(st.sampled_from([0, 1, 2, 3, 13, 28]), max_size=4).filter(lambda s: math.prod(s) < 20_000))
    numbers = draw(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5))
    whole = dtype in (torch.uint8, torch.int64, torch.bool)
    count = math.prod(shape)
    values = [int(n) if whole and math.isfinite(n) and abs(n) < 2 else 0 if whole else n for n in numbers]
    flat = (values * (count // len(values) + 1))[:count]
    return torch.tensor(flat, dtype=torch.complex64 if dtype.is_complex else torch.float64).to(dtype).reshape(shape)


VALUES = (
    tensors()
    | st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.just(-(10**400))
    | st.floats()
    | st.text(max_size=5)
    | st.builds(Opaque, type=st.text(max_size=5), text=st.text(max_size=5))
    | st.lists(st.floats() | st.integers() | st.text(max_size=3) | tensors(), max_size=4)
)
TEXTS = st.lists(st.text(max_size=300) | st.integers() | st.floats() | st.none() | st.just(10**5000), max_size=30)


def size_of(picture: Attachment) -> int:
    text = msgspec.json.encode(picture)
    assert msgspec.json.decode(text, type=Attachment) == picture  # type: ignore[arg-type]
    return len(text)


@given(cells=VALUES, wanted=VALUES, rows=TEXTS, columns=TEXTS, signed=st.booleans())
@settings(deadline=None)
def test_any_value_is_a_matrix_of_at_most_12_by_12(
    cells: Any, wanted: Any, rows: list[Any], columns: list[Any], signed: bool
) -> None:
    found = matrix("matrix.a", cells, rows=rows, columns=columns, signed=signed, wanted=wanted)

    assert len(found.cells) <= 12
    assert all(0 < len(row) <= 12 for row in found.cells)
    assert not found.wanted or [*map(len, found.wanted)] == [*map(len, found.cells)]
    assert len(found.rows) <= 12
    assert len(found.columns) <= 12
    assert size_of(found) <= MOST_BYTES / 2


@given(points=VALUES, slope=VALUES, intercept=VALUES)
@settings(deadline=None)
def test_any_value_is_a_cloud_of_finite_points(points: Any, slope: Any, intercept: Any) -> None:
    found = cloud("cloud.a", points, {"fitted": (slope, intercept), "true": (2.0, 4.2)})

    assert all(math.isfinite(x) and math.isfinite(y) for x, y in found.points)
    assert len(found.points) <= min(found.total, 200)
    assert found.lines[-1] == Line(name="true", slope=2.0, intercept=4.2)
    assert size_of(found) <= MOST_BYTES / 4


@given(names=TEXTS, true=VALUES, got=VALUES)
@settings(deadline=None)
def test_any_values_are_parameters(names: list[Any], true: Any, got: Any) -> None:
    found = recovered("recovered.a", names, true, got)

    assert len(found.parameters) == min(len(names), 20)
    assert size_of(found) <= MOST_BYTES / 4


@given(pixels=VALUES, titles=TEXTS, wanted=TEXTS)
@settings(deadline=None)
def test_any_values_are_a_gallery(pixels: Any, titles: list[Any], wanted: list[Any]) -> None:
    found = gallery("gallery.a", pixels, titles, wanted)

    assert all(len(item.pixels) == 784 for item in found.items)
    assert size_of(found) <= MOST_BYTES


def test_a_large_matrix_is_cut_and_keeps_its_shape() -> None:
    found = matrix("matrix.a", torch.arange(600.0).reshape(20, 30), wanted=torch.zeros(20, 30))

    assert found.shape == [20, 30]
    assert found.cells[1][:2] == [30.0, 31.0]
    assert [len(found.cells), len(found.cells[0]), len(found.wanted), len(found.wanted[0])] == [12] * 4


def test_numbers_have_six_digits_and_those_that_are_not_finite_are_words() -> None:
    found = matrix("matrix.a", torch.tensor([[1 / 3, math.nan], [math.inf, -math.inf]]))

    assert found.cells == [[0.333333, "nan"], ["inf", "-inf"]]


def test_expected_cells_of_another_shape_are_left_out() -> None:
    assert matrix("matrix.a", torch.ones(2, 3), wanted=torch.ones(3, 2)).wanted == []


def test_heads_are_names_or_numbers_on_one_line() -> None:
    found = matrix("matrix.a", torch.ones(3, 1), rows=["ankle\nboot", 7, 0.123456], columns=["\u202eevil"])

    assert found.rows == ["ankle boot", "7", "0.1235"]
    assert found.columns == ["\\u202eevil"]


def test_of_many_points_200_are_chosen_from_the_first_to_the_end() -> None:
    points = torch.stack([torch.arange(1000.0), torch.zeros(1000)], dim=1)  # (1000, 2)
    found = cloud("cloud.a", points, {})

    assert found.total == 1000
    assert [found.points[0][0], found.points[1][0], found.points[-1][0], len(found.points)] == [0, 5, 995, 200]


def test_points_that_are_not_finite_and_lines_without_numbers_are_left_out() -> None:
    points = torch.tensor([[0.0, 1.0], [math.nan, 1.0], [1.0, math.inf]])
    found = cloud("cloud.a", points, {"fitted": (None, 1.0), "true": (torch.tensor([2.0]), math.nan)})

    assert (found.points, found.total) == ([(0.0, 1.0)], 3)
    assert found.lines == [Line(name="true", slope=2.0, intercept="nan")]


@pytest.mark.parametrize("true", [[2.0, -3.4, 4.2], torch.tensor([[2.0], [-3.4], [4.2]])])
def test_parameters_come_as_lists_or_as_tensors_and_a_missing_one_is_empty(true: Any) -> None:
    found = recovered("recovered.a", ["w1", "w2", "b"], true, [1.9, 10**400])

    assert found.parameters == [
        Parameter(name="w1", true=2.0, got=1.9),
        Parameter(name="w2", true=-3.4, got="inf"),
        Parameter(name="b", true=4.2, got=None),
    ]


@pytest.mark.parametrize(
    ("make", "shades"),
    [
        (lambda: torch.tensor([0, 255], dtype=torch.uint8), (0, 255)),
        (lambda: torch.tensor([0.5, math.nan]), (128, 0)),
        (lambda: torch.tensor([-3, 300]), (0, 255)),
        (lambda: torch.tensor([False, True]), (0, 255)),
        (lambda: torch.tensor([math.inf, -math.inf], dtype=torch.float16), (255, 0)),
    ],
)
def test_pixels_are_shades_of_their_dtype(make: Callable[[], torch.Tensor], shades: tuple[int, int]) -> None:
    pixels = make().repeat(392).reshape(1, 28, 28)
    (item,) = gallery("gallery.a", pixels, ["bag"]).items

    assert tuple(item.pixels[:2]) == shades


def test_each_image_has_its_title_and_its_expected_title() -> None:
    pixels = torch.zeros(30, 28, 28, dtype=torch.uint8)
    found = gallery("gallery.a", pixels, ["bag\nbag", 3, "\x1b[31m" + "x" * 300], ["bag\nbag", "coat"])

    assert len(found.items) == 20
    assert [(item.title, item.wanted) for item in found.items[:2]] == [("bag\nbag", "bag\nbag"), ("", "coat")]
    assert found.items[2].title.startswith("\\x1b[31mxxx")
    assert len(found.items[2].title) < 120
    assert (found.items[19].title, found.items[19].wanted) == ("", "")
