"""Each mistake is named by what it does, and by nothing that looks like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from tests.exercises.torchgrade_d2l.linear_regression.sgd.test_moves import by, tried
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Opaque, Tried, Written
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
     (1 / 0.03, "scaled"), (0.5, "scaled"), (2.0, "scaled")],
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


@pytest.mark.parametrize(
    ("moved", "name"),
    [({0}, {"first_only"}), ({3}, {"last_only"}), ({1, 2}, set()), ({0, 1, 2}, {"last_left_out"})],
)
def test_parameters_left_out_are_named(moved: set[int], name: set[str]) -> None:
    assert named("step", tried(lambda i, p: by(float(i in moved))(i, p))) == name


@pytest.mark.parametrize(
    ("functions", "operators", "name"),
    [
        ([], ["mul", "div", "sub"], {"new_tensor"}),
        ([], ["mul", "div", "sub_", "zero_"], {"zeroed_first"}),
        (["torch.Tensor.data.__set__"], ["mul", "div", "sub", "zero_"], {"zeroed_first"}),
        ([], ["clone", "mul", "div", "sub_", "zero_"], set()),
        ([], ["add", "mul", "div", "sub_", "zero_"], set()),
        ([], [], set()),
    ],
)
def test_parameters_that_did_not_move_are_explained_by_what_ran(
    functions: list[str], operators: list[str], name: set[str]
) -> None:
    assert named("step", tried(by(0.0), record=Record(functions=functions, operators=operators))) == name


def written(what: Tried, text: str, *parameters: str) -> Tried:
    what.names, what.written = ("params", "lr", "batch_size"), Written(text=text, parameters=parameters)
    return what


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("lr = 0.01\ndef sgd(params, LR, batch_size):\n p -= lr * p.grad", {"outside"}),
        ("lr = 0.01\ndef sgd(params, LR, batch_size):\n print(LR)\n p -= lr * p.grad", {"scaled"}),
        ("def sgd(params, LR, batch_size):\n p -= 0.01 * p.grad", {"scaled"}),
    ],
)
def test_a_name_from_outside_is_told_where_the_parameter_is_not_read(text: str, name: set[str]) -> None:
    assert named("step", written(tried(by(1 / 3)), text, "params", "LR", "batch_size")) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("q = p.detach().clone()\nq -= lr * p.grad", {"on_copy"}),
        ("g = p.grad.clone()\np -= lr * g", set()),
        ("q = p.clone()\nr -= q", set()),
    ],
)
def test_a_step_on_a_copy_is_told_by_the_name_that_was_changed(text: str, name: set[str]) -> None:
    assert named("step", written(tried(by(0.0)), text)) == name
    assert named("step", written(tried(by(2.0)), text)) == {"scaled"}


def test_a_function_that_yields_is_told() -> None:
    what = written(tried(by(0.0)), "yield p")
    assert what.answer is not None
    what.answer = replace(what.answer, value=Opaque(type="generator"))

    assert named("step", what) == {"yields"}
    assert named("step", written(what, "return (p for p in params)")) == set()


def test_parameters_that_became_zero_are_told_and_none_left_is_not_zero() -> None:
    what = tried(lambda i, p: torch.zeros_like(p))
    assert named("step", what) == {"parameter_zeroed"}

    assert what.answer is not None
    what.answer = replace(what.answer, states=((),))
    assert named("step", what) == set()


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (2, 0, 1)])
def test_another_order_is_told_by_parameters_that_then_move_right(order: tuple[int, ...]) -> None:
    what = written(raised("TypeError", "'float' object is not iterable", "for p in params:"), "")
    right = tried(by(1.0))
    what.arguments = right.arguments

    def again(*arguments: object) -> Tried:
        assert right.answer is not None
        fits = [id(argument) for argument in arguments] == [id(what.arguments[i]) for i in order]
        at = order.index(0)
        states = tuple(right.answer.states[0] if place == at else () for place in range(3))
        return Tried("call", "", (), arguments, answer=replace(right.answer, states=states) if fits else None)

    what.again = again

    assert named("step", what) == {"order"}


def test_gradients_that_are_asked_for_as_an_argument_are_named() -> None:
    for names, name in ((("w", "dw", "config"), {"gradients"}), (("params", "lr", "grads"), {"gradients"})):
        what = raised("TypeError", "'float' object is not iterable", "for p, g in zip(params, grads):")
        what.written = Written(parameters=names)

        assert named("step", what) == name


def raised(kind: str, message: str, line: str = "", references: frozenset[str] = frozenset()) -> Tried:
    frames = [Frame(place="ada.py, line 3", function="sgd", line=line)]
    failure = CheckFailedError("raised.exception", frames=frames, type=kind, message=message, place="ada.py, line 3")
    return Tried(
        "call",
        "sgd",
        (),
        ([], 0.03, 7),
        failure=failure,
        written=Written(references=references, parameters=("params", "lr", "batch_size")),
    )


@pytest.mark.parametrize(
    ("kind", "message", "line", "name"),
    [
        ("RuntimeError", "a leaf Variable that requires grad is being used in an in-place operation.", "w -= 1", {"no_grad"}),
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "param.grad.zero_()", {"new_tensor"}),
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "find(param).grad.zero_()", set()),
        ("ValueError", "too many values to unpack (expected 2)", "w, b = params", {"unpacked"}),
        ("ValueError", "too many values to unpack (expected 2)", "for w, g in params:", {"pairs"}),
        ("TypeError", "'float' object is not iterable", "for p in params:", set()),
        ("TypeError", "assigned grad expected to be a Tensor or None but got grad of type int", "p.grad = 0", {"number_as_gradient"}),
        ("AttributeError", "'list' object has no attribute 'grad'", "params -= lr * params.grad", {"of_list"}),
        ("AttributeError", "'list' object has no attribute 'named_weights'", "for _, p in params.named_weights:", {"takes_a_net"}),
        ("AttributeError", "'list' object has no attribute 'parameters'", "for p in params.parameters():", {"takes_a_net"}),
        ("AttributeError", "'tuple' object has no attribute 'weight'", "params.weight.data -= lr", {"takes_a_net"}),
        ("AttributeError", "'list' object has no attribute 'param_groups'", "for g in params.param_groups:", {"takes_a_net"}),
        ("AttributeError", "'list' object has no attribute 'apend'", "params.apend(w)", set()),
        ("AttributeError", "'list' object has no attribute 'weight'", "other.weight", set()),
        ("TypeError", "'list' object is not callable", "y = params(X)", {"called"}),
        ("TypeError", "'list' object is not callable", "y = rest(X)", set()),
        ("AttributeError", "'Tensor' object has no attribute 'weight'", "p.weight -= lr * p.weight.grad", {"of_layer"}),
        ("AttributeError", "'Tensor' object has no attribute 'grid'", "p.grid", set()),
        ("TypeError", "list indices must be integers or slices, not str", "params['w'] -= lr", {"by_name"}),
        ("ValueError", "too many values to unpack (expected 2)", "for name, p in params:", {"pairs"}),
        ("ValueError", "too many values to unpack (expected 2)", "for i, (a, b) in enumerate(params):", set()),
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
        ((0, 1, 2, 3), {".data"}, ["sub_"], {"left_to_the_loop"}),
        ((0, 1, 2, 3), {".zero_"}, ["sub_", "clone", "zero_"], {"copy_cleared"}),
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
