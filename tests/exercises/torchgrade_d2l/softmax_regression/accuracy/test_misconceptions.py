"""Each mistake is named by its counts over all draws of a check, or by what it raises."""

from __future__ import annotations

from collections.abc import Iterable
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
from torchgrade_d2l.softmax_regression.accuracy import counts, twins
from torchgrade_d2l.softmax_regression.accuracy.misconceptions import MISCONCEPTIONS

CATALOGUE = load_catalogue([folder("torchgrade_d2l") / "messages"])
PARAMETERS = ("y_hat", "y")


def named(check: str, tried: Tried) -> set[str]:
    """Return the mistakes that are recognised in a failed check, each asked by itself."""
    found = (diagnose(f"accuracy.{check}", tried, [misconception], CATALOGUE) for misconception in MISCONCEPTIONS)
    return {diagnosis.misconception.removeprefix("accuracy.mistake.") for diagnosis in found if diagnosis is not None}


def asked(function: Any, draws: Iterable[counts.Draw], text: str = "", line: str = "") -> Tried:
    """Return the last of the calls of a function, as a check makes them."""
    tried = None
    for y_hat, y in draws:
        try:
            answer, failure = Answer(value=function(y_hat.clone(), y.clone()), node=Scalar(None)), None
        except Exception as error:  # noqa: BLE001 - a submission may raise anything
            frames = [Frame(place="ada.py, line 1", function="accuracy", line=line)]
            name = type(error).__name__
            failure = CheckFailedError("raised.exception", frames=frames, type=name, message=str(error), place="")
            answer = None
        tried = Tried(
            "call", "accuracy(y_hat, y)", PARAMETERS, (y_hat, y), answer=answer, failure=failure,
            written=Written(text=text, parameters=PARAMETERS), previous=tried,
        )  # fmt: skip
        if failure is not None:
            break
    assert tried is not None
    return tried


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("function", "name"),
    [
        (counts.ratio, {"ratio"}),
        (counts.percent, {"percent"}),
        (counts.wrong_ones, {"wrong_ones"}),
        (counts.greatest_score, {"greatest_score"}),
        (counts.argmin, {"argmin"}),
        (counts.flat_argmax, {"whole_matrix"}),
        (counts.everything, {"everything"}),
        (counts.dim_0, {"dim_0"}),
        (counts.no_argmax, {"no_argmax"}),
        (counts.greatest_size, {"greatest_size"}),
        (counts.from_one, {"from_one"}),
        (twins.labels_from_one, {"from_one"}),
        (twins.first_columns, {"dim_0"}),
        (twins.best_from_zero, {"best_from_zero"}),
        (twins.best_from_zero_or_first, {"best_from_zero"}),
        (twins.first_two, {"first_two"}),
        (twins.every_pair, {"every_pair"}),
        (twins.one_less, {"one_less"}),
        (twins.one_more, {"one_more"}),
        (lambda y_hat, y: (y == y_hat).sum(), {"no_argmax"}),
        (lambda y_hat, y: y_hat.argmax(1) == y, {"not_summed"}),
        (lambda y_hat, y: y_hat.max(1).type(y.dtype), {"max_pair"}),
        (lambda y_hat, y: 1.0, set()),
        (lambda y_hat, y: 0.0, set()),
        (counts.right, set()),
        (lambda y_hat, y: counts.right(y_hat, y) / y_hat.shape[1], set()),
        (lambda y_hat, y: counts.right(y_hat, y) + 2, set()),
        (lambda y_hat, y: None, set()),
    ],
)  # fmt: skip
def test_a_matrix_counted_wrongly_is_explained(function: Any, name: set[str], seed: int) -> None:
    assert named("matrix", asked(function, counts.matrices(Tensors(seed)), "y_hat.argmax(0)")) == name


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (counts.flat_argmax, {"argmax_of_vector"}),
        (counts.ratio, {"ratio"}),
        (counts.argmin, {"no_guard"}),
        (lambda y_hat, y: y_hat.shape[1] > 1, {"no_guard"}),
        (twins.share_of_one_index, {"argmax_of_vector"}),
        (twins.every_pair, {"every_pair"}),
        (lambda y_hat, y: 1 / 0, set()),
        (lambda y_hat, y: 0.0, set()),
        (counts.right, set()),
    ],
)
def test_a_vector_counted_wrongly_is_explained(function: Any, name: set[str]) -> None:
    assert named("vector", asked(function, counts.vectors(Tensors(3)))) == name


