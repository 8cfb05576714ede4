"""An exception or a text that only looks like a mistake is not named."""

from __future__ import annotations

import pytest

from tests.exercises.torchgrade_d2l.linear_regression.sgd.test_moves import by, named, tried
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Tried, Written
from torchgrade.model.results import Frame


def raised(kind: str, message: str, line: str, references: frozenset[str] = frozenset()) -> set[str]:
    """Return the mistakes named for an exception of a line."""
    frames = [Frame(place="ada.py, line 3", function="sgd", line=line)]
    failure = CheckFailedError("raised.exception", frames=frames, type=kind, message=message, place="ada.py, line 3")
    written = Written(references=references, parameters=("params", "lr", "batch_size"))
    return named(Tried("call", "sgd", (), ([], 0.03, 7), failure=failure, written=written))


@pytest.mark.parametrize(
    ("kind", "message", "line", "names"),
    [
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "find(param).grad.zero_()", set()),
        ("ValueError", "too many values to unpack (expected 2)", "for i, (a, b) in enumerate(params):", set()),
        ("AttributeError", "'list' object has no attribute 'apend'", "params.apend(w)", set()),
        ("AttributeError", "'list' object has no attribute 'weight'", "other.weight", set()),
        ("AttributeError", "'tuple' object has no attribute 'weight'", "params.weight.data -= lr", {"takes_a_net"}),
        ("AttributeError", "'list' object has no attribute 'named_weights'", "for _, p in params.named_weights:", {"takes_a_net"}),
        ("AttributeError", "'Tensor' object has no attribute 'grid'", "p.grid", set()),
        ("TypeError", "'list' object is not callable", "y = rest(X)", set()),
        ("TypeError", "'float' object is not iterable", "for p, v in zip(params, lr):", set()),
        ("ValueError", "no", "raise ValueError('no')", set()),
    ],
)  # fmt: skip
def test_an_exception_is_named_only_for_its_own_line(kind: str, message: str, line: str, names: set[str]) -> None:
    assert raised(kind, message, line) == names


def test_a_gradient_of_data_is_not_called_a_new_tensor() -> None:
    message = "'NoneType' object has no attribute 'zero_'"

    assert raised("AttributeError", message, "p.grad.zero_()", frozenset({".data"})) == set()


def written(what: Tried, text: str, *parameters: str) -> set[str]:
    """Return the mistakes named for a call of a function with this text."""
    what.names, what.written = ("params", "lr", "batch_size"), Written(text=text, parameters=parameters)
    return named(what)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("lr = 0.01\ndef sgd(params, LR, batch_size):\n p -= lr * p.grad", {"outside"}),
        ("lr = 0.01\ndef sgd(params, LR, batch_size):\n print(LR)\n p -= lr * p.grad", {"scaled"}),
        ("def sgd(params, LR, batch_size):\n p -= 0.01 * p.grad", {"scaled"}),
    ],
)
def test_a_name_from_outside_is_named_only_if_the_parameter_is_not_read(text: str, name: set[str]) -> None:
    assert written(tried(by(1 / 3)), text, "params", "LR", "batch_size") == name


@pytest.mark.parametrize("text", ["g = p.grad.clone()\np -= lr * g", "q = p.clone()\nr -= q"])
def test_a_copy_is_named_only_if_the_step_is_made_on_its_name(text: str) -> None:
    assert written(tried(by(0.0)), text) == set()
