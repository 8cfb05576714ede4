"""Data that only look like a mistake are not named: the audit shows that each mistake is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.linear_regression.synthetic_data.drawn import parameters
from torchgrade_d2l.linear_regression.synthetic_data.mistakes import mistake

N = 20_000
SEEDS = range(2)
Pair = tuple[torch.Tensor, torch.Tensor]
Make = Callable[..., Pair]


def right(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    X = t.normal(n, len(w))
    return X, (X @ w + b + 0.01 * t.normal(n)).reshape(n, 1)


def but(w: float, b: float) -> Make:
    return lambda t, weights, bias, n: right(t, w * weights, b * bias, n)


def with_noise(draw: Callable[[Tensors, int], torch.Tensor]) -> Make:
    def make(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
        X = t.normal(n, len(w))
        return X, (X @ w + b + draw(t, n)).reshape(n, 1)

    return make


def with_features(draw: Callable[[Tensors, int, int], torch.Tensor]) -> Make:
    def make(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
        X = draw(t, n, len(w))
        return X, (X @ w + b + 0.01 * t.normal(n)).reshape(n, 1)

    return make


def noise_on_features(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    X = t.normal(n, len(w))
    return X + 0.01 * t.normal(n, len(w)), X @ w + b


def as_wide(seed: int) -> Make:
    """Return data whose noise on y is as wide as noise on the features would make it."""
    norm = float(parameters(Tensors(seed), 2)[0].norm())
    return with_noise(lambda t, n: 0.01 * norm * t.normal(n))


def tried(make: Make, seed: int, text: str = "", d: int = 2) -> Tried:
    """Return a request after a small one, as the checks make them."""
    tensors = Tensors(seed)
    w, b = parameters(tensors, d)

    def asked(*arguments: Any) -> Tried:
        answer = None
        with suppress(TypeError, AttributeError):
            answer = Answer(value=make(tensors, *arguments), node=Scalar(None), after=arguments)
        names = ("w", "b", "num_examples")
        return Tried("call", "synthetic_data(…)", names, arguments, answer, written=Written(text=text))

    before, request = asked(w, b, 12), asked(w, b, N)
    request.previous, request.again = before, asked
    return request


def named(check: str, request: Tried) -> set[str]:
    """Return the mistakes whose symptom is there; a symptom that raises is not, as in a run."""
    found = set()
    for one in mistake.misconceptions():
        if f"synthetic_data.{check}" in one.checks:
            with suppress(Exception):
                found |= {one.id.rpartition(".")[2]} if one.symptom(request) else set()
    return found


UNNAMED = {
    "nothing wrong": ("noise", right),
    "a column of ones": ("line", lambda t, w, b, n: (torch.ones(n, len(w) + 1), torch.zeros(n, 1))),
    "one row short": ("line", lambda t, w, b, n: right(t, w, b, n - 1)),
    "b four times": ("line", but(1.0, 4.0)),
    "w and b negated": ("line", but(-1.0, -1.0)),
    "w in part": ("line", but(0.7, 1.0)),
    "small weights": ("line", but(0.01, 1.0)),
    "only zeros": ("line", lambda t, w, b, n: (torch.zeros(n, len(w)), torch.zeros(n, 1))),
    "integer features": ("features", with_features(lambda t, n, d: t.integers(0, 2, n, d).float())),
    "noise far above": ("noise", with_noise(lambda t, n: 0.05 + 0.01 * t.normal(n))),
    "uniform noise": ("noise", with_noise(lambda t, n: 0.0346 * (t.uniform(n) - 0.5))),
}


@pytest.mark.parametrize("case", UNNAMED)
def test_what_is_no_known_mistake_is_not_named(case: str) -> None:
    check, make = UNNAMED[case]
    requests = (tried(make, seed, d=3 if check == "line" else 2) for seed in SEEDS)

    assert [named(check, request) for request in requests] == [set()] * len(SEEDS)


def test_noise_on_the_features_and_noise_of_the_same_size_have_different_names() -> None:
    assert [named("noise", tried(noise_on_features, seed)) for seed in range(4)] == [{"noise_on_features"}] * 4
    assert [named("noise", tried(as_wide(seed), seed)) for seed in range(4)] == [{"wide"}] * 4


def test_noise_that_could_be_both_is_not_named_if_nothing_can_be_asked() -> None:
    request = tried(noise_on_features, 1)
    request.again = None

    assert named("noise", request) == set()


def same_again(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    return right(Tensors(5), w, b, n)


@pytest.mark.parametrize(
    ("make", "text", "names"),
    [
        (same_again, "def f():\n    torch.manual_seed(1)", {"seeded"}),
        (same_again, "torch.manual_seed(1)\ndef f():", set()),
        (same_again, "def f():\n    # no seed(1)", set()),
        (right, "def f():\n    torch.manual_seed(1)", set()),
    ],
)
def test_a_seed_is_named_only_inside_the_function_and_for_equal_numbers(make: Make, text: str, names: set[str]) -> None:
    request = tried(make, 1, text)
    assert request.again is not None
    request.previous = request.again(*request.arguments)

    assert named("fresh", request) == names
