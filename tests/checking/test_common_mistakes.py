"""What PyTorch raises is said in words that tell what to look at: each from the exception itself, as it comes."""

from __future__ import annotations

import re
import types
from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.common_mistakes import COMMON
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Tried, Written
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.results import Frame
from torchgrade.plugins.resources import folder

CATALOGUE = catalogue_for()
X = torch.arange(20.0).reshape(4, 5)


def leaf() -> torch.Tensor:
    return torch.ones(3, requires_grad=True)


def in_place_needed() -> None:
    w = leaf()
    product = w.exp()
    product += 1
    product.sum().backward()


def second_backward() -> None:
    loss = (leaf() ** 2).sum()
    loss.backward()
    loss.backward()


def unbound() -> None:
    if X.sum() < 0:
        value = 1
    print(value)


def told(
    act: Callable[[], object], *, text: str = "", parameters: tuple[str, ...] = (), **names: frozenset[str]
) -> str:
    """Return the id of the mistake that is named for what an act raises, and hold its sentence to its fields."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever torch raises
        act()
    failure = CheckFailedError("raised.exception", type=caught.type.__name__, message=str(caught.value), place="")
    nothing: frozenset[str] = frozenset()
    written = Written(
        text=text, parameters=parameters, names=names.get("known", nothing),
        references=names.get("references", nothing),
    )  # fmt: skip
    tried = Tried("call", "f(X, y)", ("X", "y"), (X,), failure=failure, written=written)
    found = (diagnose("f.rows", tried, [one], CATALOGUE) for one in COMMON)
    named = next((one for one in found if one is not None), None)
    assert named is None or "{" not in named.message
    return named.misconception.partition(".")[2] if named is not None else ""


def test_a_leaf_changed_in_place() -> None:
    def act() -> None:
        w = leaf()
        w -= 0.1

    assert told(act) == "in_place_leaf"


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (in_place_needed, "in_place_needed"),
        (lambda: X - torch.max(X, dim=1, keepdim=True), "pair"),
        (lambda: torch.max(X, dim=1).exp(), "pair"),
        (lambda: X / torch.ones(4), "broadcast"),
        (lambda: X @ torch.ones(4, 2), "matmul"),
        (lambda: torch.mm(X, torch.ones(5)), "matmul_dimensions"),
        (lambda: X.reshape(3, 7), "reshape"),
        (lambda: X.sum(2), "dimension"),
        (lambda: len(X.sum()), "no_entries"),
        (lambda: list(X.sum()), "no_entries"),
        (lambda: X.sum()[0], "no_entries"),
        (lambda: X[0][:, 1], "many_indices"),
        (lambda: X[9], "index"),
        (lambda: X[torch.ones(2)], "index_type"),
        (lambda: X @ torch.ones(5, 2, dtype=torch.float64), "dtype"),
        (lambda: bool(X > 1), "truth"),
        (lambda: float(X), "scalar"),
        (lambda: X.item(), "scalar"),
        (lambda: (leaf() * 2).backward(), "not_scalar_loss"),
        (lambda: X.sum().backward(), "no_graph"),
        (second_backward, "second_backward"),
        (lambda: leaf().grad.zero_(), "no_gradient_yet"),
        (lambda: 0.1 * leaf().grad, "no_gradient_yet"),
        (lambda: leaf().numpy(), "numpy_of_gradient"),
        (lambda: X(1), "not_callable"),
        (unbound, "unbound"),
        (lambda: (torch.max(X, dim=1) == 1).sum(), "one_truth_value"),
        (lambda: torch.sofmax(X), "misspelt_function"),  # type: ignore[attr-defined]
        (lambda: X.argmx(), "misspelt_function"),  # type: ignore[attr-defined]
        (lambda: unbound(1), "inner_arguments"),  # type: ignore[call-arg]
        (lambda: {}["a"], ""),
        (lambda: types.ModuleType("submission").f, "nothing_to_call"),
    ],
)  # fmt: skip
def test_an_exception_of_torch_or_python(act: Callable[[], object], name: str) -> None:
    assert told(act) == name


@pytest.mark.parametrize(("line", "named"), [("assert X.ndim == 3", True), ("return helper(X)", False)])
def test_an_assert_of_the_file_is_quoted(line: str, named: bool) -> None:
    frames = [Frame(place="ada.py, line 2", function="f", line=line)]
    failure = CheckFailedError("raised.exception", frames=frames, type="AssertionError", message="", place="")
    tried = Tried("call", "f(X)", ("X",), (X,), failure=failure)
    found = [diagnose("f.rows", tried, [one], CATALOGUE) for one in COMMON if one.id == "mistake.own_assert"]

    assert [one is not None and line in one.message for one in found] == [named]


def test_a_missing_name_is_compared_with_what_there_is() -> None:
    def act() -> None:
        y  # type: ignore[name-defined] # noqa: B018, F821

    assert told(act) == "missing_name"
    assert told(act, parameters=("X", "labels")) == "parameter_renamed"

    def misspelt() -> None:
        batch_sise  # type: ignore[name-defined] # noqa: B018, F821

    assert told(misspelt, known=frozenset({"batch_size"})) == "misspelt"
    assert told(misspelt, parameters=("batch_size",)) == "misspelt"


def test_a_name_that_the_file_itself_gives_a_value_is_not_taken_for_a_slip_of_the_pen() -> None:
    assert told(lambda: writer.add(X), known=frozenset({"writer"})) == "without_value"  # type: ignore[name-defined] # noqa: F821


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import tensorflow as tf\ndef f(X): ...", "framework"),
        ("from mxnet import nd, tf", "framework"),
        ("from load import (tf)", "imported"),
        ("import tf", "imported"),
        ("import tensorflow", "missing_name"),
        ("x = 'import tf'", "missing_name"),
    ],
)
def test_a_name_whose_import_failed_is_not_asked_for_as_a_parameter(text: str, name: str) -> None:
    assert told(lambda: tf.exp(X), text=text) == name  # type: ignore[name-defined] # noqa: F821


def test_a_module_that_the_file_does_not_import_is_named_with_the_line_that_does() -> None:
    assert told(lambda: np.exp(X)) == "not_imported"  # type: ignore[name-defined] # noqa: F821


def test_another_number_of_parameters() -> None:
    failure = CheckFailedError("call.parameters", takes=1, given=2, call="f(X, y)")
    tried = Tried("call", "f(X, y)", ("X", "y"), (X,), failure=failure, written=Written(parameters=("logits",)))
    found = [one for common in COMMON if (one := diagnose("f.rows", tried, [common], CATALOGUE))]

    assert [one.misconception for one in found] == ["mistake.number_of_arguments"]
    assert "`f(X, y)`" in found[0].message
    assert "(logits)" in found[0].message


def test_a_class_that_a_library_makes_an_object_of_is_no_call_of_the_course() -> None:
    message = "ToTensor.__init__() takes 1 positional argument but 2 were given"
    failure = CheckFailedError("raised.outside", type="TypeError", message=message)
    written = Written(parameters=("X", "y"))
    tried = Tried("call", "f(X)", ("X", "y"), (X,), failure=failure, written=written)
    found = [one for common in COMMON if (one := diagnose("f.rows", tried, [common], CATALOGUE))]

    assert not {one.misconception for one in found} & {"mistake.without_default", "mistake.number_of_arguments"}


@pytest.mark.parametrize("takes", [("X", "y"), ("X", "y", "z")])
def test_a_parameter_without_its_default_value(takes: tuple[str, ...]) -> None:
    failure = CheckFailedError("call.parameters", takes=len(takes), given=1, call="f(X)")
    written = Written(parameters=takes)
    tried = Tried("call", "f(X)", ("X", "y", "z"), (X,), failure=failure, written=written)
    found = next(one for common in COMMON if (one := diagnose("f.rows", tried, [common], CATALOGUE)))

    assert found.misconception == "mistake.without_default"
    assert f"demands {', '.join(takes[1:])}, but" in found.message


def test_a_parameter_of_the_statement_at_another_place_explains_an_exception() -> None:
    def act() -> None:
        torch.ones(2, 3) @ torch.ones(2, 3)

    assert told(act, parameters=("y", "X")) == "other_order"
    assert told(act, parameters=("inputs", "X")) == "other_order"
    assert told(act, parameters=("inputs", "labels")) == "matmul"
    assert told(act, parameters=("X", "y", "further")) == "matmul"


def outside(message: str, *, at: str = "", parameters: tuple[str, ...] = ("labels",)) -> tuple[str, str]:
    """Return the mistake and its sentence for what Python says of a call that the course made."""
    frames = [Frame(place="ada.py, line 3", function="wrapper", line=at)] if at else []
    kind = "raised.exception" if at else "raised.outside"
    failure = CheckFailedError(kind, frames=frames, type="TypeError", message=message)
    tried = Tried("call", "f(X, y)", ("X", "y"), (X,), failure=failure, written=Written(parameters=parameters))
    found = next(one for common in COMMON if (one := diagnose("f.rows", tried, [common], CATALOGUE)))
    return found.misconception.partition(".")[2], found.message


@pytest.mark.parametrize(
    ("message", "parameters", "name", "part"),
    [
        ("f() missing 1 required positional argument: 'z'", ("X", "y", "z"), "number_of_arguments", "takes (X, y, z)"),
        ("Judge.f() takes 2 positional arguments but 3 were given", ("a",), "number_of_arguments", "takes (a)"),
        ("f() takes 0 positional arguments but 2 were given", (), "number_of_arguments", "takes (nothing)"),
        ("<lambda>() takes 1 positional argument but 2 were given", (), "unlike_call", "`f(X, y)`"),
        ("f() missing 1 required keyword-only argument: 'dim'", ("X",), "keyword_only", "needs dim by keyword"),
    ],
)
def test_a_call_that_the_course_makes_is_not_the_students_to_compare(
    message: str, parameters: tuple[str, ...], name: str, part: str
) -> None:
    found, sentence = outside(message, parameters=parameters)

    assert found == name
    assert part in sentence


def test_a_method_that_a_library_calls_is_no_call_of_the_course() -> None:
    message = "Module.parameters() missing 1 required positional argument: 'self'"

    assert outside(message)[0] == "inner_arguments"
    assert outside(message.replace("Module.parameters", "f"))[0] == "number_of_arguments"


def test_a_name_with_another_first_letter_is_no_guess() -> None:
    assert told(lambda: torch.data) == ""  # type: ignore[attr-defined]
    assert told(lambda: torch.meen) == "misspelt_function"  # type: ignore[attr-defined]


def test_a_wrapper_passes_on_what_the_course_gave_it() -> None:
    message = "f() takes 1 positional argument but 2 were given"

    assert outside(message, at="return f(*args, **kwargs)")[0] == "number_of_arguments"
    assert outside(message, at="return f(X, y)")[0] == "inner_arguments"
    assert outside(message.replace("f()", "g()"), at="return g(*args)")[0] == "inner_arguments"


@pytest.mark.parametrize(
    ("attribute", "at", "name"),
    [
        ("type", 'if device.type == "cuda":', "device_is_a_string"),
        ("type", 'if self.where.type == "cuda":', "device_is_a_string"),
        ("idx", "torch.cuda.set_device(ctx.idx)", "device_is_a_string"),
        ("shape", "print(name.shape)", ""),
    ],
)
def test_a_device_that_is_a_string(attribute: str, at: str, name: str) -> None:
    message = f"'str' object has no attribute '{attribute}'"
    frames = [Frame(place="ada.py, line 3", function="f", line=at)]
    failure = CheckFailedError("raised.exception", frames=frames, type="AttributeError", message=message, place="")
    found = [
        one
        for common in COMMON
        if (one := diagnose("f.rows", Tried("call", "f(X)", ("X",), (X,), failure=failure), [common], CATALOGUE))
    ]

    assert [one.misconception.partition(".")[2] for one in found] == ([name] if name else [])


def test_an_exception_that_a_submission_made_long_or_hostile_costs_nothing_and_is_shown() -> None:
    def long() -> None:
        raise NameError("name '" + "a" * 1_000_000 + "' is not defined")

    def hostile() -> None:
        raise TypeError("torch.return_types.max\x1b[2J")

    assert told(long) == ""
    assert told(hostile) == "pair"


@pytest.mark.parametrize("part", ["mistakes", "next"])
def test_both_languages_say_the_same_with_the_same_fields(part: str) -> None:
    english, chinese = (
        {k: set(re.findall(r"\{(\w+)", v)) for k, v in load_catalogue([folder("torchgrade") / "catalogues"], language)
         .entries.items() if k.startswith(("mistake.", "next."))} for language in ("en", "zh")
    )  # fmt: skip
    texts = (folder("torchgrade") / "catalogues" / f"{part}.zh.toml").read_text("utf-8")

    assert english == chinese
    assert texts.count("\n") > 20
    assert {one.id for one in COMMON} <= set(english)
