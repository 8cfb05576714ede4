"""Exactly one mistake that reproduces what came is named; several are told apart by other inputs, or told together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from torchgrade.checking import diagnosis
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
from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Diagnosis
from torchgrade.protocol.messages import Scalar

CATALOGUE = Catalogue({"f.halved": "Halved {n} times.", "f.negated": "Negated.", "f.other": "Other."})
X = torch.tensor([[1.0, 2.0], [3.0, -4.0]])


def tried(value: Any, *arguments: Any) -> Tried:
    return Tried("call", "f(X)", ("X",), arguments or (X,), answer=Answer(value=value, node=Scalar(None)))


def halved(X: torch.Tensor) -> torch.Tensor:
    return X / 2


def mistake(name: str, symptom: Any, *checks: str) -> Misconception:
    return Misconception(id=f"f.{name}", symptom=symptom, checks=checks)


NEGATED = mistake("negated", twin(torch.neg))
OTHER = mistake("other", lambda tried: False)


def found(*misconceptions: Misconception, value: Any = -X) -> str | None:
    answer = diagnose("f.rows", tried(value), misconceptions, CATALOGUE)
    return None if answer is None else answer.misconception


def test_exactly_one_match_names_the_mistake() -> None:
    answer = diagnose("f.rows", tried(-X), [mistake("halved", twin(halved)), NEGATED, OTHER], CATALOGUE)

    assert answer == Diagnosis(misconception="f.negated", message="Negated.")


def test_no_match_and_several_matches_name_none() -> None:
    assert found(OTHER) is None
    assert found() is None
    assert found(NEGATED, mistake("other", lambda tried: True)) is None


def test_a_symptom_that_raises_matches_nothing_and_hides_no_other() -> None:
    def broken(tried: Tried) -> bool:
        raise KeyError("parameters")

    assert found(mistake("other", broken)) is None
    assert found(mistake("other", broken), NEGATED) == "f.negated"


def test_a_symptom_may_fill_the_fields_of_its_sentence() -> None:
    symptom = mistake("halved", lambda tried: {"n": 2})
    answer = diagnose("f.rows", tried(X), [symptom], CATALOGUE)

    assert answer == Diagnosis(misconception="f.halved", message="Halved 2 times.", values={"n": 2})


def test_an_empty_dict_is_a_match_too() -> None:
    assert found(mistake("other", lambda tried: {})) == "f.other"


def test_a_mistake_explains_only_the_checks_that_it_names() -> None:
    assert found(mistake("negated", twin(torch.neg), "f.shape")) is None
    assert found(mistake("negated", twin(torch.neg), "f.shape", "f.rows")) == "f.negated"


def test_nothing_tried_is_nothing_to_explain() -> None:
    assert diagnose("f.rows", None, [mistake("other", lambda tried: True)], CATALOGUE) is None


def test_a_sentence_that_no_catalogue_has_is_the_authors_error() -> None:
    with pytest.raises(CourseError, match="nowhere"):
        found(mistake("nowhere", lambda tried: True))


def test_the_budget_of_time_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.1, 10.0])
    monkeypatch.setattr(diagnosis, "time", type("Clock", (), {"process_time": staticmethod(lambda: next(clock))}))

    assert found(NEGATED, OTHER) is None


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (-X, True),
        (-X.double(), True),
        (-X + 1e-6, True),
        (-X + 1e-2, False),
        ((-X).T, False),
        ((-X).reshape(-1), False),
        ((-X).to(torch.complex64), False),
        (None, False),
        ([1.0], False),
    ],
)
def test_a_twin_is_recognised_by_its_numbers_and_shape(value: Any, same: bool) -> None:
    assert twin(torch.neg)(tried(value)) is same


def test_a_twin_that_overflows_is_recognised_by_its_nan() -> None:
    big = torch.tensor([1000.0, 1.0])
    plain = twin(lambda X: X.exp() / X.exp().sum())

    assert plain(tried(torch.tensor([torch.nan, 0.0]), big)) is True
    assert plain(tried(torch.tensor([0.0, torch.nan]), big)) is False


def test_a_twin_that_cannot_take_the_arguments_is_not_the_mistake() -> None:
    assert twin(lambda X: X @ torch.ones(7))(tried(X)) is False
    assert twin(lambda X, y: X)(tried(X)) is False


def test_a_twin_changes_no_argument() -> None:
    before = X.clone()
    twin(lambda X: X.neg_())(tried(-X))

    assert torch.equal(X, before)


def test_a_twin_of_a_check_without_an_answer_is_not_the_mistake() -> None:
    assert twin(torch.neg)(Tried("call", "f(X)", ("X",), (X,))) is False


SUBJECTS = Catalogue({
    "f.abs": "The sign is lost.", "f.same": "X itself.", "f.about.sign": "the sign", "f.about.step": "the step",
    SEVERAL: "They are about: {subjects}.", "page.list.semicolon": "; ",
})  # fmt: skip
POSITIVE = torch.tensor([1.0, 2.0])


def made(function: Callable[..., Any], *arguments: Any, previous: Tried | None = None, **further: Any) -> Tried:
    """Return a request with what a function makes of it."""
    answer, failure = None, None
    try:
        answer = Answer(value=function(*arguments), node=Scalar(None))
    except Exception as error:  # noqa: BLE001 - as the worker takes whatever a submission raises
        failure = CheckFailedError("raised.exception", type=type(error).__name__, message=str(error), place="")
    return Tried("call", "f(X, y)", ("X", "y"), arguments, answer, failure, previous=previous, **further)


def known(name: str, function: Any, about: str = "") -> Misconception:
    return Misconception(id=f"f.{name}", symptom=function, about=about and f"f.about.{about}")


def asking(function: Callable[..., Any], asked: list[tuple[Any, ...]]) -> Callable[..., Tried]:
    def again(*arguments: Any) -> Tried:
        asked.append(arguments)
        return made(function, *arguments)

    return again


def test_a_twin_must_give_what_came_in_every_call_of_the_check() -> None:
    first = made(torch.clone, torch.tensor([-1.0]))

    assert twin(torch.abs)(made(torch.clone, POSITIVE)) is True
    assert twin(torch.abs)(made(torch.clone, POSITIVE, previous=first)) is False


def test_a_twin_that_raises_the_same_words_is_the_mistake() -> None:
    def no_keepdim(X: torch.Tensor) -> torch.Tensor:
        return X / X.sum(1)

    X = torch.ones(4, 5)

    assert twin(no_keepdim)(made(lambda X: X.exp() / X.exp().sum(1), X)) is True
    assert twin(no_keepdim)(made(lambda X: X / torch.ones(3), X)) is False


def test_a_difference_of_1e_6_is_seen_in_float64_only() -> None:
    X = torch.tensor([1.0, 2.0])

    assert twin(torch.clone)(made(lambda X: X + 1e-6, X)) is True
    assert twin(torch.clone)(made(lambda X: X + 1e-6, X.double())) is False


def test_twins_that_agree_are_told_apart_by_other_numbers() -> None:
    def shifted(X: torch.Tensor) -> torch.Tensor:
        return X.clamp(min=1.0)

    asked: list[tuple[Any, ...]] = []
    request = made(torch.clone, torch.linspace(1, 2, 9))
    request.again = asking(torch.clone, asked)
    found = diagnose("f.rows", request, [known("abs", twin(shifted)), known("same", twin(torch.clone))], SUBJECTS)

    assert found == Diagnosis(misconception="f.same", message="X itself.")
    assert len(asked) == 2


def test_several_mistakes_name_none_and_say_what_they_are_about() -> None:
    same = [known("abs", twin(torch.abs), "sign"), known("same", twin(torch.clone), "sign")]
    other = [same[0], known("same", twin(torch.clone), "step")]

    found = [diagnose("f.rows", made(torch.clone, POSITIVE), some, SUBJECTS) for some in (same, other)]

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
    request = made(swapped, POSITIVE, torch.ones(2))
    request.again = asking(swapped, asked)

    assert other_order(minus)(request) == {"order": "y, X", "signature": "f(X, y)"}
    assert len(asked) == 1
    request.again = asking(torch.add, asked)
    assert other_order(minus)(request) is False
    request.again = None
    assert other_order(minus)(request) is False


def test_another_order_is_told_by_what_an_iteration_gives() -> None:
    request = made(lambda n, X: X[:n], POSITIVE, 1)
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
    assert gradient_twin(lambda X: X.detach() * X)(made(torch.square, X, previous=vjp)) is True
    assert gradient_twin(lambda X: X)(made(torch.square, X)) is False


def test_symptoms_are_joined() -> None:
    request = made(lambda X: X @ torch.ones(7), POSITIVE, written=Written(references=frozenset({"torch.mm"})))

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
