"""Checks of ``synthetic_data(w, b, num_examples)`` (chapter section 2, step 1).

Each mistake fails only its own check, because each property is judged by one check only. Shapes count in ``shape``
only. The noise is measured around the plane that fits y. Correlations do not depend on size. Statistics use two
features, as the chapter's own example does.

False alarm of a right answer, all checks of one run together: 3.7e-10. ``features`` and ``noise`` have 2.0e-10,
``independence`` has 1.7e-10, and all other checks are below 1e-30.
"""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import assert_form, assert_unchanged
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.statistics import MAX_SCORE, assert_normal, correlation_score, neighbour_score
from torchgrade_d2l.linear_regression.synthetic_data.drawn import (
    FEATURES,
    LABELS,
    NOISE_SD,
    Drawn,
    call_each,
    copied_rows,
    draw,
    pair,
    parameters,
    read,
)
from torchgrade_d2l.linear_regression.synthetic_data.pictures import line_of

LINE_N = 5_000
N = 20_000
"""Rows for a statistic; no more, because two loops around ``random.gauss`` must draw them in time."""
NEIGHBOURS = (N - 1) // 2
"""Pairs in a score of neighbours."""
SHAPES = ((2, 1000), (1, 5), (7, 13), (3, 1))
"""Pairs (d, n)."""
FRESH_N = 20
COPIED_SHARE = 0.01


def assert_line(drawn: Drawn) -> None:
    """Check that least squares find w and b within 0.1; even noise of standard deviation 1 moves them by 0.014 only."""
    if not drawn.on_plane:
        w, b = drawn.fit
        raise CheckFailedError("synthetic_data.line", want_w=drawn.w.tolist(), want_b=drawn.b, w=w.tolist(), b=b)


def assert_uncorrelated(message_id: str, score: float, n: int, **values: int) -> None:
    """Check the score of correlation of n pairs; NaN fails."""
    if not abs(score) <= MAX_SCORE:
        raise CheckFailedError(message_id, correlation=score / n**0.5, bound=MAX_SCORE / n**0.5, **values)


def assert_not_copied(X: torch.Tensor) -> None:
    """Check that columns vary, and that rows (n, d), d >= 2, are not copies of earlier ones."""
    for j, column in enumerate(X.T):
        if bool((column == column[0]).all()):
            raise CheckFailedError("synthetic_data.constant", column=j)
    copies, ties = copied_rows(X)
    # Features with few values have equal rows by chance; then more rows are equal in one column than in all.
    if copies > max(COPIED_SHARE * len(X), 0.9 * ties):
        raise CheckFailedError("synthetic_data.copied", copies=copies, n=len(X))


