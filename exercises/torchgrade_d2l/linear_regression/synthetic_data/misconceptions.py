"""The mistakes that learners make in ``synthetic_data``, each as a symptom in the data that it returned."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, both, requests, right_in_other_order
from torchgrade.checking.proxies import Answer, Tried
from torchgrade.checking.statistics import normal_distance
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.synthetic_data.drawn import NOISE_SD, Drawn, copied_rows, pair, read
from torchgrade_d2l.linear_regression.synthetic_data.planes import (
    fixed_rows,
    left_out,
    on_plane,
    other_weights,
    squared,
)

_LINE = ("synthetic_data.line",)
_FEATURES = ("synthetic_data.features",)
_NOISE = ("synthetic_data.noise",)
_INDEPENDENCE = ("synthetic_data.independence",)
_SHAPE = ("synthetic_data.shape",)
_FRESH = ("synthetic_data.fresh",)
_BELL = 0.03
"""Distance to the normal law below which 20,000 numbers look normal; three times that of an honest draw."""
_SEEDING = {"manual_seed", "seed", "default_rng", "RandomState", "set_seed", "seed_everything"}
_SEEDED_INSIDE = re.compile(rf"^[ \t]+[^#\n]*\b(?:{'|'.join(sorted(_SEEDING))})\(", re.MULTILINE)
_FROM_ZERO = 0.1
"""Share of its standard deviation above which the least noise does not begin at 0."""


def _pair(tried: Tried) -> tuple[torch.Tensor, torch.Tensor]:
    assert tried.answer is not None
    # Not simply unpacked: a tensor in the place of the pair would come apart into all of its rows.
    return pair(tried.answer)


class _Latest:
    """The data set that was looked at last: each symptom asks for the same one, and its fit is made once."""

    def __init__(self) -> None:
        self._answer: Answer | None = None
        self._drawn: Drawn | None = None

    def __call__(self, tried: Tried) -> Drawn:
        """Return the data set of a request; raise :class:`CheckFailedError` where it has another form."""
        if self._drawn is None or tried.answer is not self._answer:
            w, b, n = tried.arguments
            self._drawn = read(w, b, n, _pair(tried))
            self._answer = tried.answer
        return self._drawn


_drawn = _Latest()


def _of(symptom: Callable[[Drawn], bool]) -> Symptom:
    """Return the symptom of numbers whose form is right."""
    return lambda tried: symptom(_drawn(tried))


def _near(value: float, want: float, share: float) -> bool:
    return abs(value - want) <= share * abs(want)


def _bell(sample: torch.Tensor) -> bool:
    """Whether the numbers (n,) are normal around 0, whatever their standard deviation."""
    return len(sample) > 1000 and normal_distance(sample / sample.std()) <= _BELL


def _flat(tried: Tried) -> bool:
    _, y = _pair(tried)
    return list(y.shape) == [tried.arguments[2]]


def _in_columns(tried: Tried) -> bool:
    X, _ = _pair(tried)
    d, n = len(tried.arguments[0]), tried.arguments[2]
    return d != n and list(X.shape) == [d, n]


def _double(tried: Tried) -> bool:
    X, y = _pair(tried)
    return torch.float64 in (X.dtype, y.dtype) and not _flat(tried) and not _in_columns(tried)


def _table(tried: Tried) -> bool:
    _, y = _pair(tried)
    n = tried.arguments[2]
    return n > 1 and list(y.shape) == [n, n]


def _swapped(tried: Tried) -> bool:
    first, second = _pair(tried)
    d, n = len(tried.arguments[0]), tried.arguments[2]
    return d > 1 and first.numel() == n and list(second.shape) == [n, d]


def _fixed_width(tried: Tried) -> bool | dict[str, Value]:
    X, _ = _pair(tried)
    d, n = len(tried.arguments[0]), tried.arguments[2]
    # One column more than there are weights is a column of ones, not a number that was written in.
    if _swapped(tried) or X.ndim != 2 or X.shape[0] != n or X.shape[1] in (d, d + 1, n):
        return False
    return {"k": X.shape[1], "d": d}


def _gave_nothing(tried: Tried) -> bool:
    return tried.answer is None


def _right_in_order(made: Tried, w: torch.Tensor, b: float, n: int) -> bool:
    """Whether what came is right for these arguments, in whatever order they were handed in."""
    drawn = read(w, b, n, _pair(made))
    return bool(((drawn.beyond - drawn.b).abs() <= 10 * NOISE_SD).all())


def _unrelated(drawn: Drawn) -> bool:
    return drawn.unrelated


def _uniform_features(drawn: Drawn) -> bool:
    X = drawn.X
    return bool((X >= 0).all() and (X <= 1).all()) and _near(float(X.std()), 1 / math.sqrt(12), 0.05)


def _small_features(drawn: Drawn) -> bool:
    return _near(float(drawn.X.std()), NOISE_SD, 0.05) and _bell(drawn.X.reshape(-1))


def _copied(drawn: Drawn) -> bool:
    X = drawn.X
    columns = any(bool((X[:, 0] == column).all()) for column in X.T[1:])
    copies, ties = copied_rows(X)
    return columns or (copies > len(X) / 4 and copies > 0.9 * ties)


def _no_noise(drawn: Drawn) -> bool:
    return drawn.on_plane and bool((drawn.noise.abs() <= drawn.rounding).all())


def _shifted(drawn: Drawn) -> bool:
    """Whether every row got the number that belongs to the standard deviation, and nothing else."""
    return drawn.on_plane and bool(((drawn.noise - NOISE_SD).abs() <= drawn.rounding).all())


def _offset(drawn: Drawn) -> float:
    return float((drawn.beyond - drawn.b).mean())


def _moved(tried: Tried) -> tuple[float, float, float] | None:
    """Return by how much all rows of this call and of the one before were moved, and what rounding makes of it."""
    drawn = _drawn(tried)
    before = tried.previous
    if before is None or not drawn.on_plane or drawn.has_noise or _no_noise(drawn) or _shifted(drawn):
        return None
    return _offset(drawn), _offset(read(*before.arguments, _pair(before))), float(drawn.rounding.max())


def _one_noise(tried: Tried) -> bool:
    moved = _moved(tried)
    return moved is not None and abs(moved[0] - moved[1]) > 2 * moved[2]


def _constant(tried: Tried) -> bool:
    moved = _moved(tried)
    return moved is not None and abs(moved[0] - moved[1]) <= 2 * moved[2]


def _never_negative(drawn: Drawn) -> bool:
    noise = drawn.beyond - drawn.b
    positive = bool((noise >= -drawn.rounding).all()) and drawn.has_noise
    return positive and float(noise.min()) <= _FROM_ZERO * float(noise.std())


def _variance(drawn: Drawn) -> bool:
    return drawn.along_w and _near(float(drawn.noise.std()), NOISE_SD**2, 0.1)


def _like_noise_of_features(drawn: Drawn) -> bool:
    return _near(float(drawn.noise.std()), NOISE_SD * float(drawn.w.norm()), 0.03)


def _follows_w(tried: Tried) -> bool | None:
    """Whether the noise is as great as noise of the features would make it, of another w too; None if that is open."""
    drawn = _drawn(tried)
    if not _like_noise_of_features(drawn) or not _bell(drawn.noise):
        return False
    w, b, n = tried.arguments
    further = tried.again(0.7 * w, b, n) if tried.again is not None else None
    return None if further is None else _like_noise_of_features(read(0.7 * w, b, n, _pair(further)))


def _noise_on_features(tried: Tried) -> bool:
    return _follows_w(tried) is True


def _noise_times_y(drawn: Drawn) -> bool:
    plane = drawn.X @ drawn.w + drawn.b
    large = plane.abs() > 0.1
    return normal_distance(((drawn.beyond - drawn.b) / plane)[large] / NOISE_SD) <= _BELL


def _wide(tried: Tried) -> bool:
    drawn = _drawn(tried)
    wide = drawn.along_w and float(drawn.noise.std()) > 1.05 * NOISE_SD
    return wide and _bell(drawn.noise) and _follows_w(tried) is False


def _narrow(drawn: Drawn) -> bool:
    narrow = drawn.along_w and drawn.has_noise and float(drawn.noise.std()) < 0.95 * NOISE_SD
    return narrow and _bell(drawn.noise) and not _variance(drawn)


def _seeded(tried: Tried) -> bool:
    """Whether two calls gave the very same features or noise, and the text sets a seed in a line that is indented."""
    second, first = (read(*one.arguments, _pair(one)) for one in requests(tried))
    noise = bool(((first.beyond - second.beyond).abs() <= first.rounding + second.rounding).all())
    return (torch.equal(first.X, second.X) or noise) and _SEEDED_INSIDE.search(tried.written.text) is not None


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str) -> Misconception:
    return Misconception(
        id=f"synthetic_data.mistake.{name}", symptom=symptom, checks=checks, about=f"synthetic_data.about.{about}"
    )


_ANY = (*_LINE, *_FEATURES, *_NOISE, *_INDEPENDENCE)

MISCONCEPTIONS = [
    _entry("order", both(_gave_nothing, right_in_other_order(_right_in_order)), _ANY, "form"),
    _entry("flat", _flat, _SHAPE, "form"),
    _entry("in_columns", _in_columns, _SHAPE, "form"),
    _entry("double", _double, _SHAPE, "form"),
    _entry("table", _table, _ANY, "form"),
    _entry("swapped", _swapped, _ANY, "form"),
    _entry("fixed_width", _fixed_width, _ANY, "form"),
    _entry("fixed_rows", fixed_rows, _ANY, "form"),
    _entry("b_missing", on_plane(lambda w, b: (w, 0 * b)), _LINE, "plane"),
    _entry("b_subtracted", on_plane(lambda w, b: (w, -b)), _LINE, "plane"),
    _entry("b_twice", on_plane(lambda w, b: (w, 2 * b)), _LINE, "plane"),
    _entry("b_on_features", on_plane(lambda w, b: (w, b * float(w.sum()))), _LINE, "plane"),
    _entry("b_each", on_plane(lambda w, b: (w, b * len(w))), _LINE, "plane"),
    _entry("w_negated", on_plane(lambda w, b: (-w, b)), _LINE, "plane"),
    _entry("w_squared", on_plane(lambda w, b: (w**2, b)), _LINE, "plane"),
    _entry("w_summed", on_plane(lambda w, b: (w.sum().expand(len(w)), b)), _LINE, "plane"),
    _entry("w_averaged", on_plane(lambda w, b: (w / len(w), b)), _LINE, "plane"),
    _entry("left_out", left_out, _LINE, "plane"),
    _entry("other_weights", other_weights, _LINE, "plane"),
    _entry("squared_features", squared, (*_LINE, *_NOISE), "plane"),
    _entry("unrelated", _of(_unrelated), (*_LINE, *_INDEPENDENCE), "plane"),
    _entry("uniform_features", _of(_uniform_features), _FEATURES, "features"),
    _entry("small_features", _of(_small_features), _FEATURES, "features"),
    _entry("copied", _of(_copied), (*_FEATURES, *_INDEPENDENCE), "features"),
    _entry("no_noise", _of(_no_noise), _NOISE, "noise"),
    _entry("shifted", _of(_shifted), _NOISE, "noise"),
    _entry("one_noise", _one_noise, _NOISE, "noise"),
    _entry("constant", _constant, _NOISE, "noise"),
    _entry("never_negative", _of(_never_negative), (*_NOISE, *_LINE), "noise"),
    _entry("variance", _of(_variance), _NOISE, "noise"),
    _entry("noise_on_features", _noise_on_features, _NOISE, "noise"),
    _entry("noise_times_y", _of(_noise_times_y), _NOISE, "noise"),
    _entry("wide", _wide, _NOISE, "noise"),
    _entry("narrow", _of(_narrow), _NOISE, "noise"),
    _entry("seeded", _seeded, _FRESH, "fresh"),
]
