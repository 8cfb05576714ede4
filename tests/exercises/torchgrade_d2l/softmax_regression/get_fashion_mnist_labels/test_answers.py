"""An answer may be any value: the names are read from it, or the check fails and says why."""

from __future__ import annotations

from typing import Any, cast

import pytest
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.answers import assert_names, list_of, names_of
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.oracle import NAMES

LABELS = [0, 1]
RIGHT = ["t-shirt", "trouser"]


class Pretended:
    """A student's function with a fixed result, and a fixed result of the scenario that reads it."""

    def __init__(self, value: Any, read: Any = None) -> None:
        self.value = value
        self.read = read

    def get_fashion_mnist_labels(self, labels: Any) -> Any:
        return self.value

    def run(self, scenario: str, describe: str, **inputs: Any) -> Any:
        return {"names": self.read}


def names(value: Any, read: Any = None) -> list[Any]:
    return names_of(cast("Student", Pretended(value, read)), LABELS)


def failure(got: Any, want: Any = RIGHT) -> CheckFailedError:
    with pytest.raises(CheckFailedError) as caught:
        assert_names(got, want)
    return caught.value


@pytest.mark.parametrize("value", [RIGHT, tuple(RIGHT)])
def test_a_list_and_a_tuple_are_read_as_they_are(value: Any) -> None:
    assert names(value) == RIGHT


@pytest.mark.parametrize("kind", ["generator", "map", "ndarray"])
def test_an_iterator_and_an_array_are_read_in_the_worker(kind: str) -> None:
    assert names(Opaque(kind), RIGHT) == RIGHT


def test_texts_of_numpy_in_a_list_are_read_in_the_worker() -> None:
    assert names([Opaque("str_"), Opaque("str_")], RIGHT) == RIGHT


@pytest.mark.parametrize("value", [Opaque("set"), Opaque("Mine"), "t-shirt", 3, torch.zeros(2), {"a": 1}])
def test_another_result_is_no_list(value: Any) -> None:
    with pytest.raises(CheckFailedError) as caught:
        names(value)
    assert caught.value.message_id == "get_fashion_mnist_labels.not_list"


@pytest.mark.parametrize("read", [None, 3, "x", {}, Opaque("list")])
def test_a_scenario_that_leaves_something_else_fails_the_check(read: Any) -> None:
    with pytest.raises(CheckFailedError):
        names(Opaque("map"), read)


def test_nothing_at_all_has_its_own_message() -> None:
    with pytest.raises(CheckFailedError) as caught:
        list_of(None)
    assert caught.value.message_id == "value.none"


@pytest.mark.parametrize("item", [None, 3, True, torch.zeros(3, 3), ["bag"], Opaque("str_"), {}])
def test_an_item_that_is_no_text_fails_and_is_named_by_its_type(item: Any) -> None:
    error = failure(["t-shirt", item])
    assert (error.message_id, error.values["index"]) == ("get_fashion_mnist_labels.not_text", 1)


def test_each_different_name_is_shown_beside_the_expected_one() -> None:
    error = failure(["tee", "trouser"])
    assert error.values == {"count": 1, "n": 2, "names": '[0] "tee" ≠ "t-shirt"'}


def test_long_and_dangerous_names_are_cut_and_made_visible() -> None:
    error = failure(["\x1b[31m" + 10_000 * "x"] * len(NAMES), NAMES)
    assert "\x1b" not in str(error.values["names"])
    assert len(str(error.values["names"])) < 600
    assert error.got is not None
    assert len(error.got.text) < 600


def test_another_number_of_names_is_counted() -> None:
    assert failure(["t-shirt"]).values == {"want": 2, "count": 1}
