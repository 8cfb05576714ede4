"""What ``torchgrade.reports.clouds`` promises."""

from __future__ import annotations

import math

import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.checking.pictured import cloud
from torchgrade.model.attachments import Cloud, Line
from torchgrade.reports.charts import BOTTOM, LEFT, RIGHT, TOP
from torchgrade.reports.clouds import cloud_view
from torchgrade.reports.sentences import Sentences

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.floats() | st.sampled_from(["nan", "inf", "-inf"])


def points(slope: float, intercept: float, n: int = 50) -> torch.Tensor:
    x = torch.linspace(-2, 2, n)
    return torch.stack([x, slope * x + intercept], dim=1)


def test_a_line_runs_through_its_points_from_edge_to_edge(sentences: Sentences) -> None:
    view = cloud_view(cloud("cloud.a", points(-3.4, 4.2), {"true": (-3.4, 4.2)}), sentences, "c")
    (line,) = view.lines

    assert line.ends is not None
    (x0, y0), (x1, y1) = line.ends
    assert (x0, x1) == (LEFT, RIGHT)
    assert y0 < y1, "a falling line, because the axis of a drawing points down"
    assert view.dots.startswith(f"M{x0:g} {y0:g}h0")
    assert view.dots.endswith(f"M{x1:g} {y1:g}h0")


def test_a_line_beside_the_points_lengthens_the_axis_and_a_far_one_is_said_to_be_outside(sentences: Sentences) -> None:
    lines = {"near": (-3.4, -4.2), "far": (-3.4, 1e6), "steep": (1e9, 0.0)}
    view = cloud_view(cloud("cloud.a", points(-3.4, 4.2), lines), sentences, "c")
    near, far, steep = view.lines

    assert near.ends is not None
    assert near.ends[0][0] == LEFT
    assert far.ends is None
    assert "far: outside the drawing." in view.description
    assert steep.ends is not None
    assert {steep.ends[0][1], steep.ends[1][1]} == {TOP, BOTTOM}


def test_the_description_has_the_numbers_of_the_lines(sentences: Sentences) -> None:
    view = cloud_view(cloud("cloud.a", points(1, 0, 300), {"fitted": (-3.41, 4.19)}), sentences, "c")

    assert "These are 200 of 300 points." in view.description
    assert "fitted: slope -3.41, intercept 4.19." in view.description
    assert len(view.rows) == 20
    assert view.remark == "The table shows 20 of 300 points."


def test_points_that_are_not_finite_are_counted(sentences: Sentences) -> None:
    view = cloud_view(cloud("cloud.a", torch.tensor([[0.0, 1.0], [math.nan, 2.0]]), {}), sentences, "c")

    assert view.description == "There is 1 point. 1 point is not finite and is left out."


def test_without_points_only_the_numbers_of_the_lines_are_shown(sentences: Sentences) -> None:
    view = cloud_view(cloud("cloud.a", "no tensor", {"true": (2.0, 4.2)}), sentences, "c")

    assert (view.dots, view.x_ticks, view.rows, view.lines[0].ends) == ("", [], [], None)
    assert view.lines[0].slope == "2"
    assert view.description.startswith("There is no point to draw.")


@given(
    chosen=st.lists(st.tuples(FINITE, FINITE), max_size=5),
    lines=st.lists(st.builds(Line, name=st.just("a"), slope=NUMBERS, intercept=NUMBERS), max_size=5),
)
def test_any_record_can_be_drawn_inside_the_axes(
    sentences: Sentences, chosen: list[tuple[float, float]], lines: list[Line]
) -> None:
    view = cloud_view(Cloud(name="cloud.a", points=chosen, total=len(chosen), lines=lines), sentences, "c")

    assert view.dots.count("M") == sum(abs(x) <= 1e300 and abs(y) <= 1e300 for x, y in chosen)
    assert "nan" not in view.dots
    for x, y in (end for line in view.lines for end in line.ends or ()):
        assert LEFT <= x <= RIGHT
        assert TOP <= y <= BOTTOM
