"""Geometry of clouds: points of a plane with straight lines, cut at the edges of the drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence

from torchgrade.model.attachments import Cloud
from torchgrade.model.numbers import shown
from torchgrade.reports.axes import Axis, drawable, linear
from torchgrade.reports.charts import BOTTOM, LEFT, RIGHT, TOP, caption, ticks
from torchgrade.reports.picture_records import CloudView, LineView, Place
from torchgrade.reports.sentences import Sentences

_MOST_POINTS = 200
_MOST_LINES = 4
_MOST_ROWS = 20
"""Points in the table, because a reader learns more from the numbers of the lines."""
_REACH = 3
"""Heights of the points by which a line may lengthen the vertical axis; a steeper line leaves the drawing."""


def cloud_view(cloud: Cloud, sentences: Sentences, picture_id: str) -> CloudView:
    """Draw points and lines. The points decide the axes; lines that are not far away lengthen the vertical axis."""
    points = [(x, y) for x, y in cloud.points[:_MOST_POINTS] if drawable(x) and drawable(y)]
    numbers = [(float(line.slope), float(line.intercept)) for line in cloud.lines[:_MOST_LINES]]
    names = [caption(sentences, f"{cloud.name}_{line.name}", line.name) for line in cloud.lines[:_MOST_LINES]]
    xs = ys = None
    if points:
        xs = linear([x for x, _ in points], LEFT, RIGHT)
        ys = linear(_heights(points, numbers, xs), BOTTOM, TOP)
    lines = [
        LineView(
            words=name,
            ends=_ends(slope, intercept, xs, ys) if xs and ys else None,
            slope=shown(slope),
            intercept=shown(intercept),
        )
        for name, (slope, intercept) in zip(names, numbers, strict=True)
    ]
    shown_rows = points[:_MOST_ROWS]
    return CloudView(
        id=picture_id,
        title=caption(sentences, cloud.name, cloud.name),
        description=_describe(cloud, points, lines, sentences),
        x_label=caption(sentences, f"{cloud.name}_x", "x"),
        y_label=caption(sentences, f"{cloud.name}_y", "y"),
        x_ticks=ticks(xs),
        y_ticks=ticks(ys),
        dots="".join(f"M{xs.place(x):g} {ys.place(y):g}h0" for x, y in points) if xs and ys else "",
        lines=lines,
        rows=[(shown(x), shown(y)) for x, y in shown_rows],
        remark=sentences.say("cloud.rows", shown=len(shown_rows), n=cloud.total)
        if len(shown_rows) < cloud.total
        else "",
    )


def _heights(points: Sequence[Place], lines: Sequence[Place], xs: Axis) -> list[float]:
    """Return the numbers that the vertical axis encloses: those of the points, and of the lines that are near."""
    heights = [y for _, y in points]
    low, high = min(heights), max(heights)
    reach = _REACH * (high / 2 - low / 2 or abs(high) or 1.0) * 2
    ends = [slope * x + intercept for slope, intercept in lines for x in (xs.low, xs.high)]
    return [*heights, *(y for y in ends if drawable(y) and low - reach <= y <= high + reach)]


def _ends(slope: float, intercept: float, xs: Axis, ys: Axis) -> tuple[Place, Place] | None:
    """Return the ends of the part of a line that is inside the axes."""
    if not math.isfinite(slope) or not math.isfinite(intercept):
        return None
    start, end = xs.low, xs.high
    if slope:
        # Cut at the two heights. Order them, because the line may fall.
        first, last = sorted(((ys.low - intercept) / slope, (ys.high - intercept) / slope))
        start, end = max(start, first), min(end, last)
    elif not ys.low <= intercept <= ys.high:
        return None
    if not start <= end:
        return None
    heights = (min(ys.high, max(ys.low, slope * x + intercept)) for x in (start, end))
    (y0, y1) = heights
    return (xs.place(start), ys.place(y0)), (xs.place(end), ys.place(y1))


def _describe(cloud: Cloud, points: Sequence[Place], lines: Sequence[LineView], sentences: Sentences) -> str:
    said = [sentences.count("cloud.points", len(points)) if points else sentences.say("cloud.empty")]
    if cloud.total > _MOST_POINTS:
        said = [sentences.say("cloud.chosen", shown=len(points), n=cloud.total)]
    broken = min(cloud.total, _MOST_POINTS) - len(points)
    if broken:
        said.append(sentences.count("cloud.broken", broken))
    for line in lines:
        said.append(sentences.say("cloud.line", line=line.words, slope=line.slope, intercept=line.intercept))
        if points and line.ends is None:
            said.append(sentences.say("cloud.outside", line=line.words))
    return sentences.joined(said, "sentence")
