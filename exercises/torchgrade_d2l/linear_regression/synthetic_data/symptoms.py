"""Symptoms of mistakes in the data that ``synthetic_data`` returned, for any w and b."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, requests
from torchgrade.checking.statistics import normal_distance
from torchgrade.checking.tried import Answer, Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.linear_regression.synthetic_data.drawn import NOISE_SD, Drawn, copied_rows, pair, read

_NEAR = 0.003
"""Largest error of a fitted coefficient.

Noise of 0.01 in 5,000 rows moves a coefficient by 1.4e-4, and two mistakes must differ by more than this error.
"""
_FARTHEST = 0.1
_ERRORS = 6
_LARGEST_RESIDUE = 2 * NOISE_SD
_BELL = 0.03
"""Distance to the normal law below which 20,000 numbers look normal; three times that of an honest draw."""
_SEEDING = ("default_rng", "manual_seed", "RandomState", "seed", "seed_everything", "set_seed")
_SEEDED_INSIDE = re.compile(rf"^[ \t]+[^#\n]*\b(?:{'|'.join(_SEEDING)})\(", re.MULTILINE)
_FROM_ZERO = 0.1
"""Share of its standard deviation above which the least noise does not begin at 0."""

Plane = Callable[[torch.Tensor, float], tuple[torch.Tensor, float]]


def tensors_of(tried: Tried) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the pair; raise if something else was returned, because a tensor would unpack into its rows."""
    assert tried.answer is not None
    return pair(tried.answer)


def _read(tried: Tried) -> Drawn:
    w, b, n = tried.arguments
    return read(w, b, n, tensors_of(tried))


class _Latest:
    """Data set of the latest request, kept because each symptom asks for it and its fit is expensive."""

    def __init__(self) -> None:
        self._answer: Answer | None = None
        self._drawn: Drawn | None = None

    def __call__(self, tried: Tried) -> Drawn:
        """Return the data set of a request; raise :class:`CheckFailedError` if it has another form."""
        if self._drawn is None or tried.answer is not self._answer:
            self._drawn = _read(tried)
            self._answer = tried.answer
        return self._drawn


_drawn = _Latest()


def of(symptom: Callable[[Drawn], bool]) -> Symptom:
    """Return a symptom in the numbers, whatever their shapes are."""
    return lambda tried: symptom(_drawn(tried))


def _asked(tried: Tried, w: torch.Tensor, b: float, n: int) -> Tried | None:
    made = tried.again(w, b, n) if tried.again is not None else None
    return made if made is not None and made.answer is not None else None


def _about(value: float, want: float, share: float) -> bool:
    return abs(value - want) <= share * abs(want)


def _bell(sample: torch.Tensor) -> bool:
    """Return whether the numbers (n,) are normal around 0, whatever their standard deviation is."""
    return len(sample) > 1000 and normal_distance(sample / sample.std()) <= _BELL


# The form of the arguments and of the result.


def is_flat(tried: Tried) -> bool:
    """Return whether y has shape (n,)."""
    return list(tensors_of(tried)[1].shape) == [tried.arguments[2]]


def is_in_columns(tried: Tried) -> bool:
    """Return whether X has shape (d, n)."""
    d, n = len(tried.arguments[0]), tried.arguments[2]
    return d != n and list(tensors_of(tried)[0].shape) == [d, n]


def is_double(tried: Tried) -> bool:
    """Return whether a tensor is float64, and the shapes name no mistake."""
    wide = torch.float64 in {tensor.dtype for tensor in tensors_of(tried)}
    return wide and not is_flat(tried) and not is_in_columns(tried)


def is_matrix(tried: Tried) -> bool:
    """Return whether y has shape (n, n)."""
    n = tried.arguments[2]
    return n > 1 and list(tensors_of(tried)[1].shape) == [n, n]


def is_swapped(tried: Tried) -> bool:
    """Return whether the labels were returned before the features."""
    first, second = tensors_of(tried)
    d, n = len(tried.arguments[0]), tried.arguments[2]
    return d > 1 and first.numel() == n and list(second.shape) == [n, d]


