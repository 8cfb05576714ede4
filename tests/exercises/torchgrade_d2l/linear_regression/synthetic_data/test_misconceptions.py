"""Each mistake is named by its own sentence, and what is none of them by none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.resources import files
from typing import Any

import pytest
import torch

from torchgrade.checking import diagnosis
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.model.catalogue import load_catalogue
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.linear_regression.synthetic_data.drawn import parameters
from torchgrade_d2l.linear_regression.synthetic_data.misconceptions import MISCONCEPTIONS

N = 20_000
SEEDS = range(2)
Pair = tuple[torch.Tensor, torch.Tensor]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Name mistakes as a judge does, with one thread, but however busy the machine is."""
    threads = torch.get_num_threads()
    monkeypatch.setattr(diagnosis, "BUDGET_SECONDS", 60.0)
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def right(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    X = t.normal(n, len(w))
    return X, (X @ w + b + 0.01 * t.normal(n)).reshape(n, 1)


def formed(change: Callable[[torch.Tensor, torch.Tensor], Pair]) -> Callable[..., Pair]:
    return lambda t, w, b, n: change(*right(t, w, b, n))


def with_noise(draw: Callable[[Tensors, int], torch.Tensor]) -> Callable[..., Pair]:
    def make(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
        X = t.normal(n, len(w))
        return X, (X @ w + b + draw(t, n)).reshape(n, 1)

    return make


def with_features(draw: Callable[[Tensors, int, int], torch.Tensor]) -> Callable[..., Pair]:
    def make(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
        X = draw(t, n, len(w))
        return X, (X @ w + b + 0.01 * t.normal(n)).reshape(n, 1)

    return make


def noise_on_features(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    X = t.normal(n, len(w))
    return X + 0.01 * t.normal(n, len(w)), X @ w + b


def noise_times_y(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    X = t.normal(n, len(w))
    return X, (X @ w + b) * (1 + 0.01 * t.normal(n))


def more_noise(X: torch.Tensor, y: torch.Tensor, t: Tensors) -> Pair:
    return X, y + t.normal(len(y), 1)


def but(**change: float) -> Callable[..., Pair]:
    return lambda t, w, b, n: right(t, change.get("w", 1) * w, change["b"] * b, n)


CASES = {
    "flat": ("shape", "flat", formed(lambda X, y: (X, y.reshape(-1)))),
    "a row of labels": ("shape", None, formed(lambda X, y: (X, y.T))),
    "examples in columns": ("shape", "in_columns", formed(lambda X, y: (X.T, y))),
    "float64": ("shape", "double", formed(lambda X, y: (X.double(), y))),
    "swapped": ("line", "swapped", formed(lambda X, y: (y, X))),
    "a column of ones": ("line", None, lambda t, w, b, n: (torch.ones(n, len(w) + 1), torch.zeros(n, 1))),
    "always five columns": ("line", "fixed_width", lambda t, w, b, n: (torch.ones(n, 5), torch.zeros(n, 1))),
    "b missing": ("line", "b_missing", but(b=0.0)),
    "b subtracted": ("line", "b_subtracted", but(b=-1.0)),
    "b twice": ("line", "b_twice", but(b=2.0)),
    "b on features": ("line", "b_on_features", lambda t, w, b, n: right(t, w, b * float(w.sum()), n)),
    "b for each feature": ("line", "b_each", but(b=3.0)),
    "b four times": ("line", None, but(b=4.0)),
    "w negated": ("line", "w_negated", but(b=1.0, w=-1.0)),
    "w negated and b": ("line", None, but(b=-1.0, w=-1.0)),
    "w squared": ("line", "w_squared", lambda t, w, b, n: right(t, w**2, b, n)),
    "w summed": ("line", "w_summed", lambda t, w, b, n: right(t, w.sum().expand(3), b, n)),
    "w averaged": ("line", "w_averaged", but(b=1.0, w=1 / 3)),
    "w in part": ("line", None, but(b=1.0, w=0.7)),
    "one weight": ("line", "left_out", lambda t, w, b, n: right(t, w * torch.tensor([1.0, 0.0, 1.0]), b, n)),
    "weights anew": ("line", "other_weights", lambda t, w, b, n: right(t, t.normal(3), b, n)),
    "no b and much noise": ("line", "b_missing", lambda t, w, b, n: more_noise(*right(t, w, 0.0, n), t)),
    "no b and no w": ("line", "unrelated", but(b=0.0, w=0.0)),
    "small weights": ("line", None, but(b=1.0, w=0.01)),
    "squares": ("line", "squared_features", lambda t, w, b, n: (X := t.normal(n, len(w)), X**2 @ w + b)),
    "only zeros": ("line", None, lambda t, w, b, n: (torch.zeros(n, len(w)), torch.zeros(n, 1))),
    "rand features": ("features", "uniform_features", with_features(lambda t, n, d: t.uniform(n, d))),
    "small features": ("features", "small_features", with_features(lambda t, n, d: 0.01 * t.normal(n, d))),
    "integer features": ("features", None, with_features(lambda t, n, d: t.integers(0, 2, n, d).float())),
    "moved features": ("features", None, with_features(lambda t, n, d: t.normal(n, d) + 1)),
    "one row": ("features", "copied", with_features(lambda t, n, d: t.normal(1, d).repeat(n, 1))),
    "rows twice": ("independence", "copied", with_features(lambda t, n, d: t.normal(n // 2, d).repeat(2, 1))),
    "a column twice": ("independence", "copied", with_features(lambda t, n, d: t.normal(n, 1).repeat(1, d))),
    "no noise": ("noise", "no_noise", with_noise(lambda t, n: torch.zeros(n))),
    "one noise": ("noise", "one_noise", with_noise(lambda t, n: 0.01 * t.normal(1).expand(n))),
    "one number": ("noise", "constant", with_noise(lambda t, n: torch.full((n,), 0.013))),
    "mean for deviation": ("noise", "shifted", with_noise(lambda t, n: torch.full((n,), 0.01))),
    "noise of rand": ("noise", "never_negative", with_noise(lambda t, n: 0.01 * t.uniform(n))),
    "great noise of rand": ("line", "never_negative", with_noise(lambda t, n: t.uniform(n))),
    "variance": ("noise", "variance", with_noise(lambda t, n: 1e-4 * t.normal(n))),
    "wide": ("noise", "wide", with_noise(lambda t, n: 0.1 * t.normal(n))),
    "very wide": ("noise", "wide", with_noise(lambda t, n: t.normal(n))),
    "narrow": ("noise", "narrow", with_noise(lambda t, n: 0.001 * t.normal(n))),
    "absolute": ("noise", "never_negative", with_noise(lambda t, n: 0.01 * t.normal(n).abs())),
    "far above": ("noise", None, with_noise(lambda t, n: 0.05 + 0.01 * t.normal(n))),
    "uniform": ("noise", None, with_noise(lambda t, n: 0.0346 * (t.uniform(n) - 0.5))),
    "times y": ("noise", "noise_times_y", noise_times_y),
    "none of it": ("noise", None, right),
}


def tried(make: Callable[..., Pair], seed: int, text: str = "", d: int = 2) -> Tried:
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


def named(check: str, request: Tried) -> str | None:
    catalogue = load_catalogue([files("torchgrade_d2l.messages")])
    found = diagnosis.diagnose(f"synthetic_data.{check}", request, MISCONCEPTIONS, catalogue)
    return found.misconception.rpartition(".")[2] if found is not None else None


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named(case: str) -> None:
    check, want, make = CASES[case]

    d = 3 if check == "line" else 2
    assert [named(check, tried(make, seed, d=d)) for seed in SEEDS] == [want] * len(SEEDS)


def test_noise_for_the_features_is_named_so_and_noise_of_the_same_size_is_too_wide() -> None:
    def as_wide(seed: int) -> Callable[..., Pair]:
        norm = float(parameters(Tensors(seed), 2)[0].norm())
        return with_noise(lambda t, n: 0.01 * norm * t.normal(n))

    assert {named("noise", tried(noise_on_features, seed)) for seed in range(6)} == {"noise_on_features"}
    assert {named("noise", tried(as_wide(seed), seed)) for seed in range(6)} == {"wide"}


def test_noise_that_could_be_both_is_not_named_where_nothing_can_be_asked() -> None:
    request = tried(noise_on_features, 1)
    request.again = None

    assert named("noise", request) is None


def twice(make: Callable[..., Pair], text: str) -> Tried:
    """Return a request after one with the same arguments."""
    request = tried(make, 1, text)
    assert request.again is not None
    request.previous = request.again(*request.arguments)
    return request


def seeded(t: Tensors, w: torch.Tensor, b: float, n: int) -> Pair:
    return right(Tensors(5), w, b, n)


@pytest.mark.parametrize(
    ("make", "text", "want"),
    [
        (seeded, "def f():\n    torch.manual_seed(1)", "seeded"),
        (seeded, "torch.manual_seed(1)\ndef f():", None),
        (seeded, "def f():\n    # no seed(1)", None),
        (right, "def f():\n    torch.manual_seed(1)", None),
        (with_noise(lambda t, n: 0.01 * Tensors(6).normal(n)), "def f():\n    g.manual_seed(1)", "seeded"),
    ],
)
def test_a_seed_is_named_where_the_same_came_and_the_function_sets_one(
    make: Callable[..., Pair], text: str, want: str | None
) -> None:
    assert named("fresh", twice(make, text)) == want


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 0, 1), (1, 2, 0)])
def test_arguments_in_another_order_are_named(order: tuple[int, ...]) -> None:
    def other(t: Tensors, *arguments: Any) -> Pair:
        return right(t, *(arguments[order.index(i)] for i in range(3)))

    assert named("line", tried(other, 1)) == "order"


def test_a_number_of_rows_that_is_always_the_same_is_named() -> None:
    assert named("line", tried(lambda t, w, b, n: right(t, w, b, 1000), 1)) == "fixed_rows"
    assert named("line", tried(lambda t, w, b, n: right(t, w, b, n - 1), 1)) is None


def test_every_mistake_has_a_sentence_in_both_languages() -> None:
    english, chinese = (load_catalogue([files("torchgrade_d2l.messages")], language) for language in ("en", "zh"))

    for misconception in MISCONCEPTIONS:
        assert misconception.id in english
        assert chinese.entries[misconception.id] != english.entries[misconception.id]
