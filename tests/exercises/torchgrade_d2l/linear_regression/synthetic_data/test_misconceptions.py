"""Each mistake is named by its own sentence, and what is none of them by none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files

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
    "b twice": ("line", None, but(b=2.0)),
    "w negated": ("line", None, but(b=1.0, w=-1.0)),
    "no b and no w": ("line", "unrelated", but(b=0.0, w=0.0)),
    "other small weights": ("line", None, but(b=1.0, w=0.01)),
    "squares": ("line", None, lambda t, w, b, n: (X := t.normal(n, len(w)), X**2 @ w + b)),
    "only zeros": ("line", None, lambda t, w, b, n: (torch.zeros(n, len(w)), torch.zeros(n, 1))),
    "rand features": ("features", "uniform_features", with_features(lambda t, n, d: t.uniform(n, d))),
    "small features": ("features", "small_features", with_features(lambda t, n, d: 0.01 * t.normal(n, d))),
    "integer features": ("features", None, with_features(lambda t, n, d: t.integers(0, 2, n, d).float())),
    "moved features": ("features", None, with_features(lambda t, n, d: t.normal(n, d) + 1)),
    "one row": ("features", "copied", with_features(lambda t, n, d: t.normal(1, d).repeat(n, 1))),
    "rows twice": ("independence", "copied", with_features(lambda t, n, d: t.normal(n // 2, d).repeat(2, 1))),
    "a column twice": ("independence", "copied", with_features(lambda t, n, d: t.normal(n, 1).repeat(1, d))),
    "no noise": ("noise", "no_noise", with_noise(lambda t, n: torch.zeros(n))),
    "one noise": ("noise", "one_noise", with_noise(lambda t, n: torch.full((n,), 0.013))),
    "mean for deviation": ("noise", "shifted", with_noise(lambda t, n: torch.full((n,), 0.01))),
    "noise of rand": ("noise", "uniform_noise", with_noise(lambda t, n: 0.01 * t.uniform(n))),
    "great noise of rand": ("line", "uniform_noise", with_noise(lambda t, n: t.uniform(n))),
    "variance": ("noise", "variance", with_noise(lambda t, n: 1e-4 * t.normal(n))),
    "wide": ("noise", "wide", with_noise(lambda t, n: 0.1 * t.normal(n))),
    "very wide": ("noise", "wide", with_noise(lambda t, n: t.normal(n))),
    "narrow": ("noise", "narrow", with_noise(lambda t, n: 0.001 * t.normal(n))),
    "absolute": ("noise", None, with_noise(lambda t, n: 0.01 * t.normal(n).abs())),
    "uniform": ("noise", None, with_noise(lambda t, n: 0.0346 * (t.uniform(n) - 0.5))),
    "times y": ("noise", "noise_times_y", noise_times_y),
    "none of it": ("noise", None, right),
}


def tried(make: Callable[..., Pair], seed: int, references: frozenset[str] = frozenset()) -> Tried:
    tensors = Tensors(seed)
    w, b = parameters(tensors, 2)
    answer = Answer(value=make(tensors, w, b, N), node=Scalar(None), after=(w, b, N))
    return Tried("call", "", ("w", "b", "num_examples"), (w, b, N), answer, written=Written(references=references))


def named(check: str, request: Tried) -> str | None:
    catalogue = load_catalogue([files("torchgrade_d2l.messages")])
    found = diagnosis.diagnose(f"synthetic_data.{check}", request, MISCONCEPTIONS, catalogue)
    return found.misconception.rpartition(".")[2] if found is not None else None


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named(case: str) -> None:
    check, want, make = CASES[case]

    assert [named(check, tried(make, seed)) for seed in SEEDS] == [want] * len(SEEDS)


def test_noise_for_the_features_is_named_so_or_not_at_all() -> None:
    found = {named("noise", tried(noise_on_features, seed)) for seed in range(12)}

    assert found == {"noise_on_features", None}


def test_a_seed_is_named_where_the_text_mentions_one() -> None:
    assert named("fresh", tried(right, 1, frozenset({"torch.manual_seed"}))) == "seeded"
    assert named("fresh", tried(right, 1, frozenset({"torch.randn"}))) is None


def test_every_mistake_has_a_sentence_in_both_languages() -> None:
    english, chinese = (load_catalogue([files("torchgrade_d2l.messages")], language) for language in ("en", "zh"))

    for misconception in MISCONCEPTIONS:
        assert misconception.id in english
        assert chinese.entries[misconception.id] != english.entries[misconception.id]
