"""Geometry of the pictures: curves and histograms as numbers that a template writes into SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from torchgrade.model.numbers import shown, told_apart
from torchgrade.model.results import Band, BandPoint, Curve, Point
from torchgrade.reports.axes import Axis, drawable, linear, logarithmic, spreads
from torchgrade.reports.class_records import Bar, Histogram
from torchgrade.reports.picture_records import BandView, LineChart, Place, Tick
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import Tally

# The drawing is 600 x 300. The axes leave room for labels.
LEFT, RIGHT, TOP, BOTTOM = 60.0, 580.0, 12.0, 250.0
_MOST_POINTS = 200
_MOST_DOTS = 40
_BINS = 10


def line_chart(curve: Curve, sentences: Sentences, chart_id: str) -> LineChart:
    """Draw a curve, with the band of the reference if it has one.

    Numbers that are not finite interrupt the line, and the table shows them as text. With a band, the vertical axis is
    logarithmic if the numbers suit it, because otherwise the first step would flatten all others.
    """
    points = [(float(p.x), float(p.y)) for p in _thin(curve.points)]
    finite = [(x, y) for x, y in points if drawable(x) and drawable(y)]
    band = curve.band if curve.band and curve.band.points else None
    spread = band.points if band else []
    y_label = caption(sentences, f"{curve.name}_y", sentences.say("chart.y"))
    lines, dots, drawn = [], [], None
    xs = ys = None
    if finite or band:
        heights = [*(y for _, y in finite), *(y for p in spread for y in (p.low, p.high))]
        xs = linear([*(x for x, _ in finite), *(p.x for p in spread)], LEFT, RIGHT)
        scale = logarithmic if band and spreads(heights) else linear
        ys = scale(heights, BOTTOM, TOP)
        dots = [(xs.place(x), ys.place(y)) for x, y in finite]
        lines = _pieces(points, dots)
        drawn = _band(band, xs, ys, sentences) if band else None
    return LineChart(
        id=chart_id,
        title=caption(sentences, curve.name, curve.name),
        description=_describe(points, finite, band, sentences),
        x_label=caption(sentences, f"{curve.name}_x", sentences.say("chart.x")),
        y_label=sentences.say("chart.logarithmic", label=y_label) if ys and ys.logarithmic else y_label,
        lines=lines,
        dots=dots if len(dots) <= _MOST_DOTS or not lines else [],
        x_ticks=ticks(xs),
        y_ticks=ticks(ys),
        band=drawn,
        columns=_columns(y_label, sentences) if band else [y_label],
        rows=_rows(points, spread),
    )


def ticks(axis: Axis | None) -> list[Tick]:
    """Return the ticks of an axis; return none without an axis."""
    return [Tick(at=axis.place(number), label=shown(float(number))) for number in axis.ticks] if axis else []


def _band(band: Band, xs: Axis, ys: Axis, sentences: Sentences) -> BandView:
    def line(values: Iterable[Place]) -> str:
        return " ".join(f"{xs.place(x)},{ys.place(y)}" for x, y in values)

    low = [(p.x, p.low) for p in band.points]
    high = [(p.x, p.high) for p in band.points]
    return BandView(
        area=line([*low, *reversed(high)]),
        edges=[line(low), line(high)],
        median=line((p.x, p.median) for p in band.points),
        line_words=sentences.say("chart.yours"),
        area_words=sentences.count("chart.band", band.trainings),
        median_words=sentences.say("chart.median"),
    )


def _columns(y_label: str, sentences: Sentences) -> list[str]:
    names = ("low", "median_short", "high")
    return [sentences.say("chart.your_column", label=y_label), *(sentences.say(f"chart.{name}") for name in names)]


def _rows(points: Sequence[Place], band: Sequence[BandPoint]) -> list[tuple[str, ...]]:
    """Return a row for each x of the curve and the band, with a dash for a missing number."""
    if not band:
        return [(shown(x), shown(y)) for x, y in points]
    curve, reference = dict(points), {p.x: p for p in band}
    rows = []
    for x in sorted(curve.keys() | reference.keys()):
        at = reference.get(x)
        spread = [at.low, at.median, at.high] if at else [None] * 3
        numbers = [curve.get(x), *spread]
        texts = told_apart(y for y in numbers if y is not None)
        rows.append((shown(x), *("–" if y is None else texts.get(y, shown(y)) for y in numbers)))
    return rows


def histogram(shares: Tally, sentences: Sentences) -> Histogram | None:
    """Draw how many submissions are in each range of shares (0 to 1) of the points.

    Return None without a submission.
    """
    if not shares:
        return None
    counts = [0] * _BINS
    for share, submissions in shares.counts.items():
        counts[min(_BINS - 1, max(0, int(share * _BINS)))] += submissions
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


def caption(sentences: Sentences, entry: str, otherwise: str) -> str:
    """Return the course's words for a part of a picture, or other words if the course has none."""
    return sentences.message(entry, {}, otherwise, limit=100)


def _describe(points: Sequence[Place], finite: Sequence[Place], band: Band | None, sentences: Sentences) -> str:
    if finite:
        (x0, y0), (x1, y1) = finite[0], finite[-1]
        said = [sentences.say("chart.described", x0=x0, y0=y0, x1=x1, y1=y1)]
    else:
        said = [sentences.say("chart.no_finite_beside_band" if band else "chart.no_finite")]
    broken = len(points) - len(finite)
    if broken and finite:
        said.append(sentences.count("chart.broken", broken))
    if band:
        last = max((p for p in band.points if not finite or p.x <= finite[-1][0]), key=lambda p: p.x, default=None)
        if last:
            fields = {"x": last.x, "low": last.low, "median": last.median, "high": last.high}
            said.append(sentences.count("chart.band_described", band.trainings, **fields))
    return sentences.joined(said, "sentence")


def _thin(points: Sequence[Point]) -> list[Point]:
    """Keep at most 200 points, including the first and the last point."""
    if len(points) <= _MOST_POINTS:
        return list(points)
    step = (len(points) - 1) / (_MOST_POINTS - 1)
    return [points[round(i * step)] for i in range(_MOST_POINTS)]


def _pieces(points: Sequence[Place], places: Sequence[Place]) -> list[str]:
    """Return the unbroken pieces of a line; leave out a piece of one point, because its dot shows it.

    ``places`` are the places of the finite points, in their order.
    """
    pieces: list[list[str]] = [[]]
    following = iter(places)
    for x, y in points:
        if drawable(x) and drawable(y):
            at, height = next(following)
            pieces[-1].append(f"{at},{height}")
        else:
            pieces.append([])
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
