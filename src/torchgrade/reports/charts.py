"""Geometry of the pictures: curves and histograms as numbers that a template writes into SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence

from torchgrade.model.results import Curve, Point
from torchgrade.reports.class_records import Bar, Histogram
from torchgrade.reports.records import LineChart, Tick
from torchgrade.reports.sentences import Sentences

# The drawing is 600 x 300; the axes leave room for labels.
LEFT, RIGHT, TOP, BOTTOM = 60.0, 580.0, 12.0, 250.0
_MOST_POINTS = 200
_BINS = 10

Place = tuple[float, float]
"""x and y."""


def line_chart(curve: Curve, sentences: Sentences, chart_id: str) -> LineChart:
    """Draw a curve. Numbers that are not finite interrupt the line and stand in the table as text."""
    points = [(float(p.x), float(p.y)) for p in _thin(curve.points)]
    finite = [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]
    title = _caption(sentences, curve.name, curve.name)
    x_label = _caption(sentences, f"{curve.name}_x", sentences.say("chart.x"))
    y_label = _caption(sentences, f"{curve.name}_y", sentences.say("chart.y"))
    x_ticks, y_ticks, lines, dots = [], [], [], []
    if finite:
        xs, ys = _ticks([x for x, _ in finite]), _ticks([y for _, y in finite])
        x_ticks = [Tick(at=_place(x, xs, LEFT, RIGHT), label=f"{x:.4g}") for x in xs]
        y_ticks = [Tick(at=_place(y, ys, BOTTOM, TOP), label=f"{y:.4g}") for y in ys]
        dots = [(_place(x, xs, LEFT, RIGHT), _place(y, ys, BOTTOM, TOP)) for x, y in finite]
        lines = _pieces(points, dots)
    return LineChart(
        id=chart_id,
        title=title,
        description=_describe(points, finite, sentences),
        x_label=x_label,
        y_label=y_label,
        lines=lines,
        dots=dots if len(dots) <= 40 or not lines else [],
        x_ticks=x_ticks,
        y_ticks=y_ticks,
        rows=[(f"{x:.4g}", f"{y:.4g}") for x, y in points],
    )


def histogram(shares: Sequence[float], sentences: Sentences) -> Histogram | None:
    """Draw how many submissions reached which share of the points (0 to 1); None for no submission."""
    if not shares:
        return None
    counts = [0] * _BINS
    for share in shares:
        counts[min(_BINS - 1, max(0, int(share * _BINS)))] += 1
    step = (RIGHT - LEFT) / _BINS
    highest = max(counts)
    bars = []
    for number, count in enumerate(counts):
        height = (BOTTOM - TOP - 20) * count / highest
        low, high = number * 100 // _BINS, (number + 1) * 100 // _BINS
        bars.append(
            Bar(
                label=sentences.say("chart.range", low=low, high=high),
                count=count,
                x=round(LEFT + number * step, 1),
                y=round(BOTTOM - height, 1),
                height=round(height, 1),
            )
        )
    fullest = max(bars, key=lambda bar: bar.count)
    return Histogram(
        title=sentences.say("chart.scores"),
        description=sentences.count("chart.scores_described", len(shares), range=fullest.label, most=fullest.count),
        width=round(step - 4, 1),
        bars=bars,
    )


def _caption(sentences: Sentences, entry: str, otherwise: str) -> str:
    return sentences.message(entry, {}, otherwise, limit=100)


def _describe(points: Sequence[Place], finite: Sequence[Place], sentences: Sentences) -> str:
    if not finite:
        return sentences.say("chart.no_finite")
    (x0, y0), (x1, y1) = finite[0], finite[-1]
    text = sentences.say("chart.described", x0=x0, y0=y0, x1=x1, y1=y1)
    broken = len(points) - len(finite)
    return f"{text} {sentences.count('chart.broken', broken)}" if broken else text


def _thin(points: Sequence[Point]) -> list[Point]:
    """Keep at most 200 points, the first and the last among them."""
    if len(points) <= _MOST_POINTS:
        return list(points)
    step = (len(points) - 1) / (_MOST_POINTS - 1)
    return [points[round(i * step)] for i in range(_MOST_POINTS)]


def _ticks(values: Sequence[float]) -> list[float]:
    """Return three to seven round numbers that enclose the values."""
    low, high = min(values), max(values)
    if math.isclose(low, high, rel_tol=1e-6, abs_tol=1e-30):
        margin = abs(low) / 2 or 0.5
        low, high = low - margin, high + margin
    # Halved first: the difference of two finite numbers need not be finite.
    rough = high / 5 - low / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1.0, 2.0, 5.0, 10.0, 20.0) if f * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def _place(value: float, ticks: Sequence[float], start: float, end: float) -> float:
    """Return where a value lies on an axis that runs from the first tick to the last."""
    # Divided first, for the same reason.
    scale = ticks[-1] / 2 - ticks[0] / 2
    return round(start + (end - start) * (value / 2 - ticks[0] / 2) / scale, 1)


def _pieces(points: Sequence[Place], places: Sequence[Place]) -> list[str]:
    """Return the unbroken pieces of a line; a piece of one point is its dot alone.

    ``places`` are those of the finite points, in their order.
    """
    pieces: list[list[str]] = [[]]
    following = iter(places)
    for x, y in points:
        if math.isfinite(x) and math.isfinite(y):
            at, height = next(following)
            pieces[-1].append(f"{at},{height}")
        else:
            pieces.append([])
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
