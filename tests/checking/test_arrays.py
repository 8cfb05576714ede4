"""Code that mixes numpy and torch is told which function was given what: each from the exception as it comes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from torchgrade.checking.common_mistakes import COMMON
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.results import Diagnosis, Frame
from torchgrade.protocol.messages import Opaque, Scalar

CATALOGUE = catalogue_for()
GIVEN: dict[str, Any] = {
    "np": np,
    "torch": torch,
    "X": torch.arange(20.0).reshape(4, 5),
    "G": torch.ones(4, 5, requires_grad=True),
    "y": torch.tensor([0, 1, 2, 3]),
    "w": torch.ones(5, 1),
    "A": np.ones((4, 5)),
    "total": np.sum,
    "amax": np.amax,
}


def told(line: str, text: str = "import numpy as np") -> Diagnosis | None:
    """Return the mistake that is named for what a line raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever numpy or torch raises
        eval(line, dict(GIVEN))
    frames = [Frame(place="ada.py, line 2", function="f", line=f"return {line}")]
    failure = CheckFailedError(
        "raised.exception", frames=frames, type=caught.type.__name__, message=str(caught.value), place=""
    )
    return named(Tried("call", "f(X)", ("X",), (GIVEN["X"],), failure=failure, written=Written(text=text)))


def named(tried: Tried) -> Diagnosis | None:
    found = (diagnose("f.rows", tried, [one], CATALOGUE) for one in COMMON)
    return next((one for one in found if one is not None), None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("np.sum(X)", "np.sum"),
        ("np.sum(X, axis=1, keepdims=True)", "np.sum"),
        ("X / np.sum(X * X, 1)", "np.sum"),
        ("np.max(X)", "np.max"),
        ("np.max(X, axis=1, keepdims=True)", "np.max"),
        ("np.amax(X, 1)", "np.amax"),
        ("np.mean(y == y)", "np.mean"),
        ("np.std(X)", "np.std"),
        ("np.all(X)", "np.all"),
        ("np.prod(X)", "np.prod"),
        ("np.sum(X, dtype=float)", "np.sum"),
        ("np.exp(G)", "np.exp"),
        ("np.argmax(G, axis=1)", "np.argmax"),
        ("np.exp(G - 1).sum(axis=1)", "np.exp"),
        ("np.take_along_axis(X, y[:, None], 1)", "np.take_along_axis"),
        ("np.random.normal(0, 1, X)", "np.random.normal"),
    ],
)
def test_a_numpy_function_was_given_a_tensor(line: str, name: str) -> None:
    found = told(line)

    assert found is not None
    assert (found.misconception, found.values) == ("mistake.numpy_of_tensor", {"name": name})
    assert found.message.startswith(f"You gave a torch tensor to `{name}`, a numpy function.")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("total(X)", "from numpy import sum as total"),
        ("amax(X)", "from numpy import amax"),
        ("amax(X)", "from numpy import *"),
    ],
)
def test_a_function_taken_out_of_numpy_is_known_by_its_name_here(line: str, text: str) -> None:
    found = told(line, text)

    assert found is not None
    assert found.misconception == "mistake.numpy_of_tensor"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("A * X", "numpy_and_tensor"),
        ("A @ w", "numpy_and_tensor"),
        ("np.ones(5) + X", "numpy_and_tensor"),
        ("1 / np.ones(5) - G", "numpy_and_tensor"),
        ("torch.exp(A)", "array_of_torch"),
        ("torch.matmul(A, w)", "array_of_torch"),
        ("X.add_(A)", "array_of_torch"),
        ("torch.stack([A, A])", "array_of_torch"),
        ("A.matmul(w)", "method_of_tensor"),
        ("X.astype(float)", "method_of_array"),
        ("np.zeros(4, dtype=X.dtype)", "type_of_torch"),
        ("A.astype(torch.float32)", "type_of_torch"),
        ("X.to(np.float32)", "type_of_numpy"),
        ("X.type(np.float64)", "type_of_numpy"),
        ("torch.normal(0, 1, (3,), dtype=np.float32)", "type_of_numpy"),
    ],
)
def test_an_array_where_a_tensor_belongs_and_types_of_the_other_library(line: str, name: str) -> None:
    found = told(line)

    assert found is not None
    assert found.misconception == f"mistake.{name}"


@pytest.mark.parametrize(
    ("line", "text", "name"),
    [
        ("X.sum(axes=1)", "import numpy as np", "combination"),
        ("X.sum(np.ones(3), axes=1)", "import numpy as np", ""),
        ("np.sum(X)", "import jax.numpy as np", "inner_arguments"),
        ("G.numpy()", "import numpy as np", "numpy_of_gradient"),
        ("np.exp(G.numpy())", "import numpy as np", "numpy_of_gradient"),
        ("A.no_such_thing", "import numpy as np", ""),
        ("np.ones(3) * 'a'", "import numpy as np", ""),
    ],
)
def test_nothing_else_is_called_a_matter_of_numpy(line: str, text: str, name: str) -> None:
    found = told(line, text)

    assert (found.misconception if found is not None else "") == (f"mistake.{name}" if name else "")


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        (Opaque(type="ndarray"), True),
        ((Opaque(type="ndarray"), Opaque(type="ndarray")), True),
        ([(GIVEN["X"], Opaque(type="ndarray"))], True),
        (Opaque(type="Dataset"), False),
        ([], False),
        (GIVEN["X"], False),
    ],
)
def test_a_result_that_is_an_array(value: Any, is_one: bool) -> None:
    tried = Tried("call", "f(X)", ("X",), (GIVEN["X"],), answer=Answer(value=value, node=Scalar(None)))
    found = named(tried)

    assert (found is not None and found.misconception == "mistake.returned_array") is is_one