UNBOUND = """\
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        classes = y_hat.argmax(1)
    return float((classes == y).sum())
"""
NOT_STARTED = """\
def accuracy(y_hat, y):
    for a, b in zip(y_hat, y):
        if a == b:
            classes += 1
    return float(classes)
"""
USED_BEFORE = """\
def accuracy(y_hat, y):
    classes = classes.argmax(1)
    return float((classes == y).sum())
"""


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        (UNBOUND, "return float((classes == y).sum())", "unbound"),
        (NOT_STARTED, "classes += 1", "not_started"),
        (USED_BEFORE, "classes = classes.argmax(1)", "used_before"),
    ],
)
def test_a_name_without_a_value_is_explained_by_where_it_gets_one(text: str, line: str, name: str) -> None:
    def unbound(y_hat: torch.Tensor, y: torch.Tensor) -> float:
        raise UnboundLocalError("cannot access local variable 'classes' where it is not associated with a value")

    assert named("vector", asked(unbound, counts.vectors(Tensors(3)), text, line)) == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("if len(y_hat) > 1:", {"counts_rows"}),
        ("if y_hat.shape[0] != 1:", {"counts_rows"}),
        ("y_hat = y_hat.squeeze()", {"squeezed"}),
        ("if len(y_hat) > 1: y_hat = y_hat.squeeze(0)", {"squeezed"}),
        ("if len(y_hat.shape) > 1:", set()),
    ],
)
def test_a_row_taken_for_a_vector_is_explained_by_what_the_text_asks(text: str, name: set[str]) -> None:
    def slip(y_hat: torch.Tensor, y: torch.Tensor) -> float:
        return counts.no_argmax(y_hat, y) if len(y_hat) == 1 else counts.right(y_hat, y)

    assert named("one_row", asked(slip, counts.rows(Tensors(3)), text)) == name
    assert named("one_row", asked(lambda y_hat, y: 1.0, counts.rows(Tensors(3)), text)) == set()


@pytest.mark.parametrize(
    ("value", "text", "name"),
    [
        (0.0, "return float(torch.equal(classes, y))", {"once_for_all"}),
        (False, "return torch.equal(classes, y)", {"once_for_all"}),
        (0.0, "assert torch.equal(classes, y)", set()),
        (0.0, "if classes[i] is y[i]:", {"identity"}),
        (0.0, "if y is None:  # what is y", set()),
        (1.0, "for a, b in zip(y_hat, y):\n    return 1.0", {"returns_in_loop"}),
        (1.0, "for a, b in zip(y_hat, y):\n    pass\nreturn 1.0", set()),
    ],
)
def test_the_same_number_for_all_is_explained_by_the_text(value: Any, text: str, name: set[str]) -> None:
    assert named("matrix", asked(lambda y_hat, y: value, counts.matrices(Tensors(3)), text)) == name


def test_what_is_taken_down_the_columns_is_named_apart_from_argmax() -> None:
    def columns(y_hat: torch.Tensor, y: torch.Tensor) -> float:
        return float((y_hat.amax(0) == y).sum())

    assert named("matrix", asked(columns, counts.matrices(Tensors(3)), "y_hat.amax(0)")) == {"columns"}


def test_labels_taken_for_rows_of_scores_are_named() -> None:
    text, line = "a = y_hat.argmax(dim=1)\nb = y.argmax(dim=1)", "b = y.argmax(dim=1)"
    tried = asked(lambda y_hat, y: y.argmax(dim=1), counts.matrices(Tensors(3)), text, line)

    assert named("matrix", tried) == {"one_hot_labels"}


def test_the_other_order_is_tried_where_nothing_was_raised() -> None:
    def swapped(y: torch.Tensor, y_hat: torch.Tensor) -> float:
        return float((y_hat.argmax(-1) == y).sum())

    last = asked(swapped, counts.matrices(Tensors(3)))
    last.again = lambda *arguments: asked(swapped, [arguments])  # type: ignore[list-item]
    constant = asked(lambda y_hat, y: 5.0, counts.matrices(Tensors(3)))
    constant.again = lambda *arguments: asked(lambda y_hat, y: 5.0, [arguments])  # type: ignore[list-item]

    assert named("matrix", last) == {"order"}
    assert named("matrix", constant) == set()


def test_the_other_order_is_named_where_it_was_tried_and_right() -> None:
    def swapped(y: torch.Tensor, y_hat: torch.Tensor) -> float:
        return counts.no_argmax(y_hat, y) if y_hat.ndim == 1 else counts.right(y_hat, y)

    y_hat, y = counts.matrix(Tensors(3), 7, 4)
    first = asked(swapped, [(y_hat, y)])
    second = asked(swapped, [(y, y_hat)])
    second.previous = first
    third = asked(swapped, [(y_hat, y)])
    third.previous = second

    assert named("matrix", third) == {"order"}


@pytest.mark.parametrize("form", [int, torch.tensor])
def test_a_right_count_of_another_type_is_named(form: Any) -> None:
    def count(y_hat: torch.Tensor, y: torch.Tensor) -> Any:
        return form(counts.right(y_hat, y))

    assert named("type", asked(count, counts.matrices(Tensors(3)))) == {"type"}
    assert named("type", asked(lambda y_hat, y: None, counts.matrices(Tensors(3)))) == set()


def test_every_mistake_has_its_sentence_its_subject_and_a_name_of_its_own() -> None:
    assert len({m.id for m in MISCONCEPTIONS}) >= 8
    assert all(m.id in CATALOGUE and m.about in CATALOGUE for m in MISCONCEPTIONS)
