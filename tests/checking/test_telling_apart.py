"""Mistakes that give the same numbers are told apart by other inputs, or are told together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.diagnosis import (
    SEVERAL,
    Misconception,
    both,
    diagnose,
    failed_as,
    gradient_twin,
    mentions,
    other_order,
    raised,
    right_in_other_order,
    same_numbers,
    twin,
)
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Diagnosis
from torchgrade.protocol.messages import Scalar

CATALOGUE = Catalogue({
    "f.abs": "The sign is lost.", "f.same": "X itself.", "f.about.sign": "the sign", "f.about.step": "the step",
    SEVERAL: "They are about: {subjects}.",
})  # fmt: skip
POSITIVE = torch.tensor([1.0, 2.0])


def tried(function: Callable[..., Any], *arguments: Any, previous: Tried | None = None, **further: Any) -> Tried:
    """Return a request with what a function makes of it."""
    answer, failure = None, None
    try:
        answer = Answer(value=function(*arguments), node=Scalar(None))
    except Exception as error:  # noqa: BLE001 - as the worker takes whatever a submission raises
        failure = CheckFailedError("raised.exception", type=type(error).__name__, message=str(error), place="")
    return Tried("call", "f(X, y)", ("X", "y"), arguments, answer, failure, previous=previous, **further)


def mistake(name: str, function: Any, about: str = "") -> Misconception:
    return Misconception(id=f"f.{name}", symptom=function, about=about and f"f.about.{about}")


def asking(function: Callable[..., Any], asked: list[tuple[Any, ...]]) -> Callable[..., Tried]:
    def again(*arguments: Any) -> Tried:
        asked.append(arguments)
        return tried(function, *arguments)

    return again


def test_a_twin_must_give_what_came_in_every_call_of_the_check() -> None:
    first = tried(torch.clone, torch.tensor([-1.0]))

    assert twin(torch.abs)(tried(torch.clone, POSITIVE)) is True
    assert twin(torch.abs)(tried(torch.clone, POSITIVE, previous=first)) is False


def test_a_twin_that_raises_the_same_words_is_the_mistake() -> None:
    def no_keepdim(X: torch.Tensor) -> torch.Tensor:
        return X / X.sum(1)

    X = torch.ones(4, 5)

    assert twin(no_keepdim)(tried(lambda X: X.exp() / X.exp().sum(1), X)) is True
    assert twin(no_keepdim)(tried(lambda X: X / torch.ones(3), X)) is False


def test_a_difference_of_1e_6_is_seen_in_float64_only() -> None:
    X = torch.tensor([1.0, 2.0])

    assert twin(torch.clone)(tried(lambda X: X + 1e-6, X)) is True
    assert twin(torch.clone)(tried(lambda X: X + 1e-6, X.double())) is False


def test_twins_that_agree_are_told_apart_by_other_numbers() -> None:
    def shifted(X: torch.Tensor) -> torch.Tensor:
        return X.clamp(min=1.0)

    asked: list[tuple[Any, ...]] = []
    request = tried(torch.clone, torch.linspace(1, 2, 9))
    request.again = asking(torch.clone, asked)
    found = diagnose("f.rows", request, [mistake("abs", twin(shifted)), mistake("same", twin(torch.clone))], CATALOGUE)

    assert found == Diagnosis(misconception="f.same", message="X itself.")
    assert len(asked) == 2


def test_several_mistakes_name_none_and_say_what_they_are_about() -> None:
    same = [mistake("abs", twin(torch.abs), "sign"), mistake("same", twin(torch.clone), "sign")]
    other = [same[0], mistake("same", twin(torch.clone), "step")]

    found = [diagnose("f.rows", tried(torch.clone, POSITIVE), some, CATALOGUE) for some in (same, other)]

    assert [one.message for one in found if one] == ["They are about: the sign.", "They are about: the sign; the step."]
    assert [[note.message_id for note in one.shared] for one in found if one] == [
        ["f.about.sign"], ["f.about.sign", "f.about.step"],
    ]  # fmt: skip
    assert {one.misconception for one in found if one} == {SEVERAL}


def test_the_order_of_the_arguments_is_named_after_asking_once_in_each_other() -> None:
    def minus(X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return X - y

    def swapped(y: torch.Tensor, X: torch.Tensor) -> torch.Tensor:
        return X - y

    asked: list[tuple[Any, ...]] = []
    request = tried(swapped, POSITIVE, torch.ones(2))
    request.again = asking(swapped, asked)

    assert other_order(minus)(request) == {"order": "y, X", "signature": "f(X, y)"}
    assert len(asked) == 1
    request.again = asking(torch.add, asked)
    assert other_order(minus)(request) is False
    request.again = None
    assert other_order(minus)(request) is False


def test_another_order_is_told_by_what_an_iteration_gives() -> None:
    request = tried(lambda n, X: X[:n], POSITIVE, 1)
    request.verb, request.again = "iterate", asking(lambda n, X: X[:n], [])
    first = right_in_other_order(lambda made, X, n: torch.equal(made.answer.value, X[:n]))

    assert first(request) == {"order": "y, X", "signature": "f(X, y)"}
    assert right_in_other_order(lambda made, X, n: made.answer.value.missing)(request) is False
    request.verb = "run"
    assert first(request) is False


def test_a_gradient_of_another_function_is_recognised_by_the_cotangent_that_was_sent() -> None:
    X, v = torch.tensor([1.0, 3.0], dtype=torch.float64), torch.tensor([2.0, -1.0], dtype=torch.float64)
    answer = Answer(value=X**2, node=Scalar(None), gradients=(X * v,))
    vjp = Tried("vjp", "f(X)", ("X",), (X,), answer, inputs={"cotangent": v, "wrt": (0,)})

    assert gradient_twin(lambda X: X.detach() * X)(vjp) is True
    assert gradient_twin(lambda X: X * X)(vjp) is False
    assert gradient_twin(lambda X: X.detach() * X)(tried(torch.square, X, previous=vjp)) is True
    assert gradient_twin(lambda X: X)(tried(torch.square, X)) is False


def test_symptoms_are_joined() -> None:
    request = tried(lambda X: X @ torch.ones(7), POSITIVE, written=Written(references=frozenset({"torch.mm"})))

    assert mentions("torch.mm", ".mm")(request) is True
    assert mentions(".mv")(request) is False
    assert raised("size", "nothing")(request) is True
    assert failed_as("raised.exception")(request) is True
    assert failed_as("call.parameters")(request) is False
    assert both(mentions("torch.mm"), lambda tried: {"n": 1})(request) == {"n": 1}
    assert both(mentions(".mv"), lambda tried: {"n": 1})(request) is False


def test_numbers_and_tensors_are_compared_alike() -> None:
    assert same_numbers(2.0, 2, (0.0, 0.0)) is True
    assert same_numbers(torch.tensor(2.0), 2.0, (0.0, 0.0)) is True
    assert same_numbers(torch.tensor([2.0]), 2.0, (0.0, 0.0)) is False
    assert same_numbers("2", 2.0, (0.0, 0.0)) is False
