"""Each mistake is named by what it does, and by nothing that looks like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from tests.exercises.torchgrade_d2l.linear_regression.sgd.test_moves import by, tried
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.results import Frame
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import Record, Scalar
from torchgrade_d2l.linear_regression.sgd.misconceptions import MISCONCEPTIONS
from torchgrade_d2l.linear_regression.sgd.steps import SHAPES

CATALOGUE = load_catalogue([folder("torchgrade_d2l") / "messages"])


def named(check: str, what: Tried) -> set[str]:
    """Return the mistakes that are recognised in a failed check, each asked by itself."""
    found = (diagnose(f"sgd.{check}", what, [misconception], CATALOGUE) for misconception in MISCONCEPTIONS)
    return {diagnosis.misconception.removeprefix("sgd.mistake.") for diagnosis in found if diagnosis is not None}


@pytest.mark.parametrize(
    ("ratio", "name"),
    [(7.0, "batch_size_unused"), (-1.0, "ascent"), (0.7, "divisor"), (7 / 256, "divisor"), (49.0, "scaled"),
     (1 / 0.03, "scaled"), ((7 / 0.03) ** 2, "order"), (2.0, "scaled")],
)  # fmt: skip
def test_a_step_of_the_wrong_length_is_named(ratio: float, name: str) -> None:
    assert named("step", tried(by(ratio))) == {name}


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.001, 0.5, 0.02])
def test_a_rate_from_elsewhere_is_not_called_a_wrong_divisor(lr: float) -> None:
    assert named("step", tried(by(lr / 0.03))) == {"scaled"}


def test_a_right_step_is_no_mistake() -> None:
    assert named("step", tried(by(1.0))) == set()


def test_division_by_the_own_number_of_elements_is_named() -> None:
    assert named("step", tried(lambda i, p: by(7 / p.numel())(i, p))) == {"divisor"}


def test_division_by_the_own_length_is_named() -> None:
    what = tried(lambda i, p: by(7 / len(p))(i, p), forms=SHAPES)

    assert named("step", what) == {"divisor"}


@pytest.mark.parametrize(("moved", "name"), [({0}, {"first_only"}), ({3}, {"last_only"}), ({1, 2}, set())])
def test_parameters_left_out_are_named(moved: set[int], name: set[str]) -> None:
    assert named("step", tried(lambda i, p: by(float(i in moved))(i, p))) == name


@pytest.mark.parametrize(
    ("functions", "operators", "name"),
    [
        ([], ["mul", "div", "sub"], {"new_tensor"}),
        ([], ["mul", "div", "sub_", "zero_"], {"zeroed_first"}),
        (["torch.Tensor.data.__set__"], ["mul", "div", "sub", "zero_"], {"zeroed_first"}),
        ([], ["clone", "mul", "div", "sub_", "zero_"], set()),
        ([], [], set()),
    ],
)
def test_parameters_that_did_not_move_are_explained_by_what_ran(
    functions: list[str], operators: list[str], name: set[str]
) -> None:
    assert named("step", tried(by(0.0), record=Record(functions=functions, operators=operators))) == name


def raised(kind: str, message: str, line: str = "", references: frozenset[str] = frozenset()) -> Tried:
    frames = [Frame(place="ada.py, line 3", function="sgd", line=line)]
    failure = CheckFailedError("raised.exception", frames=frames, type=kind, message=message, place="ada.py, line 3")
    return Tried("call", "sgd", (), ([], 0.03, 7), failure=failure, written=Written(references=references))


@pytest.mark.parametrize(
    ("kind", "message", "line", "name"),
    [
        ("RuntimeError", "a leaf Variable that requires grad is being used in an in-place operation.", "w -= 1", {"no_grad"}),
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "param.grad.zero_()", {"new_tensor"}),
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "find(param).grad.zero_()", set()),
        ("ValueError", "too many values to unpack (expected 2)", "w, b = params", {"unpacked"}),
        ("ValueError", "too many values to unpack (expected 2)", "for w, g in params:", set()),
        ("TypeError", "'float' object is not iterable", "for p in params:", {"other_order"}),
        ("TypeError", "'float' object is not iterable", "for p, v in zip(params, states):", {"chapter_11"}),
        ("TypeError", "'float' object is not iterable", "for p, v in zip(params, lr):", set()),
        ("TypeError", "'int' object is not subscriptable", "p -= hyperparams['lr'] * p.grad", {"chapter_11"}),
        ("ValueError", "no", "raise ValueError('no')", set()),
    ],
)  # fmt: skip
def test_what_was_raised_names_the_mistake(kind: str, message: str, line: str, name: set[str]) -> None:
    assert named("step", raised(kind, message, line)) == name


@pytest.mark.parametrize(
    ("kind", "message", "line", "name"),
    [
        ("TypeError", "'tuple' object does not support item assignment", "params[i] -= 1", {"assigned_items"}),
        ("TypeError", "len() of a 0-d tensor", "for i in range(len(p)):", {"no_dimension"}),
        ("IndexError", "slice() cannot be applied to a 0-dim tensor.", "p[:] = p - 1", {"no_dimension"}),
    ],
)
def test_what_a_tuple_or_a_single_number_does_not_bear_is_named(
    kind: str, message: str, line: str, name: set[str]
) -> None:
    assert named("generator", raised(kind, message, line)) == name


@pytest.mark.parametrize(("moved", "name"), [(0.0, {"new_items"}), (1.0, set())])
def test_items_that_only_the_list_holds_are_named(moved: float, name: set[str]) -> None:
    inputs = {"w": torch.ones(3, 1), "b": torch.ones(1)}
    answer = Answer(value={key: value - moved for key, value in inputs.items()}, node=Scalar(None))

    assert named("step", Tried("run", "sgd", (), (), answer=answer, inputs=inputs)) == name


def test_a_gradient_of_data_is_not_called_a_new_tensor() -> None:
    message = "'NoneType' object has no attribute 'zero_'"

    assert named("step", raised("AttributeError", message, "p.grad.zero_()", frozenset({".data"}))) == set()


def kept(*places: int) -> Callable[[int, torch.Tensor], torch.Tensor | None]:
    return lambda i, p: p.grad if i in places else None


@pytest.mark.parametrize(
    ("left", "references", "operators", "name"),
    [
        ((0, 1, 2, 3), set(), ["sub_"], {"not_cleared"}),
        ((0, 1, 2, 3), {".zero_"}, ["sub_"], {"not_called"}),
        ((0, 1, 2, 3), {".zero_"}, ["sub_", "clone", "zero_"], set()),
        ((0, 1, 2), {".zero_"}, ["sub_", "zero_"], {"last_cleared"}),
        ((1, 2, 3), {".zero_"}, ["sub_", "zero_"], set()),
    ],
)
def test_gradients_that_stay_are_explained(
    left: tuple[int, ...], references: set[str], operators: list[str], name: set[str]
) -> None:
    what = tried(by(1.0), kept(*left), record=Record(operators=operators))
    what.written = Written(references=frozenset(references))

    assert named("cleared", what) == name


def test_a_generator_that_was_walked_twice_is_named() -> None:
    assert named("generator", tried(by(1.0), kept(0, 1, 2, 3))) == {"walked_twice"}
    assert named("generator", tried(by(0.0))) == {"walked_twice"}
    assert named("generator", raised("TypeError", "object of type 'generator' has no len()")) == {"walked_twice"}
    assert named("generator", raised("TypeError", "I want a list")) == set()


def test_a_parameter_that_is_never_trained_again_is_named() -> None:
    what = tried(by(1.0))
    assert what.answer is not None
    off = Tried("run", "sgd", (), (), answer=Answer(value={"grad_enabled": False}, node=Scalar(None)))

    assert named("leaf", what) == set()
    assert named("leaf", off) == {"grad_mode"}


def test_new_values_that_are_only_returned_are_named() -> None:
    what = tried(by(0.0), record=Record(operators=["mul", "div", "sub"]))
    params = what.arguments[0]
    assert what.answer is not None
    answer = Answer(
        value=[by(1.0)(i, p.detach()) for i, p in enumerate(params)], node=Scalar(None), states=what.answer.states,
        record=what.answer.record,
    )  # fmt: skip
    what.answer = answer

    assert named("step", what) == {"returned"}
