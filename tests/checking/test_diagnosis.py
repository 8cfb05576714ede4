"""Exactly one mistake that reproduces what came is named; none and several are not."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking import diagnosis
from torchgrade.checking.diagnosis import Misconception, diagnose, twin
from torchgrade.checking.proxies import Answer, Tried
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
