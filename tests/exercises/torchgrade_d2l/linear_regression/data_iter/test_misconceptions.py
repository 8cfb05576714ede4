"""Each mistake is named by what was yielded, and by nothing that looks like it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.results import Frame
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.linear_regression.data_iter.misconceptions import MISCONCEPTIONS
from torchgrade_d2l.linear_regression.data_iter.passes import draw

CATALOGUE = load_catalogue([folder("torchgrade_d2l") / "messages"])
Batches = Iterator[tuple[torch.Tensor, torch.Tensor]]
RNG = random.Random(5)


def by(indices: Callable[[int, int], list[list[int]]]) -> Callable[..., Batches]:
    """Return an iteration that yields the rows of these batches, which n and batch_size give."""

    def yielded(batch_size: int, features: torch.Tensor, labels: torch.Tensor) -> Batches:
        return ((features[j], labels[j]) for j in indices(len(features), batch_size))

    return yielded


def cut(order: list[int], b: int) -> list[list[int]]:
    return [order[i : i + b] for i in range(0, len(order), b)]


def shuffled(n: int) -> list[int]:
    return RNG.sample(range(n), n)


def asked(function: Callable[..., Any], *arguments: Any, limit: int, written: Written) -> Tried:
    """Return what comes of iterating the function, as the worker tells it."""
    names = ("batch_size", "features", "labels")
    copies = [a.clone() if isinstance(a, torch.Tensor) else a for a in arguments]
    try:
        value = function(*copies)
        items = list(itertools.islice(iter(value), limit + 1))
    except Exception as error:  # noqa: BLE001 - as the worker takes whatever a submission raises
        frames = [Frame(place="ada.py, line 3", function="data_iter", line="yield features[j, labels[j]]")]
        values = {"type": type(error).__name__, "message": str(error), "place": "ada.py, line 3"}
        failure = CheckFailedError("raised.exception", frames=frames, **values)
        return Tried("iterate", "data_iter(…)", names, arguments, failure=failure, written=written)
    answer = Answer(
        value=items[:limit], node=Scalar(None), after=tuple(copies), exhausted=len(items) <= limit,
        type=type(value).__name__,
    )  # fmt: skip
    return Tried("iterate", "data_iter(…)", names, arguments, answer=answer, written=written)


def named(
    check: str, function: Callable[..., Any], n: int = 20, b: int = 5, *, passes: int = 1, text: str = "", **refs: Any
) -> set[str]:
    """Return the mistakes that are recognised in a failed check, each asked by itself."""
    written = Written(text=text, references=frozenset(refs.get("references", ())))
    data, limit = draw(Tensors(3), n), -(-n // b) + 5
    what: Tried | None = None
    for _ in range(passes):
        made = asked(function, b, *data, limit=limit, written=written)
        made.previous, what = what, made
    assert what is not None
    what.again = lambda *arguments: asked(function, *arguments, limit=limit, written=written)
    found = (diagnose(f"data_iter.{check}", what, [misconception], CATALOGUE) for misconception in MISCONCEPTIONS)
    return {diagnosis.misconception.removeprefix("data_iter.mistake.") for diagnosis in found if diagnosis is not None}


RIGHT = by(lambda n, b: cut(shuffled(n), b))
FIXED_20 = random.Random(2).sample(range(20), 20)
FIXED = random.Random(1).sample(range(103), 103)


@pytest.mark.parametrize("check", ["pairs", "sizes", "coverage", "order", "protocol"])
@pytest.mark.parametrize(("n", "b"), [(20, 5), (23, 5), (7, 50), (13, 1), (1, 4)])
def test_a_right_pass_is_none_of_the_mistakes(check: str, n: int, b: int) -> None:
    assert named(check, RIGHT, n, b) == set()


def test_two_right_passes_are_in_no_fixed_order() -> None:
    assert named("epochs", RIGHT, 103, 10, passes=2) == set()


@pytest.mark.parametrize(
    ("indices", "name"),
    [
        (lambda n, b: cut([RNG.randrange(n) for _ in range(n)], b), {"replacement"}),
        (lambda n, b: [RNG.sample(range(n), min(b, n - i)) for i in range(0, n, b)], {"each_batch"}),
        (lambda n, b: [FIXED_20[i : i + b] for i in range(n // b)], {"window"}),
        (lambda n, b: cut(shuffled(n), b)[1:], {"one_missing"}),
        (lambda n, b: cut(RNG.sample(range(1, n), n - 1), b), {"never_first"}),
        (lambda n, b: cut(RNG.sample(range(n - 1), n - 1), b), {"never_last"}),
        (lambda n, b: cut(shuffled(n)[1:], b), set()),
        (lambda n, b: cut(shuffled(n), b)[:1], {"one_batch"}),
        (lambda n, b: cut(shuffled(n), b + 1), {"other_size"}),
        (lambda n, b: [[i] for i in shuffled(n)], {"single_rows"}),
        (lambda n, b: itertools.cycle(cut(shuffled(n), b)), {"endless"}),
    ],
)
def test_rows_that_are_lost_or_come_again_are_explained(indices: Any, name: set[str]) -> None:
    assert named("coverage", by(indices)) == name


def test_a_shuffled_tensor_is_told_from_a_shuffle_for_each_batch_and_from_draws() -> None:
    def tensor(n: int, b: int) -> list[list[int]]:
        order = torch.arange(n)
        RNG.shuffle(order)  # type: ignore[arg-type]
        return cut(order.tolist(), b)

    def each(n: int, b: int) -> list[list[int]]:
        return [shuffled(n)[i : i + b] for i in range(0, n, b)]

    def drawn(n: int, b: int) -> list[list[int]]:
        return cut([RNG.randrange(n) for _ in range(n)], b)

    shuffle = {"random.shuffle"}
    assert named("coverage", by(tensor), references=shuffle) == {"shuffled_tensor"}
    assert named("coverage", by(each), references=shuffle) == {"each_batch"}
    assert named("coverage", by(drawn), references={*shuffle, "random.choice"}) == set()


def test_the_last_batch_left_out_is_told_from_other_rows_that_are_missing() -> None:
    assert named("coverage", by(lambda n, b: cut(shuffled(n), b)[:-1]), 23) == {"last_dropped"}
    assert named("coverage", by(lambda n, b: cut(shuffled(n)[3:], b - 1)), 23) == {"other_size"}


def test_a_range_that_stops_too_early_is_told_by_its_text() -> None:
    last = by(lambda n, b: cut(shuffled(n), b)[:-1])

    assert named("coverage", last, text="for i in range(0, len(X) - b, b):") == {"range_short"}
    assert named("coverage", last, text="for i in range(0, len(X), b):") == {"one_missing"}


@pytest.mark.parametrize(
    ("indices", "n", "b", "name"),
    [
        (lambda n, b: [shuffled(n)], 20, 5, {"whole_set"}),
        (lambda n, b: cut(shuffled(n), 8), 20, 5, {"fixed_size"}),
        (lambda n, b: cut(shuffled(n), b + 1), 20, 5, {"other_size"}),
        (lambda n, b: [*cut(shuffled(n), b), []], 20, 5, {"empty_batch"}),
        (lambda n, b: [*cut(shuffled(n), b)[:-1], [0] * b], 23, 5, set()),
        (lambda n, b: [c + [0] * (b - len(c)) for c in cut(shuffled(n), b)], 23, 5, {"padded"}),
    ],
)
def test_batches_of_the_wrong_size_are_explained(indices: Any, n: int, b: int, name: set[str]) -> None:
    assert named("sizes", by(indices), n, b) == name


def test_a_single_row_without_its_dimension_is_told() -> None:
    def squeezed(*arguments: Any) -> Batches:
        return ((X.squeeze(0), y.squeeze(0)) for X, y in RIGHT(*arguments))

    assert named("sizes", squeezed, 13, 1) == {"squeezed"}
    assert named("sizes", squeezed, 20, 5) == set()


@pytest.mark.parametrize(
    ("indices", "name"),
    [
        (lambda n, b: cut(list(range(n)), b), {"never_shuffles"}),
        (lambda n, b: cut(list(range(n))[::-1], b), {"backwards"}),
        (lambda n, b: RNG.sample(cut(list(range(n)), b), -(-n // b)), {"blocks"}),
        (lambda n, b: [RNG.sample(block, len(block)) for block in cut(list(range(n)), b)], {"inside_blocks"}),
        (lambda n, b: [[1]], set()),
    ],
)
def test_an_order_that_is_not_random_is_explained(indices: Any, name: set[str]) -> None:
    assert named("order", by(indices), 103, 10) == name


def test_the_same_order_in_two_passes_is_told_of_whole_passes_only() -> None:
    assert named("epochs", by(lambda n, b: cut(FIXED, b)), 103, 10, passes=2) == {"fixed"}
    assert named("epochs", by(lambda n, b: [[7, 3]]), 103, 10, passes=2) == set()
    assert named("epochs", by(lambda n, b: cut(list(range(n)), b)), 103, 10, passes=2) == {"never_shuffles"}


def test_pairs_that_are_none_of_the_input_are_explained() -> None:
    def exchanged(*arguments: Any) -> Batches:
        return ((y, X) for X, y in RIGHT(*arguments))

    def scaled(b: int, features: torch.Tensor, labels: torch.Tensor) -> Batches:
        return RIGHT(b, features / 3, labels)

    def torn(b: int, features: torch.Tensor, labels: torch.Tensor) -> Batches:
        return RIGHT(b, features, labels.flip(0))

    def columns(b: int, features: torch.Tensor, labels: torch.Tensor) -> Batches:
        yield features[[0, 1], labels[[0, 1]]], labels

    assert named("pairs", exchanged) == {"exchanged"}
    assert named("pairs", scaled) == {"changed_rows"}
    assert named("pairs", torn) == {"torn"}
    assert named("pairs", columns) == {"labels_as_columns"}
    assert named("pairs", lambda b, X, y: (X[:b], y[:b])) == {"returned"}
    assert named("pairs", lambda b, X, y: (X[:b], y[:b], y)) == set()


@pytest.mark.parametrize("order", [(1, 2, 0), (2, 0, 1), (1, 0, 2)])
def test_arguments_in_another_order_are_told(order: tuple[int, ...]) -> None:
    def other(*arguments: Any) -> Batches:
        return RIGHT(*(arguments[order.index(i)] for i in range(3)))

    assert named("pairs", other) == {"order"}


def test_how_batches_are_handed_over_is_explained() -> None:
    def in_place(b: int, features: torch.Tensor, labels: torch.Tensor) -> Batches:
        order = shuffled(len(features))
        features[:], labels[:] = features[order], labels[order]
        return ((X.clone(), y) for X, y in by(lambda n, b: cut(list(range(n)), b))(b, features, labels))

    assert named("protocol", lambda *arguments: list(RIGHT(*arguments)), 23) == {"list"}
    assert named("protocol", in_place, 23) == {"in_place"}
    assert named("protocol", by(lambda n, b: itertools.cycle(cut(shuffled(n), b))), 23) == {"endless"}
