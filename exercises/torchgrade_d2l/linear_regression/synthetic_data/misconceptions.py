"""The mistakes that learners make in ``synthetic_data``, each as a symptom in the data that it returned."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.proxies import Answer, Tried
from torchgrade.checking.statistics import normal_distance
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.synthetic_data.drawn import (
    FIT_TOLERANCE,
    NOISE_SD,
    Drawn,
    copied_rows,
    pair,
    read,
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


def _b_missing(drawn: Drawn) -> bool:
    return drawn.varied and drawn.along_w and abs(drawn.fit[1]) <= FIT_TOLERANCE


def _b_subtracted(drawn: Drawn) -> bool:
    return drawn.along_w and abs(drawn.fit[1] + drawn.b) <= FIT_TOLERANCE


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


def _one_noise(drawn: Drawn) -> bool:
    return drawn.on_plane and not drawn.has_noise and not _no_noise(drawn) and not _shifted(drawn)


def _uniform_noise(drawn: Drawn) -> bool:
    noise = drawn.beyond - drawn.b
    positive = bool((noise >= -drawn.rounding).all()) and drawn.has_noise
    return positive and _near(float(noise.std() / noise.mean()), 1 / math.sqrt(3), 0.05)


def _variance(drawn: Drawn) -> bool:
    return drawn.along_w and _near(float(drawn.noise.std()), NOISE_SD**2, 0.1)


def _like_noise_of_features(drawn: Drawn) -> bool:
    return _near(float(drawn.noise.std()), NOISE_SD * float(drawn.w.norm()), 0.03)


def _noise_on_features(drawn: Drawn) -> bool:
    norm = float(drawn.w.norm())
    # Where the norm of w is nearly whole, noise of 0.02 or 0.03 looks the same.
    return _like_noise_of_features(drawn) and abs(norm - round(norm)) > 0.1 and _bell(drawn.noise)


def _noise_times_y(drawn: Drawn) -> bool:
    plane = drawn.X @ drawn.w + drawn.b
    large = plane.abs() > 0.1
    return normal_distance(((drawn.beyond - drawn.b) / plane)[large] / NOISE_SD) <= _BELL


def _wide(drawn: Drawn) -> bool:
    wide = drawn.along_w and float(drawn.noise.std()) > 1.05 * NOISE_SD
    return wide and _bell(drawn.noise) and not _like_noise_of_features(drawn)


def _narrow(drawn: Drawn) -> bool:
    narrow = drawn.along_w and drawn.has_noise and float(drawn.noise.std()) < 0.95 * NOISE_SD
    return narrow and _bell(drawn.noise) and not _variance(drawn)


def _seeded(tried: Tried) -> bool:
    assert tried.answer is not None
    w = tried.arguments[0]
    untouched = torch.equal(tried.answer.after[0], w)
    return untouched and any(name.rpartition(".")[2] in _SEEDING for name in tried.references)


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...]) -> Misconception:
    return Misconception(id=f"synthetic_data.mistake.{name}", symptom=symptom, checks=checks)


_ANY = (*_LINE, *_FEATURES, *_NOISE, *_INDEPENDENCE)

MISCONCEPTIONS = [
    _entry("flat", _flat, _SHAPE),
    _entry("in_columns", _in_columns, _SHAPE),
    _entry("double", _double, _SHAPE),
    _entry("table", _table, _ANY),
    _entry("swapped", _swapped, _ANY),
    _entry("fixed_width", _fixed_width, _ANY),
    _entry("b_missing", _of(_b_missing), _LINE),
    _entry("b_subtracted", _of(_b_subtracted), _LINE),
    _entry("unrelated", _of(_unrelated), (*_LINE, *_INDEPENDENCE)),
    _entry("uniform_features", _of(_uniform_features), _FEATURES),
    _entry("small_features", _of(_small_features), _FEATURES),
    _entry("copied", _of(_copied), (*_FEATURES, *_INDEPENDENCE)),
    _entry("no_noise", _of(_no_noise), _NOISE),
    _entry("shifted", _of(_shifted), _NOISE),
    _entry("one_noise", _of(_one_noise), _NOISE),
    _entry("uniform_noise", _of(_uniform_noise), (*_NOISE, *_LINE)),
    _entry("variance", _of(_variance), _NOISE),
    _entry("noise_on_features", _of(_noise_on_features), _NOISE),
    _entry("noise_times_y", _of(_noise_times_y), _NOISE),
    _entry("wide", _of(_wide), _NOISE),
    _entry("narrow", _of(_narrow), _NOISE),
    _entry("seeded", _seeded, _FRESH),
]
