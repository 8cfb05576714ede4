"""The plane on which y lies, as a symptom: which mistake has these weights and this intercept, of any w and b."""

from __future__ import annotations

from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.synthetic_data.drawn import NOISE_SD, Drawn, pair, read

_NEAR = 0.003
"""Noise of 0.01 in 5,000 rows moves a coefficient by 1.4e-4; mistakes must not be taken for one another."""
_FARTHEST = 0.1
_ERRORS = 6
_LARGEST_RESIDUE = 2 * NOISE_SD

Plane = Callable[[torch.Tensor, float], tuple[torch.Tensor, float]]


def drawn_of(tried: Tried) -> Drawn:
    """Return the data set of a request; raise :class:`CheckFailedError` where it has another form."""
    w, b, n = tried.arguments
    assert tried.answer is not None
    return read(w, b, n, pair(tried.answer))


def _asked(tried: Tried, w: torch.Tensor, b: float, n: int) -> Tried | None:
    made = tried.again(w, b, n) if tried.again is not None else None
    return made if made is not None and made.answer is not None else None


def _near(drawn: Drawn) -> float:
    """Return how far a fitted coefficient may lie from its plane: noise that is too wide moves it more."""
    return min(max(_NEAR, _ERRORS * float(drawn.noise.std()) / len(drawn.y) ** 0.5), _FARTHEST)


def _lies_on(drawn: Drawn, plane: Plane) -> bool:
    w, b = plane(drawn.w, drawn.b)
    near = _near(drawn)
    return drawn.varied and bool(((drawn.fit[0] - w).abs() <= near).all()) and abs(drawn.fit[1] - b) <= near


def on_plane(plane: Plane) -> Symptom:
    """Return the symptom of data on the plane that these weights and this intercept give, for other w and b too.

    One w and b may give the same plane for two mistakes, as ``b + b`` and ``sum(w) * b`` do where sum(w) is 2.
    """

    def same(tried: Tried) -> bool:
        w, b, n = tried.arguments
        if not _lies_on(drawn_of(tried), plane):
            return False
        further = _asked(tried, 0.75 * w + 0.4, 0.6 * b + 1, n)
        return further is None or _lies_on(drawn_of(further), plane)

    return same


def left_out(tried: Tried) -> bool | dict[str, Value]:
    """Say which features have no part in y, where all others have their weight."""
    drawn = drawn_of(tried)
    w, b = drawn.fit
    none = w.abs() <= _NEAR
    rest = ((w - drawn.w).abs() <= _NEAR) | none
    if not drawn.varied or not 0 < int(none.sum()) < len(w) or not bool(rest.all()) or abs(b - drawn.b) > _NEAR:
        return False
    return {"columns": ", ".join(str(j) for j in none.nonzero()[:, 0].tolist())}


def other_weights(tried: Tried) -> bool:
    """Return whether y lies on a plane whose weights are others in each call, though w is the same."""
    first, further = drawn_of(tried), _asked(tried, *tried.arguments)
    if further is None or first.unrelated or not first.varied or float(first.noise.std()) > _LARGEST_RESIDUE:
        return False
    return bool(((first.fit[0] - drawn_of(further).fit[0]).abs() > _NEAR).any()) and not first.along_w


def squared(tried: Tried) -> bool:
    """Return whether y is made of the squares of the features."""
    drawn = drawn_of(tried)
    return bool(((drawn.X**2 @ drawn.w - drawn.beyond - drawn.X @ drawn.w + drawn.b).abs() <= 10 * NOISE_SD).all())


def fixed_rows(tried: Tried) -> bool | dict[str, Value]:
    """Say how many rows come, if it is the same number for another num_examples too."""
    w, b, n = tried.arguments
    assert tried.answer is not None
    k = len(pair(tried.answer)[0])
    further = _asked(tried, w, b, n + 3) if k != n else None
    same = further is not None and further.answer is not None and len(pair(further.answer)[0]) == k
    return {"k": k} if same else False