def fixed_width(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of columns of X, if w has another number of weights."""
    X, _ = tensors_of(tried)
    d, n = len(tried.arguments[0]), tried.arguments[2]
    # Skip one column more than weights, because this is a column of ones, not a number in the code.
    if is_swapped(tried) or X.ndim != 2 or X.shape[0] != n or X.shape[1] in (d, d + 1, n):
        return False
    return {"k": X.shape[1], "d": d}


def fixed_rows(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of rows of X, if it is the same for another num_examples."""
    w, b, n = tried.arguments
    k = len(tensors_of(tried)[0])
    further = _asked(tried, w, b, n + 3) if k != n else None
    return {"k": k} if further is not None and len(tensors_of(further)[0]) == k else False


def is_right(made: Tried, w: torch.Tensor, b: float, n: int) -> bool:
    """Return whether the data are right for these arguments, whatever their order in the call was."""
    drawn = read(w, b, n, tensors_of(made))
    return bool(((drawn.beyond - drawn.b).abs() <= 10 * NOISE_SD).all())


# The plane.


def _lies_on(drawn: Drawn, plane: Plane) -> bool:
    w, b = plane(drawn.w, drawn.b)
    # Allow more for noise that is too wide, because it moves a fitted coefficient more.
    near = min(max(_NEAR, _ERRORS * float(drawn.noise.std()) / len(drawn.y) ** 0.5), _FARTHEST)
    return drawn.varied and bool(((drawn.fit[0] - w).abs() <= near).all()) and abs(drawn.fit[1] - b) <= near


def on_plane(plane: Plane) -> Symptom:
    """Return the symptom of data on the plane with these weights and this bias, for other w and b too.

    One w and b may give the same plane for two mistakes, as ``b + b`` and ``sum(w) * b`` do if sum(w) is 2.
    """

    def same(tried: Tried) -> bool:
        w, b, n = tried.arguments
        if not _lies_on(_drawn(tried), plane):
            return False
        further = _asked(tried, 0.75 * w + 0.4, 0.6 * b + 1, n)
        return further is None or _lies_on(_read(further), plane)

    return same


def left_out(tried: Tried) -> bool | dict[str, Value]:
    """Return the features that have no part in y, if all others have their weight."""
    drawn = _drawn(tried)
    w, b = drawn.fit
    none = w.abs() <= _NEAR
    rest = ((w - drawn.w).abs() <= _NEAR) | none
    if not drawn.varied or not 0 < int(none.sum()) < len(w) or not bool(rest.all()) or abs(b - drawn.b) > _NEAR:
        return False
    return {"columns": ", ".join(str(j) for j in none.nonzero()[:, 0].tolist())}


def other_weights(tried: Tried) -> bool:
    """Return whether the plane has other weights in each call, although w is the same."""
    first, further = _drawn(tried), _asked(tried, *tried.arguments)
    if further is None or first.unrelated or not first.varied or float(first.noise.std()) > _LARGEST_RESIDUE:
        return False
    return bool(((first.fit[0] - _read(further).fit[0]).abs() > _NEAR).any()) and not first.along_w


def is_squared(drawn: Drawn) -> bool:
    """Return whether y is made of the squares of the features."""
    return bool(((drawn.X**2 @ drawn.w - drawn.beyond - drawn.X @ drawn.w + drawn.b).abs() <= 10 * NOISE_SD).all())


# The features.


def is_uniform(drawn: Drawn) -> bool:
    """Return whether the features look uniform between 0 and 1."""
    X = drawn.X
    return bool((X >= 0).all() and (X <= 1).all()) and _about(float(X.std()), 1 / math.sqrt(12), 0.05)


def is_small(drawn: Drawn) -> bool:
    """Return whether the features have the standard deviation of the noise."""
    return _about(float(drawn.X.std()), NOISE_SD, 0.05) and _bell(drawn.X.reshape(-1))


def is_copied(drawn: Drawn) -> bool:
    """Return whether two columns, or many rows, are equal."""
    X = drawn.X
    columns = any(bool((X[:, 0] == column).all()) for column in X.T[1:])
    copies, ties = copied_rows(X)
    return columns or (copies > len(X) / 4 and copies > 0.9 * ties)


# The noise.


def has_none(drawn: Drawn) -> bool:
    """Return whether y has no noise."""
    return drawn.on_plane and bool((drawn.noise.abs() <= drawn.rounding).all())


def is_shifted(drawn: Drawn) -> bool:
    """Return whether exactly the standard deviation was added to every row."""
    return drawn.on_plane and bool(((drawn.noise - NOISE_SD).abs() <= drawn.rounding).all())


def _equal_shift(differs: bool) -> Symptom:
    """Return the symptom of the same number in all rows of a call.

    :param differs: whether the previous call had another number.
    """

    def same(tried: Tried) -> bool:
        drawn, before = _drawn(tried), tried.previous
        if before is None or not drawn.on_plane or drawn.has_noise or has_none(drawn) or is_shifted(drawn):
            return False
        now, then = (float((one.beyond - one.b).mean()) for one in (drawn, _read(before)))
        return (abs(now - then) > 2 * float(drawn.rounding.max())) == differs

    return same


one_noise = _equal_shift(differs=True)
constant = _equal_shift(differs=False)


def is_never_negative(drawn: Drawn) -> bool:
    """Return whether the noise differs between rows and begins at 0."""
    noise = drawn.beyond - drawn.b
    positive = bool((noise >= -drawn.rounding).all()) and drawn.has_noise
    return positive and float(noise.min()) <= _FROM_ZERO * float(noise.std())


def is_variance(drawn: Drawn) -> bool:
    """Return whether the noise has the variance as its standard deviation."""
    return drawn.along_w and _about(float(drawn.noise.std()), NOISE_SD**2, 0.1)


def _like_noise_of_features(drawn: Drawn) -> bool:
    return _about(float(drawn.noise.std()), NOISE_SD * float(drawn.w.norm()), 0.03)


def _follows_w(tried: Tried) -> bool | None:
    """Return whether the noise has the size of noise on the features, also for another w.

    Return None if there is no second call.
    """
    drawn = _drawn(tried)
    if not _like_noise_of_features(drawn) or not _bell(drawn.noise):
        return False
    w, b, n = tried.arguments
    further = tried.again(0.7 * w, b, n) if tried.again is not None else None
    return None if further is None else _like_noise_of_features(_read(further))


def noise_on_features(tried: Tried) -> bool:
    """Return whether the noise was added to the features."""
    return _follows_w(tried) is True


def is_times_y(drawn: Drawn) -> bool:
    """Return whether the noise was multiplied by y."""
    plane = drawn.X @ drawn.w + drawn.b
    large = plane.abs() > 0.1
    return normal_distance(((drawn.beyond - drawn.b) / plane)[large] / NOISE_SD) <= _BELL


def wide(tried: Tried) -> bool:
    """Return whether the noise is normal and its standard deviation too large."""
    drawn = _drawn(tried)
    too_wide = drawn.along_w and float(drawn.noise.std()) > 1.05 * NOISE_SD
    return too_wide and _bell(drawn.noise) and _follows_w(tried) is False


def is_narrow(drawn: Drawn) -> bool:
    """Return whether the noise is normal and its standard deviation too small."""
    narrow = drawn.along_w and drawn.has_noise and float(drawn.noise.std()) < 0.95 * NOISE_SD
    return narrow and _bell(drawn.noise) and not is_variance(drawn)


# Two calls.


def seeded(tried: Tried) -> bool:
    """Return whether two calls gave the same features or noise, and an indented line of the text sets a seed."""
    second, first = (_read(one) for one in requests(tried))
    noise = bool(((first.beyond - second.beyond).abs() <= first.rounding + second.rounding).all())
    return (torch.equal(first.X, second.X) or noise) and _SEEDED_INSIDE.search(tried.written.text) is not None
