"""A mistake is named for its own list of names, and for nothing that only looks like it."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.model.results import Frame
from torchgrade.protocol.messages import Opaque, Scalar
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.mistakes import mistake
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.oracle import NAMES


def named(value: Any, check: str = "names", text: str = "", raised: str = "") -> dict[str, Any]:
    """Return the mistakes that fit to this result for the labels 0 to 9, with their fields."""
    tried = Tried("call", "", ("labels",), (torch.arange(10),), written=Written(text=text, parameters=("labels",)))
    if raised:
        kind, _, message = raised.partition(": ")
        frames = [Frame(place="", function="", line="")]
        tried.failure = CheckFailedError("raised.exception", frames=frames, type=kind, message=message, place="")
    else:
        tried.answer = Answer(value=value, node=Scalar(None))
    found = [one for one in mistake.misconceptions() if f"get_fashion_mnist_labels.{check}" in one.checks]
    fits = {one.id.rpartition(".")[2]: _fits(one.symptom, tried) for one in found}
    return {name: fields for name, fields in fits.items() if fields}


def _fits(symptom: Any, tried: Tried) -> Any:
    try:
        return symptom(tried)
    except Exception:  # noqa: BLE001 - a diagnosis takes any exception of a symptom for "no"
        return False


def changed(**names: str) -> list[str]:
    return [names.get(f"c{i}", name) for i, name in enumerate(NAMES)]


def test_one_other_name_is_misspelt_and_shown() -> None:
    assert named(changed(c9="ankleboot")) == {"misspelt": {"i": 9, "want": "ankle boot", "name": "ankleboot"}}


def test_many_similar_names_are_misspelt_and_other_words_are_not() -> None:
    similar = ["tshirt", "trousers", "pull over", "dress", "coat", "sandals", "shirt", "sneakers", "bag", "ankle-boot"]
    assert named(similar) == {"misspelt": {"i": 0, "want": "t-shirt", "name": "tshirt"}}
    assert named(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]) == {}


def test_two_names_in_each_others_places_are_exchanged_and_not_misspelt() -> None:
    assert named(changed(c0="shirt", c6="t-shirt")) == {"exchanged": {"i": 0, "j": 6}}


def test_two_other_names_are_misspelt() -> None:
    assert named(changed(c0="tshirt", c6="blouse"))["misspelt"]["i"] == 0


@pytest.mark.parametrize(
    "value",
    [
        list(NAMES), ["x"] * 10, [*NAMES, "x"], list(NAMES[:9]), [None] * 10, [3.0] * 10, [Opaque("str_")] * 10, None, "",
        Opaque("set"), Opaque("ndarray"), {"names": list(NAMES)}, torch.zeros(10, 10), float("nan"), [list(NAMES)],
    ],
)  # fmt: skip
def test_other_results_have_no_name(value: Any) -> None:
    assert named(value) == {}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("names = ['a', 'b' 'c']", {"too_few_names": {"n": 2}}),
        ("names = ('a', 'b', 'c')", {"too_few_names": {"n": 3}}),
        (f"names = {list(NAMES)}", {}),
        ("names = ['a', 'b']\nothers = ['a', 'b', 'c']", {}),
        ("names = [1, 2, 3]", {}),
        ("names = labels", {}),
    ],
)
def test_an_index_past_the_end_is_explained_by_a_short_list_of_texts(text: str, fields: dict[str, Any]) -> None:
    assert named(None, text=text, raised="IndexError: list index out of range") == fields


@pytest.mark.parametrize(
    ("kind", "name"), [("map", {"iterator": True}), ("ndarray", {"array": True}), ("set", {}), ("Mine", {})]
)
def test_a_result_that_is_no_list_is_named_by_its_type(kind: str, name: dict[str, Any]) -> None:
    assert named(Opaque(kind), "forms") == name