@pytest.mark.check(points=0.5, kind="value")
def test_line(student: Student, tensors: Tensors, data: Data) -> None:
    """Fit a plane to the data.

    False alarm: 0, because noise of 0.01 moves a coefficient by 1.4e-4, 700 times less than is allowed.

    Power: a forgotten b is off by at least 1. A weight that is left out, negated or swapped is off by at least 0.25.
    """
    for d in (3, 1):
        drawn = draw(student, tensors, d, LINE_N)
        # Show the first data set, or the one that fails.
        if d == 3 or not drawn.on_plane:
            data.attach(line_of(drawn))
        assert_line(drawn)


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_features(student: Student, tensors: Tensors) -> None:
    """Compare mean, standard deviation and distribution of the features with those of N(0, 1).

    False alarm: 40,000 numbers, 9.8e-11 (:func:`assert_normal`).

    Power, each in 40 of 40 runs: features from ``rand`` have variance 1/12, nineteen bounds away. Features scaled by
    0.01 have variance 1e-4. Uniform numbers of variance 1 are 0.0572 from the law, and 0.0175 is allowed. One row
    repeated n times leaves two distinct numbers, at least 0.25 from the law. A repeated column fails ``independence``,
    not this check.
    """
    assert_normal(draw(student, tensors, 2, N).X.reshape(-1), "synthetic_data.what.features")


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_noise(student: Student, tensors: Tensors) -> None:
    """Compare mean, standard deviation and distribution of the noise with those of N(0, 0.01²).

    The noise is measured in float64 around w and b, or around the fitted plane if ``line`` fails. float32 rounds y.
    :attr:`Drawn.rounding` bounds the error by about 1.2e-5, 0.0005 of the distance.

    False alarm: 20,000 numbers, 9.8e-11 (:func:`assert_normal`).

    Power, each in 40 of 40 runs: standard deviations 0.1, 1, 1e-4 and 0 are outside 0.0095 to 0.0105, and at these two
    limits 999 of 1,000 fail. Noise for X instead of y has at least 0.02, and noise times y has more. One noise for all
    rows leaves 0. ``rand`` times 0.01 has 0.0029. Uniform noise of the right size is 0.0572 from the law, and 0.0253 is
    allowed, nine standard errors.
    """
    drawn = draw(student, tensors, 2, N)
    assert_normal(drawn.noise, "synthetic_data.what.noise", NOISE_SD, drawn.rounding)


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_independence(student: Student, tensors: Tensors) -> None:
    """Measure correlations between columns, neighbouring rows and noise, and count equal rows.

    False alarm, 1.7e-10 together. Three correlations of 10,000 or 20,000 pairs without noise have 2.1e-11 each: of the
    two columns, and of each column with its next row. Three correlations with noise, whose score rounding changes by at
    most 0.08, have 3.6e-11 each: with each column, and with its next row. For more than 200 copied rows: two rows are
    equal by chance with at most 2^-48 (both numbers from two 24-bit uniforms). A row equals one of the others with
    7e-11, and 200 of 20,000 do with at most (272 * 7e-11)^200.

    Power, each in 40 of 40 runs: a repeated column or row has correlation 1 or does not vary. Each row twice has 0.7
    between neighbours, and 0.067 is allowed. It also has 10,000 copies, as a repeated block has. Noise made of a column
    has correlation 1, and 0.047 is allowed. Labels that do not depend on X are fitted with weights of 0. Noise is
    measured as in ``noise``. That check judges noise that is constant or only rounding, because such noise has no
    correlation.
    """
    drawn = draw(student, tensors, 2, N)
    X, noise = drawn.X, drawn.noise
    assert_not_copied(X)
    assert_uncorrelated("synthetic_data.columns", correlation_score(X[:, 0], X[:, 1]), N)
    for j, column in enumerate(X.T):
        assert_uncorrelated("synthetic_data.rows", neighbour_score(column), NEIGHBOURS, column=j)
    if drawn.unrelated:
        raise CheckFailedError("synthetic_data.unrelated")
    if not drawn.has_noise:
        return
    for j, column in enumerate(X.T):
        assert_uncorrelated("synthetic_data.noise_column", correlation_score(noise, column), N, column=j)
    assert_uncorrelated("synthetic_data.noise_rows", neighbour_score(noise), NEIGHBOURS)


@pytest.mark.check(points=1, kind="shape", requires=["independence"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """Compare shapes and dtypes for several n and d."""
    several = [(*parameters(tensors, d), n) for d, n in SHAPES]
    for (d, n), answer in zip(SHAPES, call_each(student, *several), strict=True):
        X, y = pair(answer)
        assert_form(X, (n, d), torch.float32, what=FEATURES)
        assert_form(y, (n, 1), torch.float32, what=LABELS)


@pytest.mark.check(points=1, kind="contract", requires=["independence"])
def test_fresh(student: Student, tensors: Tensors) -> None:
    """Compare two calls with the same arguments; the second passes w as a view with gaps.

    False alarm: 20 noise values equal those of another call within rounding, 1e-5 of 0.01, with (2e-3)^20. Power: a
    seed inside the function gives equal bits; noise that is drawn once and kept, equal values within rounding.
    """
    w, b = parameters(tensors, 2)
    whole = tensors.normal(4)
    whole[::2] = w
    answers = list(call_each(student, (w, b, FRESH_N), (whole[::2], b, FRESH_N)))
    first, second = (read(w, b, FRESH_N, pair(answer)) for answer in answers)
    if torch.equal(first.X, second.X):
        raise CheckFailedError("synthetic_data.same_features")
    rounding = first.rounding + second.rounding
    if first.has_noise and bool(((first.beyond - second.beyond).abs() <= rounding).all()):
        raise CheckFailedError("synthetic_data.same_noise")
    for answer in answers:
        assert_unchanged([w], answer.after[:1], ["w"])
